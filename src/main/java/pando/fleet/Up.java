package pando.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.blueprint.Layout;
import pando.blueprint.Member;
import pando.blueprint.Role;

/// A site that runs as one process by `pando up`, before it has a supervisor.
final class Up {
  /// Its name among the members.
  static final String NAME = "up";

  private static final String LOCK = "pando.lock";

  private Up() {}

  /// The process that has the folder of a site to itself; null: there is none.
  static @Nullable Running find(Layout layout) {
    var file = layout.data().resolve(LOCK);
    if (!Files.exists(file)) {
      return null;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock != null) {
        return null;
      }
      var pid = Long.parseLong(Files.readString(file).strip());
      var member = new Member(NAME, Role.BOX, List.of(), "", 0, NAME, false, "TERM");
      var now = System.currentTimeMillis();
      return new Running(member, pid, Processes.startTicks(pid), now, 0, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see who runs " + layout.data(), e);
    }
  }
}
