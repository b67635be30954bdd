package pando.main;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;

/// Tells an operator what is being done: a line for each step, with what came of it and the
/// seconds.
final class Steps {
  /// How often a log says how far a step is.
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastProgress = start;

  /// @param out colours and lines that are written over are used if it is a terminal
  Steps(PrintStream out) {
    this.out = out;
    this.terminal = Ansi.AUTO.enabled();
  }

  void title(String title) {
    out.println(ansi().string("@|bold " + title + "|@"));
  }

  /// Does `work` and shows what came of it.
  <T> T run(String name, Supplier<T> work, Function<T, String> outcome) {
    if (terminal) {
      out.print("  " + name + " …\r");
      out.flush();
    }
    var before = System.nanoTime();
    var result = work.get();
    var took = Duration.ofNanos(System.nanoTime() - before);
    out.printf(Locale.ROOT, "  %-12s %-48s %s%n", name, outcome.apply(result), seconds(took));
    return result;
  }

  /// Shows how far a step is. Where lines cannot be written over, it is shown now and then.
  void progress(String name, String text) {
    var now = System.nanoTime();
    if (terminal) {
      out.printf("  %-12s %-48s\r", name, text);
      out.flush();
    } else if (now - lastProgress > PROGRESS_EVERY.toNanos()) {
      out.printf("  %-12s %s%n", name, text);
      lastProgress = now;
    }
  }

  /// Says that all steps are done, and what they took together.
  void ready(String sentence) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    out.println(ansi().string("@|bold,green " + sentence + "|@ (" + seconds(took) + ")"));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }

  private Ansi ansi() {
    return terminal ? Ansi.AUTO : Ansi.OFF;
  }
}
