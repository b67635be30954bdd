package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static pando.data.TestReplicas.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.AccountId;
import pando.base.Freshness;
import pando.base.Freshness.Recent;
import pando.base.Freshness.SinceSeen;
import pando.base.Id;
import pando.base.Request;

/// What many people read and wrote while replicas were held behind, looked through for what must
/// not be: a person who does not find what they wrote, or is shown less than before.
///
/// `-Dpando.history=1000000 -Dpando.history.behind=5` tries as many operations, with replicas that
/// are 5 s behind.
@Tag("slow")
class HistoryTest {
  private static final int OPERATIONS = Integer.getInteger("pando.history", 20_000);
  private static final int BEHIND_SECONDS = Integer.getInteger("pando.history.behind", 1);
  private static final Duration BEHIND = Duration.ofSeconds(BEHIND_SECONDS);
  private static final int CALLERS = 16;

  /// So many that most are not back before the replicas have passed what they saw.
  private static final int PEOPLE = 8_000 * BEHIND_SECONDS;

  private static final int ONE_WRITES_IN = 100;
  private static final int NOTES = 500;

  @TempDir private Path folder;

  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger atReplicas = new AtomicInteger();

  /// A note as it was read.
  private record Note(int version, int port) {}

  /// What one person has seen: the latest version of each note.
  private static final class History {
    private final AccountId person;
    private final int[] seen = new int[NOTES];

    History(int number) {
      person = new AccountId(Id.firstOf(1_000_000) | (long) number << 6);
    }

    /// Adds a version that was seen or written.
    ///
    /// @return whether it is less than what was seen before
    boolean add(int note, int version) {
      var isOlder = version < seen[note];
      seen[note] = Math.max(seen[note], version);
      return isOlder;
    }
  }

  @Test
  void aPlantedViolationIsFound() {
    var ana = new History(1);

    assertThat(ana.add(7, 1)).isFalse();
    assertThat(ana.add(7, 2)).isFalse();
    assertThat(ana.add(8, 1)).isFalse();
    assertThat(ana.add(7, 1)).isTrue();
  }

  @Test
  void whoReadsWhateverIsRecentIsShownLess() throws Exception {
    run(_ -> new Recent(), 20_000, 50);

    assertThat(violations).hasPositiveValue();
  }

  @Test
  void nobodyMissesWhatTheyWroteOrSawThoughReplicasAreBehind() throws Exception {
    run(SinceSeen::new, OPERATIONS, PEOPLE);

    assertThat(violations).hasValue(0);
    assertThat(atReplicas).hasPositiveValue();
  }

  private interface Choice {
    Freshness of(AccountId person);
  }

  private void run(Choice choice, int limit, int people) throws Exception {
    try (var servers = new TestReplicas(folder, 2);
        var shard = servers.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      shard.update("create table notes (id int primary key, version int not null)");
      shard.update("insert into notes select id, 0 from generate_series(0, ?) id", NOTES - 1);
      await(() -> readAt(servers.port(1), shard) && readAt(servers.port(2), shard));
      servers.hold(1, BEHIND);
      servers.hold(2, BEHIND);
      var everybody = histories(people);
      meet(everybody, shard, servers.port(0));
      var span = new Span(limit, servers.port(0));
      var done = new ArrayList<Future<?>>();
      for (var i = 0; i < CALLERS; i++) {
        var own = everybody.subList(i * people / CALLERS, (i + 1) * people / CALLERS);
        done.add(threads.submit(() -> live(shard, own, choice, span)));
      }
      for (var each : done) {
        each.get(15, TimeUnit.MINUTES);
      }
      System.out.printf(
          "%,d operations, %d violations, %.1f %% of %,d reads at replicas%n",
          operations.get(), violations.get(), 100.0 * atReplicas.get() / reads.get(), reads.get());
    }
  }

  private record Span(int limit, int primary) {}

  private static List<History> histories(int people) {
    return IntStream.range(0, people).mapToObj(History::new).toList();
  }

  /// Has everybody look once, as people have who use a site for a while, and waits until replicas
  /// have passed what they saw.
  private static void meet(List<History> everybody, Shard shard, int primary) {
    everybody.forEach(one -> read(shard, 0, new SinceSeen(one.person)));
    var early = everybody.iterator(); // each asks once: who is shown the latest waits again
    await(() -> read(shard, 0, new SinceSeen(early.next().person)).port() != primary);
  }

  private static boolean readAt(int port, Shard shard) {
    return read(shard, 0, new Recent()).port() == port;
  }

  private void live(Shard shard, List<History> people, Choice choice, Span span) {
    var random = ThreadLocalRandom.current();
    while (operations.incrementAndGet() <= span.limit()) {
      var history = people.get(random.nextInt(people.size()));
      var note = random.nextInt(NOTES);
      if (random.nextInt(ONE_WRITES_IN) == 0) {
        int version =
            shard.one(
                "update notes set version = version + 1 where id = ? returning version",
                row -> row.integer("version"),
                note);
        shard.wrote(history.person);
        var _ = history.add(note, version);
      } else {
        var read = read(shard, note, choice.of(history.person));
        reads.incrementAndGet();
        if (read.port() != span.primary()) {
          atReplicas.incrementAndGet();
        }
        if (history.add(note, read.version())) {
          violations.incrementAndGet();
        }
      }
    }
  }

  private static Note read(Shard shard, int note, Freshness freshness) {
    return Request.of("-", Duration.ofSeconds(20))
        .reading(freshness)
        .call(() ->
            shard.one(
                "select version, inet_server_port() as port from notes where id = ?",
                row -> new Note(row.integer("version"), row.integer("port")),
                note));
  }
}
