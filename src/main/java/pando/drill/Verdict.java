package pando.drill;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/// What people saw while something was done to a site, against what they should see.
///
/// @param drill its name
/// @param rows what was counted
/// @param examples of what went wrong, in words
public record Verdict(String drill, List<Row> rows, List<String> examples) {
  /// One count.
  ///
  /// @param value with its unit
  /// @param isMet whether it is as it should be; null: it may be what it likes
  public record Row(String name, String value, String goal, @Nullable Boolean isMet) {
    static Row of(String name, long value) {
      return new Row(name, "%,d".formatted(value), "", null);
    }

    static Row so(String name, String value, boolean isMet) {
      return new Row(name, value, "so", isMet);
    }

    static Row none(String name, long value) {
      return new Row(name, "%,d".formatted(value), "none", value == 0);
    }

    static Row some(String name, long value) {
      return new Row(name, "%,d".formatted(value), "some", value > 0);
    }

    static Row within(String name, Duration value, Duration limit) {
      var goal = "at most %,d ms".formatted(limit.toMillis());
      return new Row(name, "%,d ms".formatted(value.toMillis()), goal, value.compareTo(limit) <= 0);
    }
  }

  public Verdict {
    rows = List.copyOf(rows);
    examples = List.copyOf(examples);
  }

  /// The account of requests and of what was acknowledged.
  static Verdict of(String drill, Tally tally, Ledger ledger, Duration longestAllowed) {
    var rows = new ArrayList<Row>();
    for (var kind :
        tally.counts().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      var counts = kind.getValue();
      rows.add(Row.some("requests, " + kind.getKey(), counts.requests()));
      rows.add(Row.none("  failed", counts.failed()));
      rows.add(Row.of("  sent twice, as HTTP allows", counts.repeated()));
    }
    var excuse = tally.excuse();
    if (excuse != null) {
      rows.add(Row.of(excuse.name(), tally.excused()));
    }
    if (tally.elsewhere() > 0) {
      rows.add(Row.of("photos asked of the site instead", tally.elsewhere()));
    }
    rows.add(Row.within("longest wait", tally.longest(), longestAllowed));
    var examples = new ArrayList<>(tally.examples());
    examples.add("waited longest: " + tally.longestWhat());
    for (var kind : List.of(Ledger.Kind.POST, Ledger.Kind.PHOTO)) {
      var name = kind.name().toLowerCase(Locale.ROOT) + "s";
      rows.add(Row.some(name + " acknowledged", ledger.acknowledged(kind).size()));
      rows.add(Row.none("  lost", ledger.lost(kind).size()));
      rows.add(Row.none("  doubled", ledger.doubled(kind).size()));
      ledger.lost(kind).stream().limit(3).map("lost: "::concat).forEach(examples::add);
      ledger.doubled(kind).stream().limit(3).map("doubled: "::concat).forEach(examples::add);
    }
    return new Verdict(drill, rows, examples);
  }

  /// The same with more counts before the others.
  Verdict and(List<Row> more) {
    var all = new ArrayList<>(more);
    all.addAll(rows);
    return new Verdict(drill, all, examples);
  }

  /// Whether everything is as it should be.
  public boolean isGreen() {
    return rows.stream().noneMatch(row -> Boolean.FALSE.equals(row.isMet()));
  }

  /// Prints the table; goals are green or red in a terminal.
  public void print(PrintStream out) {
    var ansi = Ansi.AUTO;
    out.println(ansi.string("@|bold " + drill + "|@"));
    for (var row : rows) {
      var met = row.isMet();
      var word = met == null ? "" : met ? " @|bold,green met|@" : " @|bold,red missed|@";
      out.printf("  %-42s %12s  %s%n", row.name(), row.value(), row.goal() + ansi.string(word));
    }
    examples.forEach(example -> out.println("  " + example));
    out.println(ansi.string(isGreen() ? "@|bold,green green|@" : "@|bold,red red|@"));
    out.flush();
  }
}
