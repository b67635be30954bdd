package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.fleet.Supervisor;

/// The folder that holds everything of a site; one Pando at a time works with it.
final class DataFolder implements AutoCloseable {
  /// Others may pass through to the folder of the database, which belongs to its own user.
  private static final String PASSABLE = "rwx--x--x";

  private static final String LOCK = "pando.lock";

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Takes a folder, which is made when missing.
  ///
  /// @throws Refusal.Unavailable if another Pando has it, or it cannot be written
  static DataFolder open(Path folder) {
    var taken = tryOpen(folder);
    if (taken == null) {
      var path = folder.toAbsolutePath().normalize();
      if (Supervisor.isInCharge(path)) {
        throw new Refusal.Unavailable(
            "a supervisor runs the site in %s ('pando status' shows it); 'pando down' ends it"
                .formatted(path));
      }
      throw new Refusal.Unavailable(
          "another Pando (process %s) works with %s; stop it, or choose another folder with --data"
              .formatted(holder(path), path));
    }
    return taken;
  }

  /// Takes a folder, which is made when missing; null: another Pando has it.
  ///
  /// @throws Refusal.Unavailable if it cannot be written
  static @Nullable DataFolder tryOpen(Path folder) {
    var path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PASSABLE)));
      var lock = Supervisor.isInCharge(path) ? null : lock(path);
      return lock == null ? null : new DataFolder(path, lock);
    } catch (AccessDeniedException e) {
      throw new Refusal.Unavailable("may not write to the data folder: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the data folder " + path, e);
    }
  }

  Path path() {
    return path;
  }

  /// The file of settings, which need not exist.
  Path settings() {
    return path.resolve("pando.yaml");
  }

  /// The folder of the database on one box.
  Path postgres() {
    return path.resolve("postgres");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileChannel lock(Path path) throws IOException {
    var channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(channel)) {
      channel.close();
      return null;
    }
    channel.truncate(0);
    var pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  /// The process that has a folder.
  private static String holder(Path path) {
    try {
      return Files.readString(path.resolve(LOCK)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read who has " + path, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // this process has it
    }
  }
}
