package pando.blueprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Passwords between the processes of a site: each is made once and kept in a file that its owner
/// alone may read.
public final class Secrets {
  private static final int BYTES = 24;

  private Secrets() {}

  /// The secret of a file, which is made when missing.
  public static String of(Path file) {
    try {
      if (!Files.exists(file)) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
            part,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, HexFormat.of().formatHex(bytes));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a secret in " + file, e);
    }
  }
}
