package pando.main;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;

/// How far something is, in a line of a terminal that is written again and again.
final class PercentLine {
  private static final String FORMAT = "%-9s %s";

  private final PrintStream out;
  private int last = -1;

  PercentLine(PrintStream out) {
    this.out = out;
  }

  void show(String what, int percent) {
    if (percent != last && Ansi.AUTO.enabled()) {
      out.print("\r" + FORMAT.formatted(what, percent + " %"));
      out.flush();
    }
    last = percent;
  }

  void end(String what, String result) {
    var start = Ansi.AUTO.enabled() ? "\r\033[K" : "";
    out.println(start + FORMAT.formatted(what, result));
  }
}
