package pando.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres.Durability;

/// A server that is stopped and started again while many read and write.
@Tag("slow")
class OutageTest {
  private static final int CALLERS = 16;
  private static final int RESTARTS = 3;
  private static final Duration BETWEEN = Duration.ofMillis(700);

  @TempDir private Path folder;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong(); // nanoseconds
  private final Set<Integer> stored = ConcurrentHashMap.newKeySet();
  private final Set<Throwable> failures = ConcurrentHashMap.newKeySet();

  @Test
  void nothingFailsWhileTheServerIsStartedAnewAndNothingIsStoredTwice() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    var server = EmbeddedPostgres.start(folder.resolve("db"), 0, Durability.DURABLE);
    try {
      server.createDatabase("pando");
      var map = ShardMap.evenly(List.of(new ShardMap.Shard("s0", server.jdbcUrl("pando"))));
      try (var shards = Shards.open(map, EmbeddedPostgres.USER, server.password());
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var shard = shards.all().getFirst();
        shard.update("create table kept (number int not null, request int unique)");
        for (var i = 0; i < CALLERS; i++) {
          var writes = i % 2 == 0;
          var _ = threads.submit(() -> call(() -> use(shard, writes)));
        }
        var away = 0L;
        for (var i = 0; i < RESTARTS; i++) {
          Thread.sleep(BETWEEN); // the callers are at work
          var start = System.nanoTime();
          server.close();
          server = EmbeddedPostgres.start(folder.resolve("db"), server.port(), Durability.DURABLE);
          away = Math.max(away, System.nanoTime() - start);
        }
        Thread.sleep(BETWEEN);
        ended.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        report(away);

        assertThat(failures).isEmpty();
        assertThat(shard.list("select number from kept", row -> row.integer("number")))
            .hasSize(number.get())
            .containsExactlyInAnyOrderElementsOf(stored);
        assertThat(Duration.ofNanos(longest.get() - away)).isLessThan(Duration.ofSeconds(2));
      }
    } finally {
      server.close();
    }
  }

  private void report(long away) {
    System.out.printf(
        "%d writes, %d reads; away %d ms, longest call %d ms%n",
        number.get(), reads.get(), away / 1_000_000, longest.get() / 1_000_000);
  }

  private void call(Runnable use) {
    while (!ended.get()) {
      var start = System.nanoTime();
      try {
        use.run();
      } catch (RuntimeException e) {
        failures.add(e);
      }
      var took = System.nanoTime() - start;
      longest.accumulateAndGet(took, Math::max);
    }
  }

  private void use(Shard shard, boolean writes) {
    if (writes) {
      write(shard, number.incrementAndGet());
    } else {
      shard.one("select 1 as one", row -> row.integer("one"));
      reads.incrementAndGet();
    }
  }

  private void write(Shard shard, int request) {
    shard.transactIdempotent(tx -> {
      tx.one("select 1 as one", row -> row.integer("one"));
      return tx.update(
          "insert into kept (number, request) values (?, ?) on conflict do nothing",
          request,
          request);
    });
    stored.add(request);
  }
}
