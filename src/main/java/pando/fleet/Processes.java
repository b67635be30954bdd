package pando.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import pando.blueprint.Member;
import pando.data.ServiceUser;

/// Processes of the system that outlive the one that starts them.
final class Processes {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

  /// What components see of the environment; nodes see all of it.
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "LANG", "LC_ALL");

  /// Which share of the processors a node has while it starts; once it serves it takes that of any
  /// other by itself. Linux shares processors out among sessions (sched(7), "The autogroup
  /// feature"), so the priority of a process alone would change nothing; where it does not, or the
  /// supervisor may not ask for it, a node starts like any other.
  enum Turn {
    /// Three times that of another: the others cannot keep up without it.
    FIRST("-5"),
    /// A third of that of another: people are served meanwhile, and should not notice.
    LAST("5");

    private final String nice;

    Turn(String nice) {
      this.nice = nice;
    }

    private List<String> prefix() {
      var take = "{ echo %s >/proc/self/autogroup; } 2>/dev/null; exec \"$@\"".formatted(nice);
      return List.of("sh", "-c", take, "sh");
    }
  }

  private Processes() {}

  /// Starts a member; what it writes is added to `log`.
  ///
  /// @param turn of a node
  static Running start(Member member, Path log, int restarts, Turn turn) {
    try {
      var words = new ArrayList<String>();
      if (member.asService()) {
        words.addAll(ServiceUser.current().prefix());
      } else if (!member.command().getFirst().equals("setsid")) {
        words.add("setsid");
      }
      if (member.role().isNode()) {
        words.addAll(turn.prefix());
      }
      words.addAll(member.command());
      var builder =
          new ProcessBuilder(words)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()));
      if (!member.role().isNode()) {
        builder.directory(new File("/"));
        builder.environment().keySet().retainAll(ENVIRONMENT);
      }
      var process = builder.start();
      var pid = process.pid();
      var now = System.currentTimeMillis();
      return new Running(member, pid, startTicks(pid), now, restarts, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + member.name(), e);
    }
  }

  /// Whether a process is there that began at a moment, and has not ended unburied.
  static boolean isAlive(long pid, long startTicks) {
    var fields = fields(pid);
    return !fields.isEmpty()
        && !fields.getFirst().equals("Z")
        && Long.parseLong(fields.get(19)) == startTicks;
  }

  /// When a process began; -1: it is not there.
  static long startTicks(long pid) {
    var fields = fields(pid);
    return fields.isEmpty() ? -1 : Long.parseLong(fields.get(19));
  }

  /// The processor time that a process has used, in ticks of 10 ms; 0: it is not there.
  static long cpuTicks(long pid) {
    var fields = fields(pid);
    return fields.isEmpty() ? 0 : Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
  }

  /// The memory of a process that is in use, in bytes; 0: it is not there.
  static long memory(long pid) {
    try {
      for (var line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (IOException _) {
      // it has just ended
    }
    return 0;
  }

  /// What `/proc` says of a process, from its state on, which is after its name in brackets.
  private static List<String> fields(long pid) {
    try {
      var stat = Files.readString(PROC.resolve(pid + "/stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    } catch (IOException _) {
      return List.of();
    }
  }

  /// Sends a signal, such as `TERM`, to a process, which may have ended already.
  static void signal(String name, Running to) {
    if (!to.isAlive()) {
      return;
    }
    try {
      var kill = List.of("sh", "-c", "kill -s %s %d 2>&1 || true".formatted(name, to.pid()));
      new ProcessBuilder(kill)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send a signal to " + to.name(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the end of a process.
  ///
  /// @return whether it came within the limit
  static boolean awaitEnd(Running process, Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(LOOK_EVERY);
    }
    return true;
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
