package pando.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import pando.data.Shard;
import pando.queue.Delivery.EventId;
import pando.queue.Subscription.Reach;

/// Brings what happens in other nodes to the handlers that every node has, from the end of the log
/// on: where this node has read to is in its memory alone.
///
/// **It begins where everything before is visible**: below the oldest transaction that is open. So
/// whatever this node reads of the database afterwards has all events that the tail does not bring,
/// and the tail brings all that it may not have.
///
/// When events were deleted before this node has read them it begins anew, and says that it has
/// missed some.
final class Tail {
  /// How long it may read nothing before events may be gone.
  private static final Duration MAX_ABSENCE = EventLog.KEEP.dividedBy(2);

  private static final Logger LOG = System.getLogger(Tail.class.getName());

  private final EventTypes types;
  private final Subscriptions subscriptions;
  private final Runnable missed;
  private final Map<Shard, Place> places = new HashMap<>();

  /// What this node has handled eagerly.
  private final Handled handled = new Handled();

  /// What an eager handler has failed at.
  private final ConcurrentLinkedQueue<Delivery<Event>> again = new ConcurrentLinkedQueue<>();

  /// How far a shard has been read.
  ///
  /// @param since when that was, of [System#nanoTime]
  private record Place(EventLog.Position position, long since) {}

  /// @param missed says that events were missed
  Tail(Iterable<Shard> shards, EventTypes types, Subscriptions subscriptions, Runnable missed) {
    this.types = types;
    this.subscriptions = subscriptions;
    this.missed = missed;
    shards.forEach(this::begin);
  }

  private void begin(Shard shard) {
    places.put(shard, new Place(EventLog.end(shard), System.nanoTime()));
  }

  /// Leaves out an event that this node handles itself.
  void skip(Delivery<Event> delivery) {
    handled.add(delivery.id().value());
  }

  /// Has an event delivered that this node could not handle eagerly.
  void again(Delivery<Event> delivery) {
    again.add(delivery);
  }

  /// Brings what is there to the handlers, a batch of each shard at most.
  ///
  /// @return how many events were read
  synchronized int follow(int limit) {
    var handlers = handlers();
    var kinds =
        handlers.stream()
            .flatMap(handler -> types.kinds(handler.type()).stream())
            .distinct()
            .toList();
    var count = deliverAgain(handlers);
    for (var shard : List.copyOf(places.keySet())) {
      count += follow(shard, kinds, limit);
    }
    return count;
  }

  private int deliverAgain(List<Subscription<?>> handlers) {
    var deliveries = new ArrayList<Delivery<Event>>();
    for (var next = again.poll(); next != null; next = again.poll()) {
      deliveries.add(next);
    }
    deliverAll(handlers, deliveries);
    return deliveries.size();
  }

  private int follow(Shard shard, List<String> kinds, int limit) {
    var place = places.get(shard);
    if (place == null || System.nanoTime() - place.since() > MAX_ABSENCE.toNanos()) {
      begin(shard);
      missed.run(); // after the new beginning: what is made from now on misses nothing
      return 0;
    }
    var now = System.nanoTime();
    var part = EventLog.readOn(shard, place.position(), kinds, limit);
    var own = handled.removeAll(part.entries().stream().map(EventLog.Entry::id));
    deliver(part.entries().stream().filter(it -> !own.contains(it.id())).toList());
    places.put(shard, new Place(part.end(limit), now));
    return part.entries().size();
  }

  private List<Subscription<?>> handlers() {
    return subscriptions.where(it -> it.reach() == Reach.EVERY_NODE);
  }

  /// Brings events to the handlers that every node has.
  void deliver(List<EventLog.Entry> entries) {
    deliverAll(
        handlers(),
        entries.stream()
            .map(it -> new Delivery<>(new EventId(it.id()), types.read(it.kind(), it.body())))
            .toList());
  }

  /// What cannot be handled is not tried for ever: all that it could have changed is forgotten.
  private void deliverAll(List<Subscription<?>> handlers, List<Delivery<Event>> deliveries) {
    try {
      Subscriptions.deliver(handlers, deliveries);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what is near is forgotten: could not follow the log", e);
      missed.run();
    }
  }
}
