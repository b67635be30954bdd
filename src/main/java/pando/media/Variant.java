package pando.media;

/// One finished image file.
///
/// @param size which of the sizes it is
/// @param format how it is encoded
/// @param width in pixels
/// @param height in pixels
/// @param bytes the file, free of everything that the camera or the program wrote beside the
///   pixels, except the colour profile
@SuppressWarnings("ArrayRecordComponent") // a file is carried, never compared
public record Variant(Size size, Format format, int width, int height, byte[] bytes) {
  /// The sizes that are made: `LARGE` is what [Purpose] says, `SMALL` only exists for photos.
  public enum Size {
    LARGE,
    SMALL
  }

  /// The encodings that are made: WebP for browsers of today, JPEG for everything.
  public enum Format {
    WEBP("webp", "image/webp"),
    JPEG("jpg", "image/jpeg");

    private final String extension;
    private final String mimeType;

    Format(String extension, String mimeType) {
      this.extension = extension;
      this.mimeType = mimeType;
    }

    public String extension() {
      return extension;
    }

    public String mimeType() {
      return mimeType;
    }
  }
}
