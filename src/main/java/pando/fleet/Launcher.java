package pando.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import pando.base.Refusal;
import pando.blueprint.JavaProgram;
import pando.blueprint.Layout;

/// Starts the supervisor of a site where there is none, and asks it.
public final class Launcher {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int MEMORY = 96; // megabytes of heap
  private static final Control.Ask PING = new Control.Ask("ping", Map.of());

  private Launcher() {}

  /// Asks the supervisor, which is started if it does not run. One that runs an earlier build of
  /// this program leaves first, so that a site follows its program; what it started goes on.
  ///
  /// @param hear is given each line but the last
  /// @return the last words
  /// @throws Refusal.Unavailable with the reason, if it was refused or failed
  public static String ask(Layout layout, Control.Ask ask, Consumer<String> hear) {
    var program = Control.ask(layout, PING, _ -> {});
    if (program != null && JavaProgram.own().isRebuiltSince(program)) {
      leave(layout);
      program = null;
    }
    if (program == null) {
      start(layout, Map.of());
    }
    var answer = Control.ask(layout, ask, hear);
    if (answer == null) {
      throw new Refusal.Unavailable(
          "the supervisor has ended; see " + layout.log("supervisor") + ", and try again");
    }
    return answer;
  }

  private static void leave(Layout layout) {
    var _ = Control.ask(layout, new Control.Ask("leave", Map.of()), _ -> {});
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (isThere(layout)) {
      if (System.nanoTime() > end) {
        throw new Refusal.Unavailable(
            "the supervisor of the earlier build does not end; see " + layout.log("supervisor"));
      }
      Processes.pause(LOOK_EVERY);
    }
  }

  private static boolean isThere(Layout layout) {
    try {
      return Control.ask(layout, PING, _ -> {}) != null;
    } catch (Refusal.Unavailable _) {
      return true; // it has taken the question, and ends before it answers
    }
  }

  /// Starts the supervisor.
  ///
  /// @param environment what it and all that it starts have in theirs, beside what is there
  public static void start(Layout layout, Map<String, String> environment) {
    layout.prepare();
    var command = new ArrayList<>(List.of("setsid"));
    command.addAll(
        JavaProgram.own()
            .command(MEMORY, List.of("supervise", "--data", layout.data().toString())));
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(layout.log("supervisor").toFile()));
      builder.environment().putAll(environment);
      var process = builder.start();
      var end = System.nanoTime() + START_LIMIT.toNanos();
      while (Control.ask(layout, PING, _ -> {}) == null) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new Refusal.Unavailable(
              "the supervisor does not start; see " + layout.log("supervisor"));
        }
        Processes.pause(LOOK_EVERY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the supervisor", e);
    }
  }
}
