package pando.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who listens on the ports of this machine, as `/proc` tells.
final class Listeners {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENS = "0A";

  private Listeners() {}

  /// A program that listens on a port, such as `nginx (process 7)`, and is none of some processes
  /// and their children; null: there is none.
  static @Nullable String other(int port, Set<Long> own) {
    var sockets = sockets(port);
    if (sockets.isEmpty()) {
      return null;
    }
    var isOwn = false;
    for (var process : ProcessHandle.allProcesses().toList()) {
      if (holds(process.pid(), sockets)) {
        if (!isOneOf(process, own)) {
          return "%s (process %d)".formatted(name(process.pid()), process.pid());
        }
        isOwn = true;
      }
    }
    return isOwn ? null : "a program of another user";
  }

  /// The sockets that listen on a port, as links to them read.
  private static Set<String> sockets(int port) {
    var ending = ":%04X".formatted(port);
    var sockets = new HashSet<String>();
    for (var table : List.of("net/tcp", "net/tcp6")) {
      for (var line : lines(PROC.resolve(table))) {
        var cells = line.strip().split("\\s+", -1);
        if (cells.length > 9 && cells[1].endsWith(ending) && cells[3].equals(LISTENS)) {
          sockets.add("socket:[" + cells[9] + "]");
        }
      }
    }
    return sockets;
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (var files = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (var file : files) {
        if (sockets.contains(target(file))) {
          return true;
        }
      }
    } catch (IOException _) {
      // it has ended, or is somebody else's
    }
    return false;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return ""; // it was closed
    }
  }

  private static boolean isOneOf(ProcessHandle process, Set<Long> own) {
    for (var one = process; one != null; one = one.parent().orElse(null)) {
      if (own.contains(one.pid())) {
        return true;
      }
    }
    return false;
  }

  private static String name(long pid) {
    var lines = lines(PROC.resolve(pid + "/comm"));
    return lines.isEmpty() ? "a program" : lines.getFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return new ArrayList<>();
    }
  }
}
