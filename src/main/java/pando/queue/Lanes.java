package pando.queue;

import static pando.queue.Subscription.Timing.EAGER;
import static pando.queue.Subscription.Timing.LATER;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import pando.base.Id;
import pando.data.Shard;
import pando.data.Shards;
import pando.queue.Delivery.EventId;
import pando.queue.Subscription.Timing;

/// Brings committed events to their handlers: eagerly, and from the log.
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

  private final Shards shards;
  private final EventTypes types;
  private final InstantSource clock;
  private final List<Subscription<?>> subscriptions = new CopyOnWriteArrayList<>();
  private final Map<Lane, State> states = new EnumMap<>(Lane.class);

  public Lanes(Shards shards, EventTypes types, InstantSource clock) {
    this.shards = shards;
    this.types = types;
    this.clock = clock;
    for (var lane : Lane.values()) {
      states.put(lane, new State(new Handled(), new Semaphore(0)));
      shards.all().forEach(shard -> EventLog.start(shard, lane));
    }
  }

  /// @param handled what was delivered eagerly and is not read yet
  /// @param waker has a permit when something was committed that the lane must read
  private record State(Handled handled, Semaphore waker) {}

  private State state(Lane lane) {
    return Objects.requireNonNull(states.get(lane));
  }

  /// Adds a handler. All are added before the first event.
  public <E extends Event> void subscribe(Subscription<E> subscription) {
    subscriptions.add(subscription);
  }

  /// Delivers an event whose transaction has just committed to those who want it eagerly, and wakes
  /// the lanes that have more to do. A failure here is not lost: the lane delivers the event again.
  void committed(Delivery<Event> delivery) {
    for (var lane : Lane.values()) {
      var eager = wanted(lane, delivery.event(), EAGER);
      var isDelivered = deliverEagerly(eager, delivery);
      if (isDelivered && !eager.isEmpty()) {
        state(lane).handled().add(delivery.id().value());
      }
      if (!isDelivered || !wanted(lane, delivery.event(), LATER).isEmpty()) {
        wake(lane);
      }
    }
  }

  private boolean deliverEagerly(List<Subscription<?>> wanted, Delivery<Event> delivery) {
    try {
      wanted.forEach(subscription -> deliver(subscription, List.of(delivery)));
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, () -> "will be delivered again: " + types.kind(delivery.event()), e);
      return false;
    }
  }

  /// Handles what a lane has waiting now, on every shard, at most a batch each.
  ///
  /// @return how many events were read; 0 means that the lane has caught up
  public int drain(Lane lane) {
    var read = 0;
    for (var shard : shards.all()) {
      read += retry(lane, shard) + advance(lane, shard);
    }
    return read;
  }

  private int advance(Lane lane, Shard shard) {
    // Read, then handle without a connection, then move the cursor. Another reader may do the same
    // work meanwhile: handlers are idempotent, and the cursor only moves forward.
    var entries = EventLog.read(shard, lane, BATCH);
    if (entries.isEmpty()) {
      return 0;
    }
    var failures = deliverFresh(lane, entries);
    shard.transact(tx -> {
      for (var failure : failures) {
        var nextAt = clock.instant().plus(FIRST_PAUSE);
        EventLog.failed(tx, lane, failure.entry(), nextAt, failure.error());
      }
      EventLog.advance(tx, lane, entries.getLast());
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
    var hasLater = subscriptions.stream().anyMatch(s -> s.lane() == lane && s.timing() == LATER);
    var deliveries = new ArrayList<Delivery<Event>>();
    for (var entry : entries) {
      if (hasLater || !handled.contains(entry.id())) {
        deliveries.add(
            new Delivery<>(new EventId(entry.id()), types.read(entry.kind(), entry.body())));
      }
    }
    for (var subscription : subscriptions) {
      if (subscription.lane() == lane) {
        var wanted = deliveries.stream().filter(d -> isWanted(subscription, d, handled)).toList();
        if (!wanted.isEmpty()) {
          deliver(subscription, wanted);
        }
      }
    }
  }

  private static boolean isWanted(
      Subscription<?> subscription, Delivery<Event> delivery, Set<Long> handled) {
    return subscription.type().isInstance(delivery.event())
        && (subscription.timing() == LATER || !handled.contains(delivery.id().value()));
  }

  private int retry(Lane lane, Shard shard) {
    var now = clock.instant();
    var due = EventLog.due(shard, lane, now, BATCH);
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

  @SuppressWarnings({"unchecked", "rawtypes"}) // the events were chosen by the subscription's type
  private static void deliver(Subscription<?> subscription, List<Delivery<Event>> deliveries) {
    ((Subscription) subscription).handler().accept(deliveries);
  }

  private List<Subscription<?>> wanted(Lane lane, Event event, Timing timing) {
    var wanted = new ArrayList<Subscription<?>>();
    for (var subscription : subscriptions) {
      if (subscription.lane() == lane
          && subscription.timing() == timing
          && subscription.type().isInstance(event)) {
        wanted.add(subscription);
      }
    }
    return wanted;
  }

  /// Waits until something was committed for the lane, or `limit` has passed.
  public void await(Lane lane, Duration limit) throws InterruptedException {
    var waker = state(lane).waker();
    if (waker.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      waker.drainPermits();
    }
  }

  /// Ends every [#await] that goes on now.
  public void wakeAll() {
    for (var lane : Lane.values()) {
      wake(lane);
    }
  }

  private void wake(Lane lane) {
    var waker = state(lane).waker();
    if (waker.availablePermits() == 0) {
      waker.release();
    }
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
