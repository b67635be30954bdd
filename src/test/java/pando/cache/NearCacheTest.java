package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NearCacheTest {
  private final NearCache<String, Integer> cache = new NearCache<>(100, Duration.ofMinutes(1));

  @Test
  void aValueIsLoadedOnce() {
    assertThat(cache.find("ana", _ -> 1)).isEqualTo(1);
    assertThat(cache.find("ana", _ -> 2)).isEqualTo(1);
    assertThat(cache.findAll(List.of("ana", "ben"), missing -> Map.of(missing.getFirst(), 3)))
        .isEqualTo(Map.of("ana", 1, "ben", 3));
  }

  @Test
  void aLoadThatBeganBeforeAnInvalidationIsNotKept() {
    var loaded =
        cache.find(
            "ana",
            key -> {
              cache.invalidate(key);
              return 1;
            });

    assertThat(loaded).isEqualTo(1);
    assertThat(cache.peek("ana")).isNull();
  }

  @Test
  void whatATransactionHasWrittenReplacesWhatWasThere() {
    cache.find("ana", _ -> 1);

    cache.replace("ana", 2, cache.version("ana"));

    assertThat(cache.peek("ana")).isEqualTo(2);
  }

  @Test
  void ofTwoTransactionsAtTheSameTimeNeitherIsTrusted() {
    var first = cache.version("ana");
    var second = cache.version("ana");

    cache.replace("ana", 2, second); // which committed last?
    cache.replace("ana", 1, first);

    assertThat(cache.peek("ana")).isNull();
  }

  @Test
  void aLoadThatBeganBeforeAReplacementDoesNotPutTheOldValueBack() {
    cache.find(
        "ana",
        key -> {
          cache.replace(key, 2, cache.version(key));
          return 1;
        });

    assertThat(cache.peek("ana")).isEqualTo(2);
  }
}
