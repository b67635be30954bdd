package pando.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A text file that is always whole: who reads it finds the text before a change or the one after,
/// also when the process that writes is killed.
public final class WholeFile {
  private WholeFile() {}

  /// Writes a file, or another text into it.
  ///
  /// @throws UncheckedIOException if that cannot be; the text before stays
  public static void write(Path file, String text) {
    try {
      var part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
