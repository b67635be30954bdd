package pando.blobs;

/// Who may read a file.
public enum Area {
  /// Only Pando: these are the bytes that were sent, with where and when they were taken.
  ORIGINALS("originals"),
  /// Everyone.
  PUBLIC("public");

  private final String folder;

  Area(String folder) {
    this.folder = folder;
  }

  /// Where its files are.
  String folder() {
    return folder;
  }
}
