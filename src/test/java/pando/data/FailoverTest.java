package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static pando.data.TestReplicas.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.AccountId;
import pando.base.Freshness.Recent;
import pando.base.Freshness.SinceSeen;
import pando.base.Id;
import pando.base.Request;

/// A primary that dies and whose place a replica takes, as a node sees it.
@Tag("slow")
class FailoverTest {
  private static final int PEOPLE = 12;
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final String WHERE = "select inet_server_port() as port";

  @TempDir private Path folder;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void readsAndWritesFollowAFailoverAndNobodyMissesWhatTheyWrote() throws Exception {
    try (var servers = new TestReplicas(folder, 2);
        var shard = servers.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.acknowledgeTogether(); // else what the primary takes with it is missed
      shard.update("create table notes (author bigint primary key, number int not null)");
      var failures = ConcurrentHashMap.<Throwable>newKeySet();
      for (var i = 0; i < PEOPLE; i++) {
        var person = new AccountId(Id.firstOf(1_000_000) | (long) i << 6);
        shard.update("insert into notes values (?, 0)", person);
        var _ =
            threads.submit(() -> {
              try {
                live(shard, person);
              } catch (Throwable failure) {
                failures.add(failure);
              }
            });
      }
      await(() -> reads.get() > 1_000);
      servers.stop(0);
      servers.promote(1, 2);
      var before = reads.get();
      await(() -> reads.get() > before + 1_000);

      int writesGoTo =
          Request.of("-", BUDGET)
              .call(() -> shard.transact(tx -> tx.one(WHERE, row -> row.integer("port"))));
      assertThat(writesGoTo).isEqualTo(servers.port(1));
      await(() -> readsGoTo(shard) == servers.port(2));
      ended.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void whoWaitsForAPrimaryThatHasFallenSilentGoesOnAtTheNext() throws Exception {
    try (var servers = new TestReplicas(folder, 2);
        var shard = servers.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      shard.update("create table notes (author bigint primary key)");
      try {
        var begun = new CountDownLatch(1);
        var silent = new CountDownLatch(1);
        var waiting =
            threads.submit(() ->
                Request.of("-", BUDGET)
                    .call(() ->
                        shard.transact(tx -> {
                          begun.countDown();
                          awaitQuietly(silent);
                          return tx.update("insert into notes values (1)");
                        })));
        begun.await();
        servers.signalAll(0, "STOP");
        silent.countDown();
        await(() -> hasNoPrimary(shard));
        servers.promote(1, 2);

        assertThat(waiting).succeedsWithin(BUDGET);
        assertThat((int) shard.one(WHERE, row -> row.integer("port")))
            .isNotEqualTo(servers.port(0));
      } finally {
        servers.signalAll(0, "CONT");
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean hasNoPrimary(Shard shard) {
    var brief = Request.of("-", Duration.ofMillis(100));
    try {
      brief.call(() -> shard.update("delete from notes where author = 2"));
      return false;
    } catch (DatabaseFailure failure) {
      return String.valueOf(failure.getMessage()).contains("no primary");
    }
  }

  private static int readsGoTo(Shard shard) {
    return Request.of("-", BUDGET)
        .reading(new Recent())
        .call(() -> shard.one(WHERE, row -> row.integer("port")));
  }

  /// Writes one more each time, and reads it.
  private void live(Shard shard, AccountId person) {
    var least = 0;
    for (var number = 1; !ended.get(); number++) {
      if (number % 5 == 0) {
        least = number;
        write(shard, person, number);
      }
      int read =
          Request.of("-", BUDGET)
              .reading(new SinceSeen(person))
              .call(() ->
                  shard.one(
                      "select number from notes where author = ?",
                      row -> row.integer("number"),
                      person));
      assertThat(read).isGreaterThanOrEqualTo(least);
      reads.incrementAndGet();
    }
  }

  /// Again when it is not known whether it was stored, as a client does with an `Idempotency-Key`.
  private static void write(Shard shard, AccountId person, int number) {
    while (true) {
      try {
        shard.update("update notes set number = ? where author = ?", number, person);
        shard.wrote(person);
        return;
      } catch (DatabaseFailure failure) {
        assertThat(failure.isOutage()).isTrue();
      }
    }
  }
}
