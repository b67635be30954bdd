package pando.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that came with a call. It is deleted when the call is answered: move it to keep it.
///
/// Name and type are what the caller claims. Neither may be believed.
///
/// @param file where its bytes are
/// @param fileName the caller's name for it, never to be used as a path; often missing
/// @param contentType the caller's word for its type; often missing or wrong
public record Upload(
    Path file, long sizeBytes, @Nullable String fileName, @Nullable String contentType) {

  /// All of it. Its size was bounded when it came.
  public byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
