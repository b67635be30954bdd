package pando.queue;

import static pando.queue.Subscription.Reach.EVERY_NODE;
import static pando.queue.Subscription.Reach.ONCE;
import static pando.queue.Subscription.Timing.EAGER;
import static pando.queue.Subscription.Timing.LATER;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import pando.base.Id;
import pando.bus.Bus;
import pando.bus.Hearer;
import pando.data.Shard;
import pando.data.Shards;
import pando.queue.Delivery.EventId;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;

/// Brings committed events to their handlers: eagerly, and from the log, which all nodes that work
/// share ([Parts]) and every node follows ([Tail]).
public final class Lanes {
  /// How many events one read of a lane takes.
  public static final int BATCH = 500;

  /// How often an event is tried before it is parked.
  public static final int ATTEMPTS = 12;

  /// The pause after the first failure; it doubles with each, up to [#MAX_PAUSE].
  public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  public static final Duration MAX_PAUSE = Duration.ofMinutes(10);

  private static final int MAX_ERROR = 500; // characters
  private static final Logger LOG = System.getLogger(Lanes.class.getName());

  /// What nodes tell each other of an event.
  private static final String TOPIC = "events";

  private final Shards shards;
  private final EventTypes types;
  private final Bus bus;
  private final InstantSource clock;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Map<Lane, State> states = new EnumMap<>(Lane.class);
  private final List<Runnable> forgetful = new CopyOnWriteArrayList<>();
  private final Parts parts = new Parts();
  private final Tail tail;
  private final Waker news = new Waker();

  /// The lanes of the only node of a site.
  public Lanes(Shards shards, EventTypes types, InstantSource clock) {
    this(shards, types, Bus.alone(), clock);
  }

  /// @param bus how other nodes are told of events
  public Lanes(Shards shards, EventTypes types, Bus bus, InstantSource clock) {
    this.shards = shards;
    this.types = types;
    this.bus = bus;
    this.clock = clock;
    for (var lane : Lane.values()) {
      states.put(lane, new State(new Handled(), new Waker(), new AtomicBoolean()));
      shards.all().forEach(shard -> EventLog.start(shard, lane));
    }
    this.tail = new Tail(shards.all(), types, subscriptions, this::forget);
    bus.hear(TOPIC, new Others());
  }

  /// @param handled what was delivered eagerly and is not read yet
  /// @param waker of who reads the lane
  /// @param read whether this node reads the lane
  private record State(Handled handled, Waker waker, AtomicBoolean read) {
    void handled(long id) {
      if (read.get()) { // else nobody would forget it again
        handled.add(id);
      }
    }
  }

  private State state(Lane lane) {
    return Objects.requireNonNull(states.get(lane));
  }

  /// Adds a handler. All are added before the first event.
  public <E extends Event> void subscribe(Subscription<E> subscription) {
    subscriptions.add(subscription);
  }

  /// Calls `forget` whenever this node has missed events of others: what it has built from events
  /// for itself is not to be trusted. Set before the first event.
  public void onMissed(Runnable forget) {
    forgetful.add(forget);
  }

  private void forget() {
    forgetful.forEach(Runnable::run);
  }

  /// Delivers an event whose transaction has just committed to those who want it eagerly, and wakes
  /// the lanes that have more to do. A failure here is not lost: the lane delivers the event again.
  void committed(Delivery<Event> delivery) {
    var id = delivery.id().value();
    tail.skip(delivery);
    var handled = EnumSet.noneOf(Lane.class);
    var waiting = EnumSet.noneOf(Lane.class);
    for (var lane : Lane.values()) {
      var once = wanted(lane, delivery.event(), EAGER, ONCE);
      var isDelivered = deliverEagerly(once, delivery);
      if (isDelivered && !once.isEmpty()) {
        handled.add(lane);
        state(lane).handled(id);
      }
      if (!isDelivered || !wanted(lane, delivery.event(), LATER, ONCE).isEmpty()) {
        waiting.add(lane);
        state(lane).waker().wake();
      }
      if (!deliverEagerly(wanted(lane, delivery.event(), EAGER, EVERY_NODE), delivery)) {
        tail.again(delivery);
        news.wake();
      }
    }
    bus.tell(TOPIC, new EventNews(id, handled, waiting).text());
  }

  /// Follows what other nodes tell.
  private final class Others implements Hearer {
    @Override
    public void heard(String text) {
      var told = EventNews.of(text);
      told.handled().forEach(lane -> state(lane).handled(told.id()));
      told.waiting().forEach(lane -> state(lane).waker().wake());
      news.wake();
    }

    @Override
    public void missed() {
      wakeAll(); // what was missed is in the log
    }
  }

  private boolean deliverEagerly(List<Subscription<?>> wanted, Delivery<Event> delivery) {
    try {
      Subscriptions.deliver(wanted, List.of(delivery));
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, () -> "will be delivered again: " + types.kind(delivery.event()), e);
      return false;
    }
  }

  /// Brings what has happened in other nodes to the handlers that every node has.
  ///
  /// @return how many events were read; less than [#BATCH] means that this node has caught up
  public int follow() {
    return tail.follow(BATCH);
  }

  /// Brings an event of the log to the handlers that every node has.
  void deliverHere(EventLog.Entry entry) {
    tail.deliver(List.of(entry));
  }

  /// Handles what waits now in the parts of a lane that are this node's, on every shard, at most a
  /// batch each.
  ///
  /// @return how many events were read; 0 means that the lane has caught up
  public int drain(Lane lane) {
    state(lane).read().set(true);
    var read = 0;
    for (var shard : shards.all()) {
      var held = parts.held(shard, lane);
      if (!held.isEmpty()) {
        read += retry(lane, shard, held) + advance(lane, shard, held);
      }
    }
    return read;
  }

  /// How many parts of a lane are this node's, on the first shard.
  int held(Lane lane) {
    return parts.held(shards.all().getFirst(), lane).size();
  }

  private int advance(Lane lane, Shard shard, Set<Integer> held) {
    // Read, then handle without a connection, then move the cursor. Another reader may do the same
    // work meanwhile: handlers are idempotent, and the cursor only moves forward.
    var extract = EventLog.read(shard, lane, held, lane.batch());
    var entries = extract.entries();
    if (entries.isEmpty() && !extract.isLong()) {
      return 0;
    }
    var failures = deliverFresh(lane, entries);
    shard.transact(tx -> {
      for (var failure : failures) {
        var nextAt = clock.instant().plus(FIRST_PAUSE);
        EventLog.failed(tx, lane, failure.entry(), nextAt, failure.error());
      }
      EventLog.advance(tx, lane, held, extract.end(lane.batch()));
      return entries;
    });
    return entries.size();
  }

  private record Failure(EventLog.Entry entry, String error) {}

  private List<Failure> deliverFresh(Lane lane, List<EventLog.Entry> entries) {
    var handled = state(lane).handled().removeAll(entries.stream().map(EventLog.Entry::id));
    try {
      deliverAll(lane, entries, handled);
      return List.of();
    } catch (RuntimeException e) {
      return oneByOne(lane, entries, handled);
    }
  }

  private List<Failure> oneByOne(Lane lane, List<EventLog.Entry> entries, Set<Long> handled) {
    var failures = new ArrayList<Failure>();
    for (var entry : entries) {
      try {
        deliverAll(lane, List.of(entry), handled);
      } catch (RuntimeException e) {
        LOG.log(
            Level.WARNING, () -> lane + " will try again: " + entry.kind() + " " + entry.id(), e);
        failures.add(new Failure(entry, message(e)));
      }
    }
    return failures;
  }

  /// @param handled the ids of events that the eager handlers of the lane have had
  private void deliverAll(Lane lane, List<EventLog.Entry> entries, Set<Long> handled) {
    var handlers = subscriptions.where(it -> it.lane() == lane && it.reach() == ONCE);
    var hasLater = handlers.stream().anyMatch(handler -> handler.timing() == LATER);
    var deliveries = new ArrayList<Delivery<Event>>();
    for (var entry : entries) {
      if (!handlers.isEmpty() && (hasLater || !handled.contains(entry.id()))) {
        deliveries.add(
            new Delivery<>(new EventId(entry.id()), types.read(entry.kind(), entry.body())));
      }
    }
    Subscriptions.deliver(handlers, deliveries, handled);
  }

  private int retry(Lane lane, Shard shard, Set<Integer> held) {
    var now = clock.instant();
    var due = EventLog.due(shard, lane, held, now, lane.batch());
    for (var retry : due) {
      try {
        var entry = new EventLog.Entry("", retry.id(), retry.kind(), retry.body());
        deliverAll(lane, List.of(entry), Set.of());
        shard.transact(tx -> {
          EventLog.done(tx, lane, retry);
          return retry;
        });
      } catch (RuntimeException e) {
        var park = retry.attempts() + 1 >= ATTEMPTS;
        LOG.log(
            park ? Level.ERROR : Level.WARNING,
            () ->
                lane + (park ? " parked: " : " will try again: ") + retry.kind() + " " + retry.id(),
            e);
        shard.transact(tx -> {
          EventLog.again(tx, lane, retry, now.plus(pause(retry.attempts())), park, message(e));
          return retry;
        });
      }
    }
    return due.size();
  }

  /// The pause after the given number of failures.
  static Duration pause(int failures) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
  }

  private static String message(RuntimeException e) {
    var message = e.toString();
    return message.length() > MAX_ERROR ? message.substring(0, MAX_ERROR) : message;
  }

  private List<Subscription<?>> wanted(Lane lane, Event event, Timing timing, Reach reach) {
    return subscriptions.where(it ->
        it.lane() == lane
            && it.timing() == timing
            && it.reach() == reach
            && it.type().isInstance(event));
  }

  /// Waits until something was committed for the lane, or `limit` has passed.
  public void await(Lane lane, Duration limit) throws InterruptedException {
    state(lane).waker().await(limit);
  }

  /// Waits until something happened in another node, or `limit` has passed.
  public void awaitNews(Duration limit) throws InterruptedException {
    news.await(limit);
  }

  /// Ends every [#await] that goes on now.
  public void wakeAll() {
    states.values().forEach(state -> state.waker().wake());
    news.wake();
  }

  /// Whether this node is the one of the site that does something, from now on until it ends: for
  /// what one node does for all.
  public boolean isMine(String work) {
    return Parts.isAlone(shards.all().getFirst(), work);
  }

  /// What waits in a lane, over all shards.
  public Backlog backlog(Lane lane) {
    return shards.all().stream()
        .map(shard -> EventLog.backlog(shard, lane))
        .reduce(Backlog.NONE, Backlog::plus);
  }

  /// Has the parked events of a lane delivered again.
  ///
  /// @return how many there were
  public int replay(Lane lane) {
    return shards.all().stream().mapToInt(s -> EventLog.replay(s, lane, clock.instant())).sum();
  }

  /// Deletes old events that every lane has read.
  ///
  /// @return how many; call again while it is not 0
  public int deleteRead() {
    Instant before = clock.instant().minus(EventLog.KEEP);
    var id = Id.firstOf(before.toEpochMilli());
    return shards.all().stream().mapToInt(shard -> EventLog.deleteRead(shard, id)).sum();
  }
}
