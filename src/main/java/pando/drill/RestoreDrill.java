package pando.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import pando.backup.BackupState;
import pando.backup.Inspection;
import pando.backup.Restore;
import pando.base.Refusal;
import pando.config.Config;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shard;
import pando.data.Shards;
import pando.drill.Verdict.Row;

/// A site whose machine is lost is restored to a moment: what was acknowledged before it must be
/// there, to the last bit, and nothing of what came after.
final class RestoreDrill {
  private static final Duration QUIET = Duration.ofSeconds(8);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /// How much may be lost when no moment is named: a part of the log of changes is archived after
  /// 30 s at the latest, which takes a moment.
  private static final Duration MAX_LOSS = Duration.ofSeconds(45);

  private static final Duration MAX_AWAY = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final String LAST_ARCHIVED =
      "select coalesce(last_archived_time, 'epoch') as at from pg_stat_archiver";

  private final PrintStream out;
  private final String stage;
  private final Consumer<TrialSite> breakage;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();

  /// @param stage what the site is made of
  /// @param breakage what is done to it after its first backup
  RestoreDrill(PrintStream out, String stage, Consumer<TrialSite> breakage) {
    this.out = out;
    this.stage = stage;
    this.breakage = breakage;
  }

  /// @param rate requests a second, of all together
  Verdict run(Path topologies, int people, double rate) throws InterruptedException {
    try (var site = new TrialSite(topologies)) {
      out.println("a site is made that is backed up to " + site.file("backup"));
      site.backUpTo(site.file("backup"));
      site.apply(stage, _ -> {});
      var town = Townspeople.settle(site, people);
      var before = Traffic.Setting.of(site.url(), town, rate, site.file("before.txt"));
      try (var traffic = Traffic.start(before)) {
        TrialSite.pause(QUIET);
        TrialSite.await("the site has backed itself up", () -> state(site).lastGood() > 0);
        breakage.accept(site);
        TrialSite.pause(QUIET);
        traffic.halt();
        var tables = settle(site);
        var moment = Instant.now();
        out.println("the moment T is " + moment);
        TrialSite.await(
            "every photo has a copy", () -> state(site).photosAt() > moment.getEpochSecond());
        goOn(Traffic.Setting.of(site.url(), town, rate, site.file("after.txt")), site);
        lose(site, moment);
        var start = System.nanoTime();
        restore(site, moment, tables);
        site.apply(stage, _ -> {});
        var away = Duration.ofNanos(System.nanoTime() - start);
        rows.add(Row.within("RTO: lost to served again", away, MAX_AWAY));
        var verdict = traffic.stop("restore", LONGEST_WAIT).and(rows);
        examples.addAll(verdict.examples());
        return new Verdict(verdict.drill(), verdict.rows(), examples);
      }
    }
  }

  private static BackupState state(TrialSite site) {
    return BackupState.read(site.layout().data());
  }

  /// What the tables have when nothing in them changes any more.
  private static Map<String, Inspection.Table> settle(TrialSite site) {
    var last = new ArrayList<Map<String, Inspection.Table>>();
    last.add(ask(site, Inspection::tables));
    TrialSite.await(
        "nothing changes any more",
        () -> {
          TrialSite.pause(LOOK_EVERY);
          last.add(ask(site, Inspection::tables));
          return last.getLast().equals(last.get(last.size() - 2));
        });
    return last.getLast();
  }

  /// People go on after the moment, and the archive gets some of it.
  private void goOn(Traffic.Setting setting, TrialSite site) throws InterruptedException {
    try (var traffic = Traffic.start(setting)) {
      TrialSite.pause(QUIET);
      var since = Instant.now();
      TrialSite.await("some of it is archived", () -> archived(site).isAfter(since));
      traffic.halt();
      rows.add(Row.some("requests after T", traffic.tally().all().requests()));
    }
  }

  private static Instant archived(TrialSite site) {
    return ask(site, shard -> shard.one(LAST_ARCHIVED, row -> row.instant("at")));
  }

  private void lose(TrialSite site, Instant moment) {
    var archived = archived(site);
    site.lose();
    var now = Instant.now();
    out.println("everything is lost, " + Duration.between(moment, now).toSeconds() + " s after T");
    rows.add(
        Row.within(
            "RPO: not archived when all was lost", Duration.between(archived, now), MAX_LOSS));
  }

  private void restore(TrialSite site, Instant moment, Map<String, Inspection.Table> before) {
    var data = site.layout().data();
    Restore.requireEmpty(data);
    var restore = new Restore(Config.read(site.layout().settings()), data, moment, true);
    var set = restore.database(_ -> {});
    var photos = restore.photos(_ -> {});
    out.println("restored from " + set.label() + " and the archive, " + photos.files() + " files");
    try (var server = EmbeddedPostgres.start(site.layout().postgres(), 0, Durability.DURABLE);
        var shards = Shards.open(server.address())) {
      var found = Inspection.of(shards.all().getFirst(), restore);
      var other = new TreeSet<String>();
      found
          .tables()
          .forEach((name, table) -> {
            if (!table.equals(before.get(name))) {
              other.add(name);
              examples.add("%s had %s and has %s".formatted(name, before.get(name), table));
            }
          });
      rows.add(Row.some("rows restored", found.rows()));
      rows.add(Row.some("tables compared", found.tables().size()));
      rows.add(Row.none("  other than at T, by rows or checksum", other.size()));
      rows.add(Row.some("files of photos that the rows name", found.files()));
      rows.add(Row.none("  missing or damaged", found.missing().size()));
      found.missing().stream().limit(3).map("missing: "::concat).forEach(examples::add);
    }
  }

  private static <T> T ask(TrialSite site, Function<Shard, T> question) {
    var running = site.layout().findDatabase();
    if (running == null) {
      throw new Refusal.Unavailable("the database of the drill does not run");
    }
    try (var shards = Shards.open(running)) {
      return Objects.requireNonNull(question.apply(shards.all().getFirst()));
    }
  }
}
