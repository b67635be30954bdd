package pando.fleet;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import pando.base.Refusal;

/// Keeps [State] in a file, whole at every moment and on the disk before it is acted upon.
final class StateFile {
  private static final Jsonb JSON = Jsonb.builder().build();

  private StateFile() {}

  /// What was kept last.
  static State read(Path file) {
    if (!Files.exists(file)) {
      return State.NOTHING;
    }
    try {
      return JSON.type(State.class).fromJson(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (RuntimeException e) {
      throw new Refusal.Unavailable(
          "%s is damaged (%s); stop what runs (see its logs), remove the file and apply again"
              .formatted(file, e.getMessage()));
    }
  }

  static void write(Path file, State state) {
    var part = file.resolveSibling(file.getFileName() + ".part");
    try (var channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var text = JSON.type(State.class).toJsonPretty(state);
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + file, e);
    }
  }
}
