package pando.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import pando.blueprint.Layout;

/// Bounds the logs of members: one that is full is copied aside, over the one before, and emptied.
/// Its writer, which only ever adds to it, goes on undisturbed.
final class LogFiles {
  /// How large the log of a member may get; as much again is kept of what was before.
  private static final long MAX_BYTES = 16 << 20;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Layout layout;
  private long lookedAt;

  LogFiles(Layout layout) {
    this.layout = layout;
  }

  /// Looks now and then; to be called often.
  void tidy() {
    var now = System.nanoTime();
    if (now - lookedAt < LOOK_EVERY.toNanos()) {
      return;
    }
    lookedAt = now;
    try (var files = Files.newDirectoryStream(layout.logs(), "*.log")) {
      for (var file : files) {
        if (Files.size(file) > MAX_BYTES) {
          turn(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy the logs", e);
    }
  }

  private static void turn(Path file) throws IOException {
    var before = file.resolveSibling(file.getFileName() + ".1");
    Files.copy(file, before, StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }
}
