package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pando.data.EmbeddedPostgres;
import pando.drill.Ledger.Kind;

/// Kills a site that people use, again and again, and holds what is left to what it has
/// acknowledged. `docs/drills.md` says how to run it by hand.
@Tag("slow")
class KillDrillTest {
  private static final long SEED = Long.getLong("drill.seed", 20_261_125);
  private static final int ROUNDS = Integer.getInteger("drill.rounds", 3);

  /// How many more things are acknowledged before a kill.
  private static final int FEWEST = 10;

  private static final int MOST = 40;
  private static final int MAX_MICROSECONDS_MORE = 30_000;
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);
  private static final Pattern DATABASE = Pattern.compile("PostgreSQL 15 at 127.0.0.1:(\\d+)");

  private static final String WAITING =
      """
      select (select count(*) from event_retries where not parked)
           + (select count(*) from events e join lane_parts c on c.part = (e.id >> 6 & 7)
               where (e.xact, e.id) > (c.xact, c.id))
      """;

  private static final String PARKED = "select count(*) from event_retries where parked";

  private enum Victim {
    SITE,
    DATABASE,
    ALL
  }

  private final Random random = new Random(SEED);
  private final Visitor.Town town = new Visitor.Town();
  private final StringBuilder report = new StringBuilder("seed " + SEED + "\n");

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedIsThereOnceAfterEveryKill() throws Exception {
    try (var site = PandoProcess.start()) {
      var people = new ArrayList<TestPerson>();
      for (var name : List.of("ana", "ben", "cleo", "dan")) {
        people.add(site.signUp(name));
      }
      killUnderLoad(site, people);
      settle(site);
      var inspector = new Inspector(town.ledger(), people);
      inspector.look();
      inspector.lookAtFeeds(Kind.KEPT_FEED_ENTRY);
      site.killAll();
      site.startAgain();
      inspector.lookAtFeeds(Kind.REBUILT_FEED_ENTRY);
      report(site);
      check();
      assertThat(count(site, PARKED)).as("parked events").isZero();
    }
  }

  /// Everything acknowledged was found once, and nothing that nobody asked for.
  private void check() {
    var ledger = town.ledger();
    for (var kind : Kind.values()) {
      assertThat(ledger.lost(kind)).as("lost: " + kind).isEmpty();
      assertThat(ledger.doubled(kind)).as("doubled: " + kind).isEmpty();
      assertThat(ledger.unasked(kind)).as("unasked: " + kind).isEmpty();
      assertThat(ledger.acknowledged(kind)).as("never happened: " + kind).isNotEmpty();
    }
  }

  private void killUnderLoad(PandoProcess site, List<TestPerson> people) throws Exception {
    var visitors = new ArrayList<Visitor>();
    var visits = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (var person : people) {
          var visitor = new Visitor(person, people, town, random.nextLong());
          visitors.add(visitor);
          visits.add(threads.submit(visitor));
        }
        for (var round = 1; round <= ROUNDS; round++) {
          awaitMoment(visits);
          kill(site, round);
        }
        awaitMoment(visits); // it works after the last kill too
      } finally {
        visitors.forEach(Visitor::stop);
      }
      for (var visit : visits) {
        visit.get();
      }
    }
  }

  /// Waits until some more has been acknowledged, and a little longer.
  private void awaitMoment(List<Future<?>> visits) throws InterruptedException, ExecutionException {
    town.done().drainPermits();
    var more = random.nextInt(FEWEST, MOST);
    if (!town.done().tryAcquire(more, 2, TimeUnit.MINUTES)) {
      for (var visit : visits) {
        if (visit.isDone()) {
          visit.get(); // throws what ended it
        }
      }
      throw new AssertionError("the site does not acknowledge anything");
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MAX_MICROSECONDS_MORE)));
  }

  private void kill(PandoProcess site, int round) {
    var victims = Victim.values();
    var victim = victims[round <= victims.length ? round - 1 : random.nextInt(victims.length)];
    var start = System.nanoTime();
    var ended =
        switch (victim) {
          case SITE -> "the site; %d processes ended with it".formatted(site.kill());
          case ALL -> "the site and its %d processes".formatted(site.killAll());
          case DATABASE -> {
            site.killDatabase();
            yield "the database, which the site starts again";
          }
        };
    if (victim != Victim.DATABASE) {
      site.startAgain();
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    report.append("round %d: killed %s (%.1f s)%n".formatted(round, ended, seconds));
  }

  /// Waits until every event is delivered.
  private static void settle(PandoProcess site) throws IOException, SQLException {
    var deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (count(site, WAITING) > 0) {
      assertThat(System.nanoTime()).as("events wait for long").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static long count(PandoProcess site, String sql) throws IOException, SQLException {
    var port = DATABASE.matcher(site.said()).results().toList().getLast().group(1);
    var password = Files.readString(site.data().resolve("postgres/password")).strip();
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/pando";
    try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void report(PandoProcess site) throws IOException {
    report.append("requests that were cut off or failed: %d%n".formatted(town.cutOff().get()));
    report.append(town.ledger().table());
    System.out.print(report);
    Transcript.keep("kill-drill", report + "\n" + site.said());
  }
}
