package pando.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.cache.Shelves.Plan;
import pando.redis.Redis;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;
import redis.clients.jedis.Protocol.Command;

@Tag("slow")
class RedisShelfTest extends SharedNearCacheTest {
  private static final RedisProcess SERVER = RedisProcess.server();
  private static final Redis REDIS = RedisTier.patient(SERVER);
  private static final Plan<Long, String> PLAN =
      new Plan<>("name", String.class, key -> Long.toString(key), TTL, true);

  private Instant now = Instant.parse("2026-11-26T04:00:00Z");
  private boolean flushed;

  @AfterAll
  static void stop() {
    REDIS.close();
    SERVER.close();
  }

  @Override
  Shelf<Long, String> shelf() {
    if (!flushed) {
      flush();
      flushed = true;
    }
    return new Shelves(REDIS, () -> now).shelf(PLAN);
  }

  private static void flush() {
    REDIS.ask(link -> link.ask(Command.FLUSHALL));
  }

  private static void put(long key, byte[] value) {
    REDIS.ask(link -> link.ask(Command.SET, REDIS.key("name:" + key), value));
  }

  @Test
  void whatOneNodeLoadedAnotherFinds() {
    find(cache, ANA);

    assertThat(find(node(), ANA)).isEqualTo("Ana");
    assertThat(loads).hasValue(1);
  }

  @Test
  void whatOneNodeChangedAnotherLoadsAgain() {
    find(cache, ANA);
    database.put(ANA, "Ana Lee");
    cache.invalidate(ANA);

    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void nodesThatMissTheSameAtOnceLoadItOnce() throws Exception {
    var finish = new CountDownLatch(1);
    var loading = new CountDownLatch(1);
    var others = List.of(node(), node(), node());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var found = new ArrayList<Future<String>>();
      found.add(
          threads.submit(() ->
              cache.find(
                  ANA,
                  key -> {
                    loading.countDown();
                    await(finish);
                    return load(key);
                  })));
      await(loading);
      for (var other : others) {
        found.add(threads.submit(() -> find(other, ANA)));
      }
      finish.countDown();
      for (var each : found) {
        assertThat(each.get()).isEqualTo("Ana");
      }
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void aFillThatBeganBeforeAChangeInAnotherNodeIsRefused() {
    var other = node();
    cache.find(
        ANA,
        key -> {
          var read = load(key);
          database.put(ANA, "Ana Lee");
          other.invalidate(ANA);
          return read;
        });

    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void aFillThatBeganBeforeOneThatIsNewerIsRefused() {
    var other = node();
    cache.find(
        ANA,
        key -> {
          var read = load(key);
          database.put(ANA, "Ana Lee");
          other.invalidate(ANA);
          assertThat(find(other, ANA)).isEqualTo("Ana Lee"); // loads and fills
          return read;
        });

    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void whoeverDiesWhileLoadingCostsAMoment() {
    put(ANA, new byte[0]);
    REDIS.ask(link -> link.ask(Command.SET, REDIS.key("name:1:lease"), "dead".getBytes(UTF_8)));
    var start = System.nanoTime();

    assertThat(find(cache, ANA)).isEqualTo("Ana");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void thatThereIsNothingIsRememberedForAWhileAndForgottenWithAChange() {
    assertThat(find(node(), 3)).isNull();
    assertThat(find(node(), 3)).isNull();
    assertThat(loads).hasValue(1);

    database.put(3L, "Cleo");
    cache.invalidate(3L);

    assertThat(find(node(), 3)).isEqualTo("Cleo");
  }

  @Test
  void anOldValueIsServedWhileOneCallerLoadsItAgain() throws Exception {
    find(cache, ANA);
    database.put(ANA, "Ana Lee");
    now = now.plus(TTL);

    assertThat(find(node(), ANA)).isEqualTo("Ana");

    while (!"Ana Lee".equals(find(node(), ANA))) {
      Thread.onSpinWait();
    }
    assertThat(loads).hasValueLessThanOrEqualTo(3);
  }

  @Test
  void garbageIsLoadedAgainAndReplaced() {
    for (var garbage : List.of("", "garbage", "x".repeat(60))) {
      put(ANA, garbage.getBytes(UTF_8));
      loads.set(0);
      assertThat(find(node(), ANA)).isEqualTo("Ana");
      assertThat(find(node(), ANA)).isEqualTo("Ana");
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aGenerationThatIsGarbageIsBegunAnew() {
    find(cache, ANA);
    REDIS.ask(link -> link.ask(Command.SET, link.generationKey(), "rubbish".getBytes(UTF_8)));

    assertThat(find(node(), ANA)).isEqualTo("Ana");
    loads.set(0);
    assertThat(find(node(), ANA)).isEqualTo("Ana");
    assertThat(loads).hasValue(0);
  }

  @Test
  void valuesOfAnotherVersionAreNeverMisread() {
    var longs =
        new Shelves(REDIS, () -> now)
            .shelf(new Plan<Long, Long>("name", Long.class, key -> Long.toString(key), TTL, true));
    find(cache, ANA);

    assertThat(longs.findAll(List.of(ANA), _ -> java.util.Map.of(ANA, 7L))).containsEntry(ANA, 7L);
    assertThat(find(node(), ANA)).isEqualTo("Ana");
  }

  @Test
  void aRedisThatWasFlushedIsFilledAgain() {
    find(cache, ANA);
    flush();
    database.put(ANA, "Ana Lee");

    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void whatCouldNotBeForgottenIsNotBelieved() {
    find(cache, ANA);
    database.put(ANA, "Ana Lee");

    REDIS.doubt(); // as when Redis was away

    assertThat(find(node(), ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void withoutRedisEverythingIsLoaded() {
    try (var server = RedisProcess.server();
        var redis = Redis.of(RedisTier.config(server))) {
      var alone =
          new NearCache<Long, String>(1_000, TTL).over(new Shelves(redis, () -> now).shelf(PLAN));
      assertThat(find(alone, ANA)).isEqualTo("Ana");
      server.kill();

      database.put(ANA, "Ana Lee");
      alone.invalidate(ANA);

      assertThat(find(alone, ANA)).isEqualTo("Ana Lee");
      assertThat(find(alone, BEN)).isEqualTo("Ben");
    }
  }
}
