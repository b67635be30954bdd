package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Refusal;
import pando.cache.Advice.Asked;

/// Traces of which it is known which policy is the best.
class AdviceTest {
  private static final int VALUE_BYTES = 96;

  /// With a key of four digits, and what Redis needs beside it.
  private static final long ENTRY_BYTES = VALUE_BYTES + 4 + Advice.ENTRY_BYTES;

  private static final KeyText<Integer> KEYS =
      new KeyText<>(key -> Integer.toString(key), Integer::valueOf);

  @TempDir private Path folder;

  private long now = 1_800_000_000_000L;
  private int recorded;

  /// What was asked for, in thousandths of a second after each other.
  private Recording record(int oneIn, Consumer<Tape<Integer, String>> trace) {
    var file = folder.resolve("accesses" + recorded++);
    try (var recorder = new AccessRecorder(file, oneIn, () -> Instant.ofEpochMilli(now))) {
      var cache = new AccessRecorder.Cache<String>(true, Duration.ofMinutes(10), _ -> VALUE_BYTES);
      trace.accept(recorder.tape("posts", KEYS, cache));
    }
    return Recording.read(List.of(file));
  }

  private void ask(Tape<Integer, String> tape, int key) {
    now++;
    tape.miss(key, "a post");
  }

  /// With memory for so many values.
  private static Advice advice(Recording recording, int values) {
    return Advice.of(recording, List.of(values * ENTRY_BYTES), Asked.SHARED);
  }

  private static double share(Advice advice, Eviction eviction) {
    return advice.rows().getFirst().shares().getOrDefault(eviction, -1.0);
  }

  @Test
  void whatIsReadOnceDoesNotPushOutWhatIsReadOftenWhereOftenCounts() {
    var scans =
        record(
            1,
            tape -> {
              for (var round = 0; round < 20; round++) {
                for (var often = 0; often < 100; often++) {
                  ask(tape, 1_000 + often);
                }
                for (var once = 0; once < 300; once++) {
                  ask(tape, 2_000 + round * 300 + once);
                }
              }
            });

    var advice = advice(scans, 200);

    assertThat(share(advice, Eviction.LRU)).isZero();
    assertThat(share(advice, Eviction.FIFO)).isZero();
    assertThat(share(advice, Eviction.LFU)).isGreaterThan(0.15); // of 0.25 at most
    assertThat(share(advice, Eviction.ADAPTIVE)).isGreaterThan(0.15);
    assertThat(advice.unlimited()).isEqualTo(19 * 100 / (20.0 * 400));
    assertThat(advice.sentences())
        .anyMatch(words -> words.startsWith("Set 'eviction: allkeys-lfu"));
  }

  @Test
  void aLoopThatDoesNotFitIsNeverFoundByWhoForgetsTheOldest() {
    var loop =
        record(
            1,
            tape -> {
              for (var i = 0; i < 30 * 300; i++) {
                ask(tape, 1_000 + i % 300);
              }
            });

    var advice = advice(loop, 200);

    assertThat(share(advice, Eviction.LRU)).isZero();
    assertThat(share(advice, Eviction.FIFO)).isZero();
    assertThat(share(advice, Eviction.LFU)).isGreaterThan(0.4); // of 0.66 at most
    assertThat(share(advice, Eviction.ADAPTIVE)).isGreaterThan(0.4);
  }

  @Test
  void whereTasteChangesQuicklyTheLatestCounts() {
    var drift =
        record(
            1,
            tape -> {
              var random = new Random(7);
              for (var i = 0; i < 40_000; i++) {
                var rank = (int) Math.pow(150, random.nextDouble()); // Zipf
                ask(tape, 1_000 + i / 1_000 * 100 + rank);
              }
            });

    var advice = advice(drift, 150);

    assertThat(share(advice, Eviction.LRU)).isGreaterThan(share(advice, Eviction.LFU) + 0.05);
    assertThat(share(advice, Eviction.LRU)).isGreaterThan(share(advice, Eviction.FIFO));
    assertThat(advice.sentences())
        .anyMatch(words -> words.startsWith("Set 'eviction: allkeys-lru"));
  }

  @Test
  void whereEverythingFitsThePolicyMakesNoDifference() {
    var few =
        record(
            1,
            tape -> {
              for (var i = 0; i < 100 * 20; i++) {
                ask(tape, 1_000 + i % 20);
              }
            });

    assertThat(advice(few, 1 << 20).sentences())
        .anyMatch(words -> words.startsWith("This is about 20 keys only"))
        .contains("The policy makes no difference with these sizes. Leave 'eviction: allkeys-lfu'.")
        .anyMatch(words -> words.startsWith("More than 200 MB finds nothing more"));
  }

  @Test
  void aTenthOfTheKeysInATenthOfTheMemoryIsFoundAsOften() {
    Consumer<Tape<Integer, String>> zipf =
        tape -> {
          var random = new Random(7);
          for (var i = 0; i < 200_000; i++) {
            ask(tape, (int) (1_000 + Math.pow(random.nextDouble(), 2) * 8_999));
          }
        };

    var all = advice(record(1, zipf), 2_000);
    var some = advice(record(10, zipf), 2_000);

    assertThat(some.asked()).isLessThan(all.asked() / 5);
    for (var eviction : Eviction.values()) {
      assertThat(share(some, eviction)).isCloseTo(share(all, eviction), within(0.05));
    }
  }

  @Test
  void whatHasEndedOrChangedIsNotFound() {
    var advice =
        advice(
            record(
                1,
                tape -> {
                  ask(tape, 1_000);
                  ask(tape, 1_000); // found
                  now += Duration.ofMinutes(10).toMillis();
                  ask(tape, 1_000); // it has ended
                  tape.forgot(1_000);
                  ask(tape, 1_000); // it has changed
                  tape.kept(2_000, "a new post");
                  ask(tape, 2_000); // found
                }),
            100);

    assertThat(advice.asked()).isEqualTo(5);
    assertThat(advice.unlimited()).isEqualTo(2 / 5.0);
    assertThat(share(advice, Eviction.LRU)).isEqualTo(2 / 5.0);
  }

  @Test
  void whatWasNearIsNotAskedOfTheSharedMemory() {
    var recording =
        record(
            1,
            tape -> {
              ask(tape, 1_000);
              tape.hit(1_000);
            });

    assertThat(advice(recording, 100).asked()).isEqualTo(1);
    assertThat(Advice.of(recording, List.of(1L << 20), Asked.ALL).asked()).isEqualTo(2);
    var near = record(1, tape -> tape.hit(1_000));
    assertThatThrownBy(() -> advice(near, 100))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("--all");
  }
}
