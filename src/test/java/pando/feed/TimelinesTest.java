package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;
import pando.base.Request;

/// What holds of lists wherever they are kept.
abstract class TimelinesTest {
  static final int MAX_LENGTH = 800;
  static final long ANA = 1;
  static final long BEN = 2;

  final Timelines timelines = timelines();

  /// Where nothing is kept yet.
  abstract Timelines timelines();

  static Run run(long floor, long... entries) {
    return new Run(entries, floor);
  }

  static Run nothing() {
    return run(0);
  }

  private static long[] entries(Run run) {
    var entries = new long[run.size()];
    for (var i = 0; i < entries.length; i++) {
      entries[i] = run.at(i);
    }
    return entries;
  }

  static long[] newest(Timeline list, int count) {
    return entries(list.below(Entry.END, count));
  }

  /// The list of Ana, which must be there.
  Timeline ana() {
    return timelines.find(
        ANA,
        () -> {
          throw new AssertionError("the list is lost");
        });
  }

  long[] add(long entry, long... owners) {
    return timelines.add(entry, owners, 0, owners.length);
  }

  @Test
  void aListThatNobodyHasReadIsNotThere() {
    assertThat(add(10, ANA)).containsExactly(ANA); // to whom it is new all the same

    var list = timelines.find(ANA, () -> run(0, 10));

    assertThat(newest(list, 20)).containsExactly(10);
  }

  @Test
  void entriesAreNewestFirstInWhateverOrderTheyCome() {
    timelines.find(ANA, () -> run(0, 30, 10));

    add(40, ANA);
    add(20, ANA);

    assertThat(newest(ana(), 20)).containsExactly(40, 30, 20, 10);
  }

  @Test
  void addingTwiceChangesNothing() {
    timelines.find(ANA, TimelinesTest::nothing);
    timelines.find(BEN, TimelinesTest::nothing);
    add(10, ANA);

    assertThat(add(10, ANA, BEN)).containsExactly(BEN);
    assertThat(add(10, ANA, BEN)).isEmpty();
    assertThat(newest(ana(), 20)).containsExactly(10);
  }

  @Test
  void onlyTheOwnersInTheRangeGetTheEntry() {
    timelines.find(ANA, TimelinesTest::nothing);
    timelines.find(BEN, TimelinesTest::nothing);

    assertThat(timelines.add(10, new long[] {ANA, BEN}, 1, 2)).containsExactly(BEN);
    assertThat(newest(ana(), 20)).isEmpty();
  }

  @Test
  void aListThatIsNotWholeTakesNothingBelowItsFloor() {
    timelines.find(ANA, () -> run(25, 40, 30));

    assertThat(add(20, ANA)).isEmpty();
    assertThat(add(26, ANA)).containsExactly(ANA);
    assertThat(newest(ana(), 20)).containsExactly(40, 30, 26);
    assertThat(ana().below(Entry.END, 20).floor()).isEqualTo(25);
  }

  @Test
  void aListKeepsItsNewestEntriesAndKnowsWhereItEnds() {
    timelines.find(ANA, TimelinesTest::nothing);

    LongStream.rangeClosed(1, 2_000).forEach(entry -> add(entry, ANA));

    var all = ana().below(Entry.END, 2_000);
    assertThat(all.size()).isBetween(700, MAX_LENGTH);
    assertThat(all.at(0)).isEqualTo(2_000);
    assertThat(all.floor()).isEqualTo(all.at(all.size() - 1)).isEqualTo(2_001 - all.size());
    assertThat(add(5, ANA)).isEmpty();
  }

  @Test
  void aFullListIsTheSameInWhateverOrderItsEntriesCame() {
    var random = new Random(7);
    var shuffled = new ArrayList<>(LongStream.rangeClosed(1, 1_500).boxed().toList());
    for (var i = 0; i < 20; i++) {
      timelines.drop(ANA);
      timelines.find(ANA, TimelinesTest::nothing);
      Collections.shuffle(shuffled, random);
      shuffled.forEach(entry -> add(entry, ANA));

      var all = ana().below(Entry.END, 2_000);
      assertThat(entries(all)) // every entry from the floor up, and none is missing
          .containsExactly(descending(1_500, all.floor()));
      assertThat(all.size()).isBetween(700, MAX_LENGTH);
    }
  }

  private static long[] descending(long from, long to) {
    return LongStream.rangeClosed(to, from).map(i -> from + to - i).toArray();
  }

  @Test
  void aPartOfAListIsReadFromEitherEnd() {
    timelines.find(ANA, () -> run(0, 50, 40, 30, 20, 10));

    assertThat(entries(ana().below(40, 2))).containsExactly(30, 20);
    assertThat(entries(ana().below(45, 2))).containsExactly(40, 30);
    assertThat(entries(ana().below(20, 2))).containsExactly(10);
    assertThat(entries(ana().below(10, 2))).isEmpty();
    assertThat(entries(ana().from(21, 2))).containsExactly(40, 30);
    assertThat(entries(ana().from(20, 2))).containsExactly(30, 20);
    assertThat(entries(ana().from(50, 2))).containsExactly(50);
    assertThat(entries(ana().from(51, 2))).isEmpty();
  }

  @Test
  void aRemovedEntryIsGoneAndCanComeBack() {
    timelines.find(ANA, () -> run(0, 30, 20, 10));

    timelines.remove(20, new long[] {ANA, BEN}, 0, 2);
    timelines.remove(25, new long[] {ANA, BEN}, 0, 2);
    assertThat(newest(ana(), 20)).containsExactly(30, 10);
    add(20, ANA);
    assertThat(newest(ana(), 20)).containsExactly(30, 20, 10);
  }

  @Test
  void whatIsAddedDuringTheRebuildIsKept() {
    var list =
        timelines.find(
            ANA,
            () -> {
              assertThat(add(50, ANA)).containsExactly(ANA);
              add(30, ANA); // the rebuild saw it as well
              add(5, ANA); // below what the rebuild read
              return run(10, 30, 20);
            });

    assertThat(newest(list, 20)).containsExactly(50, 30, 20);
  }

  @Test
  void aRebuildThatFailsIsTriedAgainByTheNextReader() {
    assertThatThrownBy(() ->
            timelines.find(
                ANA,
                () -> {
                  throw new IllegalStateException("no database");
                }))
        .hasMessage("no database");
    add(20, ANA);

    assertThat(newest(timelines.find(ANA, () -> run(0, 10)), 20)).containsExactly(20, 10);
  }

  @Test
  void aListThatIsDroppedWhileItIsRebuiltIsRebuiltAgain() {
    timelines.find(
        ANA,
        () -> {
          timelines.drop(ANA);
          return run(0, 10);
        });

    assertThat(newest(timelines.find(ANA, () -> run(0, 20)), 20)).containsExactly(20);
  }

  @Test
  void manyReadersOfALostListRebuildItOnce() throws Exception {
    var rebuilds = new AtomicInteger();
    var rebuilding = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() ->
              timelines.find(
                  ANA,
                  () -> {
                    rebuilds.incrementAndGet();
                    rebuilding.countDown();
                    await(finish);
                    return run(0, 10);
                  }));
      await(rebuilding);
      var others = new ArrayList<Future<Timeline>>();
      for (var i = 0; i < 20; i++) {
        others.add(
            threads.submit(() ->
                timelines.find(
                    ANA,
                    () -> {
                      rebuilds.incrementAndGet();
                      return run(0);
                    })));
      }
      add(20, ANA);
      finish.countDown();

      for (var other : others) {
        assertThat(newest(other.get(), 20)).containsExactly(20, 10);
      }
      assertThat(newest(first.get(), 20)).endsWith(10);
      assertThat(rebuilds).hasValue(1);
    }
  }

  @Test
  void whoWaitsForARebuildGivesUpWhenItsTimeIsOver() {
    timelines.find(
        ANA,
        () -> {
          var late = Request.of("late", Duration.ZERO);
          assertThatThrownBy(() -> late.call(() -> timelines.find(ANA, TimelinesTest::nothing)))
              .isInstanceOf(Refusal.Unavailable.class);
          return run(0);
        });
  }

  @Test
  void addingFromManyThreadsLosesNothing() throws Exception {
    timelines.find(ANA, TimelinesTest::nothing);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var thread = 0; thread < 8; thread++) {
        var first = thread;
        threads.execute(() -> {
          for (var entry = first; entry < 700; entry += 8) {
            add(entry, ANA);
          }
        });
      }
    }

    assertThat(newest(ana(), 800)).containsExactly(descending(699, 0));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
