package pando.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import pando.base.Refusal;

/// The PostgreSQL programs, which come inside the jar and are unpacked once for each version.
///
/// The folder is `postgres-15-<checksum of the archive>`; it appears whole or not at all, also when
/// two processes unpack at the same time or one is killed on the way.
final class PostgresBinaries {
  /// Bounds what an archive can write to the disk; PostgreSQL 15 needs 60 MB.
  private static final long MAX_UNPACKED_BYTES = 300L << 20;

  /// All may enter and read, since PostgreSQL may run as another user than Pando.
  private static final String READABLE_BY_ALL = "rwxr-xr-x";

  private PostgresBinaries() {}

  /// The folder whose `bin` holds `postgres` and `initdb`; unpacks it below `cache` when missing.
  static synchronized Path unpack(Path cache) {
    try {
      var archive = open();
      var checksum = HexFormat.of().toHexDigits((int) archive.getJarEntry().getCrc());
      var home = cache.resolve("postgres-15-" + checksum);
      if (!Files.exists(home)) {
        Files.createDirectories(
            cache,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(READABLE_BY_ALL)));
        unpack(archive, home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + cache, e);
    }
  }

  private static JarURLConnection open() throws IOException {
    var name = "/postgres-linux-" + architecture() + ".txz";
    var resource = PostgresBinaries.class.getResource(name);
    if (resource == null) {
      throw new Refusal.Unavailable("this build of Pando has no PostgreSQL for this machine");
    }
    return (JarURLConnection) resource.openConnection();
  }

  private static String architecture() {
    var system = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
    return switch (system) {
      case "Linux amd64" -> "x86_64";
      case "Linux aarch64" -> "arm_64";
      default ->
          throw new Refusal.Unavailable(
              "Pando brings PostgreSQL for Linux on x86-64 and ARM64, and this is " + system);
    };
  }

  private static void unpack(JarURLConnection archive, Path home) throws IOException {
    var lock = home.resolveSibling(home.getFileName() + ".lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (Files.exists(home)) {
        return; // another process was faster
      }
      var part = home.resolveSibling(home.getFileName() + ".part");
      delete(part);
      try (var in = archive.getInputStream()) {
        extract(in, part);
      }
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void extract(InputStream archive, Path folder) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      long left = MAX_UNPACKED_BYTES;
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        left -= entry.getSize();
        if (left < 0) {
          throw new IOException("the archive holds more than " + MAX_UNPACKED_BYTES + " bytes");
        }
        extract(tar, entry, folder);
      }
    }
    setMode(folder, true);
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    var target = entry.resolveIn(folder); // refuses names that lead out of the folder
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      setMode(target, true);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      setMode(target, (entry.getMode() & 0100) != 0);
    }
  }

  private static void setMode(Path path, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? READABLE_BY_ALL : "rw-r--r--"));
  }

  /// Deletes a folder and what is in it, if it exists.
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
