package pando.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// What can be broken in a site, one at a time, and what may be seen of it then.
final class Drills {
  private static final String CACHE = "05-cache";
  private static final String CDN = "06-cdn";
  private static final String BALANCER = "03-load-balancer";

  /// How long people post and read before something is broken, and when all is well again.
  private static final Duration QUIET = Duration.ofSeconds(8);

  private final PrintStream out;
  private final Path topologies;
  private final int people;
  private final double rate;
  private final Map<String, Drill> drills = new LinkedHashMap<>();

  /// Something that is done to a site while people use it.
  private interface Breakage {
    void happen(TrialSite site, List<Row> rows);
  }

  /// @param stage what the site is made of
  /// @param longestWait how long a request may wait then
  private record Drill(String stage, Duration longestWait, Breakage breakage) {}

  Drills(PrintStream out, Path topologies, int people, double rate) {
    this.out = out;
    this.topologies = topologies;
    this.people = people;
    this.rate = rate;
    var brief = Duration.ofSeconds(2);
    var outage = Duration.ofSeconds(5);
    drills.put("web", new Drill(BALANCER, brief, killing("web")));
    drills.put("worker", new Drill(BALANCER, brief, killing("worker")));
    drills.put("supervisor", new Drill(BALANCER, brief, Drills::killSupervisor));
    drills.put("database", new Drill(BALANCER, outage, killing("database")));
    drills.put("rolling", new Drill(BALANCER, brief, Drills::restart));
    drills.put("redis", new Drill(CACHE, brief, killing("redis")));
    drills.put("edge", new Drill(CDN, brief, killing("edge")));
  }

  List<String> names() {
    var names = new ArrayList<>(List.of("ladder"));
    names.addAll(drills.keySet());
    return names;
  }

  /// Runs one of [#names].
  Verdict run(String name) throws InterruptedException {
    if (name.equals("ladder")) {
      return new Ladder(out).run(topologies, people, rate);
    }
    var drill = Objects.requireNonNull(drills.get(name));
    try (var site = new TrialSite(topologies)) {
      out.println("a site of the stage " + drill.stage() + " is made for the drill '" + name + "'");
      site.apply(drill.stage(), _ -> {});
      var town = Townspeople.settle(site, people);
      var setting = Traffic.Setting.of(site.url(), town, rate, site.file("ledger.txt"));
      try (var traffic = Traffic.start(setting)) {
        TrialSite.pause(QUIET);
        traffic.tally().forgetLongest();
        var rows = new ArrayList<Row>();
        drill.breakage().happen(site, rows);
        TrialSite.pause(QUIET);
        return traffic.stop(name, drill.longestWait()).and(rows);
      }
    }
  }

  /// Kills the first process of a role, and waits until everything serves again.
  private static Breakage killing(String role) {
    return (site, rows) -> {
      var victim = site.members(role).getFirst();
      TrialSite.kill(victim.pid());
      TrialSite.await(
          role + " is started again",
          () ->
              site.members(role).stream().anyMatch(one -> isAgain(one.name(), one.pid(), victim)));
      rows.add(took(victim.name() + " killed, serves again after", site.awaitServing()));
    };
  }

  private static boolean isAgain(String name, long pid, Status.Line victim) {
    return name.equals(victim.name()) && pid != victim.pid();
  }

  /// The supervisor dies, then a web node, and a new supervisor finds it dead.
  private static void killSupervisor(TrialSite site, List<Row> rows) {
    TrialSite.kill(site.supervisor());
    var before = site.members();
    rows.add(Row.none("answers of a dead supervisor", before.size()));
    TrialSite.pause(QUIET);
    site.ask("ping", Map.of());
    rows.add(took("a new supervisor knows every process after", site.awaitServing()));
  }

  private static void restart(TrialSite site, List<Row> rows) {
    var start = System.nanoTime();
    site.ask("restart", Map.of());
    rows.add(took("every node replaced after", Duration.ofNanos(System.nanoTime() - start)));
  }

  private static Row took(String what, Duration time) {
    return new Row(what, "%,d ms".formatted(time.toMillis()), "", null);
  }
}
