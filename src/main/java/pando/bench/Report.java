package pando.bench;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/// What a bench has found, as a table for people and as JSON for programs.
///
/// @param bench its name on the command line
/// @param figures what was measured
/// @param at when
public record Report(String bench, List<Figure> figures, Instant at) {
  private static final String ROW = "  %-34s %-26s %-36s %7s  %s%n";

  public Report {
    figures = List.copyOf(figures);
  }

  /// Prints the table; goals are green or red in a terminal.
  public void print(PrintStream out) {
    var ansi = Ansi.AUTO;
    out.println(ansi.string("@|bold " + bench + "|@"));
    out.printf(ROW, "", "Pando", "beside it", "ratio", "goal");
    for (var figure : figures) {
      out.printf(
          ROW, figure.name(), spread(figure), peer(figure), figure.ratioText(), goal(figure, ansi));
    }
    out.flush();
  }

  /// The middle of the rounds, then the least and the most.
  private static String spread(Figure figure) {
    var values = figure.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
    var middle = figure.quantity(figure.value());
    return values.getCount() == 1
        ? middle
        : "%s (%s-%s)"
            .formatted(middle, plain(figure, values.getMin()), plain(figure, values.getMax()));
  }

  private static String plain(Figure figure, double value) {
    return figure.quantity(value).replace(" " + figure.unit(), "");
  }

  private static String peer(Figure figure) {
    var peer = figure.peer();
    return peer == null ? "" : figure.quantity(Figure.median(peer.values())) + " " + peer.name();
  }

  private static String goal(Figure figure, Ansi ansi) {
    if (figure.goal() == null) {
      return "";
    }
    var verdict = figure.isMet() ? "@|bold,green met|@" : "@|bold,red missed|@";
    return figure.goalText() + ansi.string(" " + verdict);
  }

  /// Writes the report as one JSON object.
  public void write(Path file) {
    try {
      Files.writeString(file, json() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public String json() {
    var report = new LinkedHashMap<String, Object>();
    report.put("bench", bench);
    report.put("at", at.toString());
    report.put("machine", machine());
    report.put("figures", figures.stream().map(Report::json).toList());
    return Jsonb.builder().build().type(Object.class).toJson(report);
  }

  private static Map<String, Object> machine() {
    var machine = new LinkedHashMap<String, Object>();
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.version"));
    return machine;
  }

  private static Map<String, Object> json(Figure figure) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", figure.name());
    json.put("value", figure.value());
    json.put("unit", figure.unit());
    json.put("rounds", figure.values());
    var peer = figure.peer();
    if (peer != null) {
      var beside = new LinkedHashMap<String, Object>();
      beside.put("name", peer.name());
      beside.put("rounds", peer.values());
      json.put("beside", beside);
      json.put("ratio", Objects.requireNonNull(figure.ratio()));
    }
    if (figure.goal() != null) {
      json.put("goal", figure.goalText());
      json.put("met", figure.isMet());
    }
    return json;
  }
}
