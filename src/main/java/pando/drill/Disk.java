package pando.drill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pando.base.Refusal;

/// A small disk of its own, which a drill can fill or make hang.
final class Disk implements AutoCloseable {
  private static final long FREEZABLE_BYTES = 2L << 30; // which an empty file does not take

  private final Path place;
  private boolean isFrozen;

  private Disk(Path place, String... what) {
    this.place = place;
    var command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(place.toString());
    if (TrialSite.run(command.toArray(String[]::new)) != 0) {
      throw new Refusal.Invalid(
          "this drill mounts a small file system, which only root may; run it as root");
    }
  }

  /// One in memory, at a folder that exists.
  ///
  /// @throws Refusal.Invalid if this process may not mount one
  static Disk inMemory(Path place, int megabytes) {
    var options = "size=%dm,mode=711".formatted(megabytes);
    return new Disk(place, "-t", "tmpfs", "-o", options, "drill");
  }

  /// One in a file, that can be made to hang.
  ///
  /// @throws Refusal.Invalid if this process may not mount one
  static Disk inFile(Path place, Path image) {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(FREEZABLE_BYTES);
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a disk for the drill", e);
    }
    TrialSite.run("mkfs.ext4", "-q", "-F", image.toString());
    return new Disk(place, "-o", "loop", image.toString());
  }

  /// Has it take nothing more, as one that hangs does.
  synchronized void freeze() {
    isFrozen = TrialSite.run("fsfreeze", "--freeze", place.toString()) == 0;
  }

  /// Lets it go on.
  synchronized void thaw() {
    if (isFrozen) {
      TrialSite.run("fsfreeze", "--unfreeze", place.toString());
      isFrozen = false;
    }
  }

  @Override
  public void close() {
    TrialSite.run("umount", "--lazy", place.toString());
  }
}
