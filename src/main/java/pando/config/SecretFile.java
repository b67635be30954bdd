package pando.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// A file that holds a password or a key, which so stands in no settings.
public final class SecretFile {
  private SecretFile() {}

  /// What a file holds.
  ///
  /// @param what it is, such as `the password of the database`
  /// @param file which the settings must name where this is called
  /// @throws Refusal.Unavailable if it cannot be read
  public static String read(String what, @Nullable String file) {
    try {
      return Files.readString(Path.of(Objects.requireNonNull(file))).strip();
    } catch (IOException e) {
      throw new Refusal.Unavailable("cannot read %s in %s".formatted(what, file));
    }
  }
}
