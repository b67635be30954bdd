package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds of a cache whatever it looks through: nothing shared, or Redis.
abstract class SharedNearCacheTest {
  static final long ANA = 1;
  static final long BEN = 2;
  static final Duration TTL = Duration.ofMinutes(10);

  final Map<Long, String> database = new HashMap<>(Map.of(ANA, "Ana", BEN, "Ben"));
  final AtomicInteger loads = new AtomicInteger();
  final NearCache<Long, String> cache = node();

  /// The shelf of another node, on which nothing stands at first.
  abstract Shelf<Long, String> shelf();

  /// The cache of another node.
  final NearCache<Long, String> node() {
    return new NearCache<Long, String>(1_000, TTL).over(shelf());
  }

  @Nullable String find(NearCache<Long, String> cache, long key) {
    return cache.find(key, this::load);
  }

  @Nullable String load(long key) {
    loads.incrementAndGet();
    return database.get(key);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasLoadedIsNotLoadedAgain() {
    assertThat(find(cache, ANA)).isEqualTo("Ana");
    assertThat(find(cache, ANA)).isEqualTo("Ana");
    assertThat(loads).hasValue(1);
  }

  @Test
  void whatIsMissingIsLoadedTogether() {
    find(cache, ANA);
    var asked = new java.util.ArrayList<List<Long>>();

    var found =
        cache.findAll(
            List.of(ANA, BEN, 3L),
            keys -> {
              asked.add(List.copyOf(keys));
              return Map.of(BEN, "Ben");
            });

    assertThat(found).isEqualTo(Map.of(ANA, "Ana", BEN, "Ben"));
    assertThat(asked).containsExactly(List.of(BEN, 3L));
  }

  @Test
  void whatHasChangedIsLoadedAgain() {
    find(cache, ANA);
    database.put(ANA, "Ana Lee");

    cache.invalidate(ANA);

    assertThat(find(cache, ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void aLoadThatBeganBeforeAChangeFillsNothingAfterIt() {
    var old =
        cache.find(
            ANA,
            key -> {
              var read = load(key);
              database.put(ANA, "Ana Lee");
              cache.invalidate(ANA);
              assertThat(find(cache, ANA)).isEqualTo("Ana Lee"); // reads what was written
              return read;
            });

    assertThat(old).isEqualTo("Ana");
    assertThat(find(cache, ANA)).isEqualTo("Ana Lee");
    assertThat(find(cache, ANA)).isEqualTo("Ana Lee");
  }

  @Test
  void manyWhoMissTheSameLoadItOnce() throws Exception {
    var loading = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() ->
              cache.find(
                  ANA,
                  key -> {
                    loading.countDown();
                    await(finish);
                    return load(key);
                  }));
      await(loading);
      List<Future<String>> others =
          IntStream.range(0, 1_000).mapToObj(_ -> threads.submit(() -> find(cache, ANA))).toList();
      finish.countDown();
      for (var other : others) {
        assertThat(other.get()).isEqualTo("Ana");
      }
      assertThat(first.get()).isEqualTo("Ana");
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void aLoadThatFailsIsTriedAgainByTheNextCaller() {
    assertThatThrownBy(() ->
            cache.find(
                ANA,
                _ -> {
                  throw new IllegalStateException("no database");
                }))
        .hasMessage("no database");

    assertThat(find(cache, ANA)).isEqualTo("Ana");
  }

  @Test
  void whatIsNewIsThereWithoutALoad() {
    cache.keepNew(3L, "Cleo");

    assertThat(find(cache, 3L)).isEqualTo("Cleo");
    assertThat(loads).hasValue(0);
  }

  @Test
  void whatWasWrittenIsReadAfterwards() {
    find(cache, ANA);
    var version = cache.version(ANA);
    database.put(ANA, "Ana Lee");
    cache.replace(ANA, "Ana Lee", version);

    assertThat(find(cache, ANA)).isEqualTo("Ana Lee");
  }
}
