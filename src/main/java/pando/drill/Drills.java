package pando.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import pando.drill.DatabaseDrills.End;
import pando.drill.Verdict.Row;

/// What can be broken in a site, one at a time, and what may be seen of it then.
final class Drills {
  private static final String CACHE = "05-cache";
  private static final String CDN = "06-cdn";
  private static final String BALANCER = "03-load-balancer";
  private static final String REPLICAS = "04-replicas";
  private static final String TRIALS = "trials";
  private static final String CUT = "primary-cut";

  /// Those that cut a server off.
  static final Set<String> NEED_NETWORK = Set.of(TRIALS, CUT);

  private final PrintStream out;
  private final Path topologies;
  private final Duration quiet;
  private final int people;
  private final double rate;
  private final int rounds;
  private final Map<String, Drill> drills = new LinkedHashMap<>();

  /// Something that is done to a site while people use it.
  interface Breakage {
    void happen(Trial trial);
  }

  /// A site that is used while something is done to it.
  ///
  /// @param people who use it
  /// @param tally what they saw so far
  /// @param rows where what is counted is written
  record Trial(TrialSite site, List<Person> people, Tally tally, List<Row> rows) {}

  /// @param stage what the site is made of
  /// @param longestWait how long a request may wait then
  /// @param prepare is done to the site before anything of it is started
  private record Drill(
      String stage, Duration longestWait, Breakage breakage, Consumer<TrialSite> prepare) {
    Drill(String stage, Duration longestWait, Breakage breakage) {
      this(stage, longestWait, breakage, _ -> {});
    }
  }

  /// @param quiet how long people post and read before something is broken, and when all is well
  /// @param rounds how often a primary is ended in each way by the trials
  Drills(PrintStream out, Path topologies, Duration quiet, int people, double rate, int rounds) {
    this.rounds = rounds;
    this.out = out;
    this.topologies = topologies;
    this.quiet = quiet;
    this.people = people;
    this.rate = rate;
    var brief = Duration.ofSeconds(2);
    var outage = Duration.ofSeconds(5);
    var load = Duration.ofSeconds(10);
    drills.put("web", new Drill(BALANCER, brief, Kills::web));
    drills.put("worker", new Drill(BALANCER, brief, Kills.first("worker")));
    drills.put("supervisor", new Drill(BALANCER, brief, Kills::supervisor));
    drills.put("balancer", new Drill(BALANCER, brief, Kills::balancer));
    drills.put("database", new Drill(BALANCER, outage, Kills.first("database")));
    drills.put("primary", new Drill(REPLICAS, brief, DatabaseDrills.primary(End.SERVER)));
    drills.put("primary-node", new Drill(REPLICAS, brief, DatabaseDrills.primary(End.BOTH)));
    drills.put("primary-halted", new Drill(REPLICAS, load, DatabaseDrills.primary(End.HALTED)));
    drills.put(CUT, new Drill(REPLICAS, load, DatabaseDrills.primary(End.CUT)));
    drills.put(
        "primary-stuck",
        new Drill(REPLICAS, load, DatabaseDrills::stuck, DatabaseDrills::mountDisk));
    drills.put("failover", new Drill(REPLICAS, brief, DatabaseDrills.primary(End.ASKED)));
    drills.put("replicas", new Drill(REPLICAS, brief, ReplicaDrills::comeAndGo));
    drills.put("replica", new Drill(REPLICAS, brief, ReplicaDrills::lost));
    drills.put("replica-halted", new Drill(REPLICAS, outage, ReplicaDrills::halted));
    drills.put("rolling", new Drill(BALANCER, brief, Drills::restart));
    drills.put("redis", new Drill(CACHE, brief, Kills.first("redis")));
    drills.put("redis-master", new Drill(CACHE, brief, CacheDrills::killMaster));
    drills.put("redis-all", new Drill(CACHE, brief, CacheDrills::killAll));
    drills.put("redis-flush", new Drill(CACHE, brief, CacheDrills::flush));
    drills.put("poison", new Drill(CACHE, brief, CacheDrills::poison));
    drills.put("objects", new Drill(CDN, outage, PhotoDrills::objects));
    drills.put("edge", new Drill(CDN, brief, Kills.first("edge")));
    drills.put("edges", new Drill(CDN, brief, PhotoDrills::edges));
    drills.put("port", new Drill(BALANCER, brief, ApplyDrills::port));
    drills.put("topology", new Drill(BALANCER, brief, ApplyDrills::topology));
    drills.put("program", new Drill(BALANCER, brief, ApplyDrills::program, ApplyDrills::lookHere));
    drills.put("disk", new Drill(BALANCER, outage, DiskDrill::fill, DiskDrill::mount));
    drills.put(
        "disk-database",
        new Drill(BALANCER, Caller.LIMIT, DiskDrill::stopDatabase, DiskDrill::mount));
    drills.put("clock", new Drill(BALANCER, brief, ClockDrill::apart, ClockDrill::start));
    drills.put("autoscale", new Drill("07-autoscale", load, LoadDrill::step));
  }

  List<String> names() {
    var names = new ArrayList<>(List.of("ladder", "restore", "restore-primary", TRIALS));
    names.addAll(drills.keySet());
    return names;
  }

  /// Runs one of [#names].
  Verdict run(String name) throws InterruptedException {
    if (name.equals("ladder")) {
      return new Ladder(out).run(topologies, people, rate);
    }
    if (name.equals("restore")) {
      return new RestoreDrill(out, "02-database", _ -> {}).run(topologies, people, rate);
    }
    if (name.equals("restore-primary")) {
      Consumer<TrialSite> end = site -> DatabaseDrills.replace(site, End.BOTH);
      return new RestoreDrill(out, REPLICAS, end).run(topologies, people, rate);
    }
    if (name.equals(TRIALS)) {
      return new PrimaryTrials(out).run(topologies, rounds);
    }
    return run(name, Objects.requireNonNull(drills.get(name)));
  }

  /// Does something else to a site of a stage.
  Verdict run(String name, String stage, Breakage breakage) throws InterruptedException {
    return run(name, new Drill(stage, Duration.ofSeconds(5), breakage));
  }

  private Verdict run(String name, Drill drill) throws InterruptedException {
    try (var site = new TrialSite(topologies)) {
      out.println("a site of the stage " + drill.stage() + " is made for the drill '" + name + "'");
      drill.prepare().accept(site);
      site.apply(drill.stage(), _ -> {});
      var town = Townspeople.settle(site, people);
      var setting = Traffic.Setting.of(site.url(), town, rate, site.file("ledger.txt"));
      try (var traffic = Traffic.start(setting)) {
        TrialSite.pause(quiet);
        traffic.tally().forgetLongest();
        var rows = new ArrayList<Row>();
        drill.breakage().happen(new Trial(site, town, traffic.tally(), rows));
        TrialSite.pause(quiet);
        return traffic.stop(name, drill.longestWait()).and(rows);
      }
    }
  }

  private static void restart(Trial trial) {
    var start = System.nanoTime();
    trial.site().ask("restart", Map.of());
    var time = Duration.ofNanos(System.nanoTime() - start);
    trial.rows().add(took("every node replaced after", time));
  }

  static Row took(String what, Duration time) {
    return new Row(what, "%,d ms".formatted(time.toMillis()), "", null);
  }
}
