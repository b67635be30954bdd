package pando.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pando.drill.Verdict.Row;

/// Takes a site up the ladder and back to one process while people post and read without a pause.
final class Ladder {
  /// The stages, in the order in which a site grows, and back.
  private static final List<String> WAY =
      List.of(
          "02-database", "03-load-balancer", "05-cache", "06-cdn", "07-autoscale", "01-one-box");

  private static final String FIRST = "01-one-box";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /// How long people go on at each stage before the next.
  private static final Duration STAY = Duration.ofSeconds(5);

  private final PrintStream out;

  Ladder(PrintStream out) {
    this.out = out;
  }

  /// @param people how many post and read
  /// @param rate requests a second, of all together
  Verdict run(Path topologies, int people, double rate) throws InterruptedException {
    try (var site = new TrialSite(topologies)) {
      climb(site, FIRST);
      var town = Townspeople.settle(site, people);
      var setting = Traffic.Setting.of(site.url(), town, rate, site.file("ledger.txt"));
      try (var traffic = Traffic.start(setting)) {
        var rows = new ArrayList<Row>();
        TrialSite.pause(STAY);
        for (var stage : WAY) {
          traffic.tally().forgetLongest();
          var failedBefore = traffic.tally().all().failed();
          var took = climb(site, stage);
          TrialSite.pause(STAY);
          rows.add(new Row("to " + stage, "%.1f s".formatted(took.toMillis() / 1e3), "", null));
          var longest = traffic.tally().longest();
          rows.add(
              Row.within(
                  "  longest wait, " + traffic.tally().longestWhat(), longest, LONGEST_WAIT));
          rows.add(Row.none("  failed", traffic.tally().all().failed() - failedBefore));
        }
        return traffic.stop("ladder", LONGEST_WAIT).and(rows);
      }
    }
  }

  private Duration climb(TrialSite site, String stage) {
    out.println(stage);
    var start = System.nanoTime();
    site.apply(
        stage,
        step -> {
          if (step.outcome() != null) {
            out.printf(
                Locale.ROOT,
                "  %tT  %-50s %5.1f s%n",
                LocalTime.now(ZoneOffset.UTC),
                step.say(),
                step.millis() / 1000.0);
          }
        });
    var took = Duration.ofNanos(System.nanoTime() - start);
    out.printf(Locale.ROOT, "  %-52s %5.1f s%n", "in all", took.toMillis() / 1000.0);
    return took;
  }
}
