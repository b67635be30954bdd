package pando.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.Id;
import pando.bus.Bus;
import pando.bus.PostgresWire;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres;
import pando.data.Shards;
import pando.data.TestPostgres;
import pando.data.TestShards;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;

/// The lanes of several nodes on one database.
class SharedLanesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PEOPLE = 64;

  private final ShardMap map = TestShards.map(1);
  private final List<Node> nodes = new ArrayList<>();
  private final Node ana = new Node();
  private final Node ben = new Node();

  private final class Node {
    final Shards shards = TestShards.open(map);
    final EventTypes types = new EventTypes(List.of(TestEvent.class));
    final Bus bus =
        Bus.over(
            new PostgresWire(
                map.shards().getFirst().url(),
                EmbeddedPostgres.USER,
                TestPostgres.server().password()));
    final Lanes lanes = new Lanes(shards, types, bus, InstantSource.system());
    final Outbox outbox = new Outbox(types, lanes);
    final ConcurrentLinkedQueue<TestEvent> heard = new ConcurrentLinkedQueue<>();

    Node() {
      nodes.add(this);
    }

    void subscribe(Timing timing, Reach reach, Consumer<TestEvent> handler) {
      lanes.subscribe(
          new Subscription<>(
              Lane.MEDIA,
              TestEvent.class,
              timing,
              reach,
              batch -> batch.forEach(delivery -> handler.accept(delivery.event()))));
    }

    void wave(AccountId by) {
      shards
          .of(by)
          .transact(tx -> {
            outbox.add(tx, by, new TestEvent.Waved(by));
            return by;
          });
    }

    void close() {
      bus.close();
      shards.close();
    }
  }

  /// Somebody in each of many slots.
  private static List<AccountId> people() {
    return IntStream.range(0, PEOPLE)
        .mapToObj(slot -> new AccountId(Id.firstOf(1_000_000) | (long) slot << Id.SEQUENCE_BITS))
        .toList();
  }

  private static List<TestEvent> waves() {
    return people().stream().<TestEvent>map(TestEvent.Waved::new).toList();
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  private static void until(String what, Supplier<Boolean> wanted) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
    }
  }

  /// Both nodes work until all is handled.
  private void work() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          nodes.stream()
              .map(node ->
                  threads.submit(() ->
                      until(
                          "all is handled",
                          () -> {
                            node.lanes.drain(Lane.MEDIA);
                            return ana.heard.size() + ben.heard.size() >= PEOPLE;
                          })))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
  }

  @Test
  void twoNodesShareALaneAtTheSameTimeAndNothingIsDoneTwice() throws Exception {
    var together = new CyclicBarrier(2);
    for (var node : nodes) {
      var met = new boolean[1];
      node.subscribe(
          Timing.LATER,
          Reach.ONCE,
          event -> {
            if (!met[0]) { // each waits in the first until the other has one too
              met[0] = true;
              await(together);
            }
            node.heard.add(event);
          });
    }
    ana.lanes.drain(Lane.MEDIA); // she has all parts at first
    ben.lanes.drain(Lane.MEDIA);
    until(
        "each has a half",
        () -> {
          nodes.forEach(node -> node.lanes.drain(Lane.MEDIA));
          return nodes.stream().allMatch(node -> node.lanes.held(Lane.MEDIA) == Parts.COUNT / 2);
        });

    people().forEach(ana::wave);
    work();

    var heard = new ArrayList<>(ana.heard);
    heard.addAll(ben.heard);
    assertThat(heard).containsExactlyInAnyOrderElementsOf(waves());
    assertThat(ana.heard).hasSize(PEOPLE / 2);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the other node does nothing meanwhile", e);
    }
  }

  @Test
  void whoDiesIsReplacedWithinAFewSeconds() {
    for (var node : nodes) {
      node.subscribe(Timing.LATER, Reach.ONCE, node.heard::add);
    }
    ana.lanes.drain(Lane.MEDIA); // has all parts
    people().forEach(ben::wave);

    ana.close(); // without a word, as the end of its process does
    nodes.remove(ana);

    until(
        "ben does all",
        () -> {
          ben.lanes.drain(Lane.MEDIA);
          return ben.heard.size() == PEOPLE;
        });
    assertThat(List.copyOf(ben.heard)).containsExactlyInAnyOrderElementsOf(waves());
  }

  @Test
  void whatOneNodeHasHandledEagerlyAnotherDoesNotHandleAgain() {
    for (var node : nodes) {
      node.subscribe(Timing.EAGER, Reach.ONCE, node.heard::add);
    }
    ben.lanes.drain(Lane.MEDIA); // he reads the lane

    until(
        "he knows what she has done", // he may not listen yet, or read before he hears
        () -> {
          var before = ben.heard.size();
          ana.wave(people().getFirst());
          var read = 0;
          while (read == 0) {
            read = ben.lanes.drain(Lane.MEDIA);
          }
          return ben.heard.size() == before;
        });
  }

  @Test
  void everyNodeFollowsWhatEachOfThemWrites() {
    for (var node : nodes) {
      node.subscribe(Timing.EAGER, Reach.EVERY_NODE, node.heard::add);
    }

    people().forEach(ana::wave);

    assertThat(List.copyOf(ana.heard)).isEqualTo(waves());
    assertThat(ben.heard).isEmpty();
    while (ana.lanes.follow() + ben.lanes.follow() > 0) {}
    assertThat(List.copyOf(ana.heard)).isEqualTo(waves());
    assertThat(List.copyOf(ben.heard)).isEqualTo(waves());
  }

  @Test
  void aNodeThatBeginsFollowsFromThere() {
    people().forEach(ana::wave);

    var cleo = new Node();
    cleo.subscribe(Timing.EAGER, Reach.EVERY_NODE, cleo.heard::add);
    ana.wave(people().getFirst());
    while (cleo.lanes.follow() > 0) {}

    assertThat(List.copyOf(cleo.heard)).containsExactly(waves().getFirst());
  }

  @Test
  void whatANodeCannotHandleItForgetsAndFollowsOn() {
    var forgotten = new ArrayList<String>();
    ben.lanes.onMissed(() -> forgotten.add("all"));
    ben.subscribe(
        Timing.EAGER,
        Reach.EVERY_NODE,
        event -> {
          if (ben.heard.isEmpty() && forgotten.isEmpty()) {
            throw new IllegalStateException("no memory");
          }
          ben.heard.add(event);
        });

    ana.wave(people().getFirst());
    ben.lanes.follow();
    ana.wave(people().getLast());
    ben.lanes.follow();

    assertThat(forgotten).containsExactly("all");
    assertThat(List.copyOf(ben.heard)).containsExactly(waves().getLast());
  }

  @Test
  void oneNodeDoesWhatIsToBeDoneOnce() {
    assertThat(ana.lanes.isMine("sweep")).isTrue();
    assertThat(ben.lanes.isMine("sweep")).isFalse();
    assertThat(ana.lanes.isMine("sweep")).isTrue();

    ana.close();
    nodes.remove(ana);

    until("ben sweeps", () -> ben.lanes.isMine("sweep"));
  }
}
