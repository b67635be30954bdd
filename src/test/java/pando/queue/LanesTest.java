package pando.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.Id;
import pando.data.Shards;
import pando.data.TestShards;
import pando.queue.Subscription.Timing;

class LanesTest {
  private static final AccountId ANA = new AccountId(Id.firstOf(1_000_000) | 7 << 6);
  private static final AccountId BEN = new AccountId(Id.firstOf(1_000_000) | 1000 << 6);

  private Instant now = Instant.parse("2026-11-21T04:00:00Z");
  private final InstantSource clock = () -> now;
  private final Shards shards = TestShards.open(2);
  private final EventTypes types = new EventTypes(List.of(TestEvent.class));
  private final Lanes lanes = new Lanes(shards, types, clock);
  private final Outbox outbox = new Outbox(types, lanes);
  private final List<TestEvent> heard = new ArrayList<>();

  @AfterEach
  void close() {
    shards.close();
  }

  private void wave(AccountId by) {
    shards
        .of(by)
        .transact(tx -> {
          outbox.add(tx, by, new TestEvent.Waved(by));
          return by;
        });
  }

  private void subscribe(Lane lane, Timing timing, Consumer<TestEvent> handler) {
    lanes.subscribe(
        new Subscription<>(
            lane, TestEvent.class, timing, batch -> batch.forEach(d -> handler.accept(d.event()))));
  }

  /// The lanes of a process that starts anew: nothing is in its memory.
  private Lanes restarted() {
    return new Lanes(shards, types, clock);
  }

  @Test
  void anEagerSubscriberHasHeardWhenTheTransactionReturns() {
    subscribe(Lane.RELATIONS, Timing.EAGER, heard::add);
    lanes.drain(Lane.RELATIONS);

    wave(ANA);

    assertThat(heard).containsExactly(new TestEvent.Waved(ANA));
    lanes.drain(Lane.RELATIONS);
    assertThat(heard).hasSize(1); // the lane knows that it is done
  }

  @Test
  void anEagerSubscriberHearsOnceBesideALaterOneOfTheSameLane() {
    var later = new ArrayList<TestEvent>();
    subscribe(Lane.FEED, Timing.EAGER, heard::add);
    subscribe(Lane.FEED, Timing.LATER, later::add);
    lanes.drain(Lane.FEED);

    wave(ANA);
    lanes.drain(Lane.FEED);

    assertThat(heard).hasSize(1);
    assertThat(later).hasSize(1);
  }

  @Test
  void aLaterSubscriberHearsFromTheLogOfEveryShard() {
    subscribe(Lane.FEED, Timing.LATER, heard::add);

    wave(ANA);
    wave(BEN);

    assertThat(heard).isEmpty();
    assertThat(lanes.drain(Lane.FEED)).isEqualTo(2);
    assertThat(heard).containsExactlyInAnyOrder(new TestEvent.Waved(ANA), new TestEvent.Waved(BEN));
    assertThat(lanes.drain(Lane.FEED)).isZero();
  }

  @Test
  void anEventThatWasNeverDeliveredIsDeliveredByTheNextProcess() {
    wave(ANA); // and the process dies before anybody hears of it
    var next = restarted();
    next.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            TestEvent.Waved.class,
            Timing.EAGER,
            batch -> batch.forEach(d -> heard.add(d.event()))));

    next.drain(Lane.RELATIONS);

    assertThat(heard).containsExactly(new TestEvent.Waved(ANA));
  }

  @Test
  void aTransactionThatIsRolledBackTellsNobody() {
    subscribe(Lane.RELATIONS, Timing.EAGER, heard::add);

    assertThatThrownBy(() ->
            shards
                .of(ANA)
                .transact(tx -> {
                  outbox.add(tx, ANA, new TestEvent.Waved(ANA));
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");

    assertThat(heard).isEmpty();
    assertThat(lanes.drain(Lane.RELATIONS)).isZero();
  }

  @Test
  void aTransactionThatCommitsLateIsNotMissed() throws Exception {
    subscribe(Lane.FEED, Timing.LATER, heard::add);
    var added = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(() ->
              shards
                  .of(ANA)
                  .transact(tx -> {
                    tx.nextId(ANA.slot()); // events are ordered by the first write
                    outbox.add(tx, ANA, new TestEvent.Slept(ANA));
                    added.countDown();
                    await(commit);
                    return ANA;
                  }));
      added.await();
      var other = new AccountId(ANA.value() + (1 << 6)); // same shard, other slot
      wave(other);
      lanes.drain(Lane.FEED); // must not step over the one that is still open

      commit.countDown();
      slow.get();
      lanes.drain(Lane.FEED);

      assertThat(heard)
          .containsExactlyInAnyOrder(new TestEvent.Slept(ANA), new TestEvent.Waved(other));
    }
  }

  @Test
  void anEventThatFailsIsTriedAgainAndHoldsUpNoOther() {
    var broken = new boolean[] {true};
    subscribe(
        Lane.MEDIA,
        Timing.LATER,
        event -> {
          if (broken[0] && event instanceof TestEvent.Slept) {
            throw new IllegalStateException("the photo shop is closed");
          }
          heard.add(event);
        });
    shards
        .of(ANA)
        .transact(tx -> {
          outbox.add(tx, ANA, new TestEvent.Slept(ANA));
          outbox.add(tx, ANA, new TestEvent.Waved(ANA));
          return ANA;
        });

    lanes.drain(Lane.MEDIA);
    assertThat(heard).containsExactly(new TestEvent.Waved(ANA));
    assertThat(lanes.backlog(Lane.MEDIA)).isEqualTo(new Backlog(0, 1, 0));

    broken[0] = false;
    lanes.drain(Lane.MEDIA);
    assertThat(heard).hasSize(1); // not due yet
    now = now.plus(Lanes.FIRST_PAUSE);
    lanes.drain(Lane.MEDIA);
    assertThat(heard).containsExactly(new TestEvent.Waved(ANA), new TestEvent.Slept(ANA));
    assertThat(lanes.backlog(Lane.MEDIA)).isEqualTo(Backlog.NONE);
  }

  @Test
  void anEventThatFailsTooOftenIsParkedAndCanBeReplayed() {
    var broken = new boolean[] {true};
    subscribe(
        Lane.MAIL,
        Timing.LATER,
        event -> {
          if (broken[0]) {
            throw new IllegalStateException("no mail today");
          }
          heard.add(event);
        });
    wave(ANA);

    for (var i = 0; i < Lanes.ATTEMPTS; i++) {
      lanes.drain(Lane.MAIL);
      now = now.plus(Lanes.MAX_PAUSE);
    }
    assertThat(lanes.backlog(Lane.MAIL)).isEqualTo(new Backlog(0, 0, 1));

    broken[0] = false;
    lanes.drain(Lane.MAIL);
    assertThat(heard).isEmpty();
    assertThat(lanes.replay(Lane.MAIL)).isEqualTo(1);
    lanes.drain(Lane.MAIL);
    assertThat(heard).containsExactly(new TestEvent.Waved(ANA));
  }

  @Test
  void eventsAreDeletedOnlyWhenEveryLaneHasReadThem() {
    now = Instant.now().plus(EventLog.KEEP).plus(Duration.ofMinutes(1));
    wave(ANA);
    for (var lane : Lane.values()) {
      assertThat(lanes.deleteRead()).isZero();
      lanes.drain(lane);
    }

    assertThat(lanes.deleteRead()).isEqualTo(1);
  }

  @Test
  void thePauseDoublesUpToItsLimit() {
    assertThat(Lanes.pause(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Lanes.pause(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Lanes.pause(60)).isEqualTo(Lanes.MAX_PAUSE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
