package pando.console;

import java.io.PrintStream;
import java.util.Locale;
import pando.fleet.Progress;
import picocli.CommandLine.Help.Ansi;

/// Shows the steps of a change while they are done: two lines for each, what it is with the seconds
/// it took, and the command that it stands for.
final class ProgressLines {
  /// How much of a command is shown; the rest is in the log of the supervisor.
  private static final int MAX_COMMAND = 160;

  private final PrintStream out;
  private final Ansi ansi = Ansi.AUTO;

  ProgressLines(PrintStream out) {
    this.out = out;
  }

  /// Shows a line that the supervisor has said.
  void show(String line) {
    var step = Progress.read(line);
    var head = "%2d/%d  %s".formatted(step.number(), step.of(), step.say());
    if (step.outcome() == null) {
      if (ansi.enabled()) {
        out.print(head + " …\r");
        out.flush();
      }
      return;
    }
    var took =
        step.outcome().equals("planned")
            ? ""
            : String.format(Locale.ROOT, "%.1f s", step.millis() / 1000.0);
    out.println(ansi.string("@|bold %-56s|@ @|green %s|@".formatted(head, took)));
    out.println(ansi.string("       @|faint " + shortened(step.command()) + "|@"));
  }

  private static String shortened(String command) {
    var words = command.replace("|@", "| @");
    return words.length() > MAX_COMMAND ? words.substring(0, MAX_COMMAND) + " …" : words;
  }
}
