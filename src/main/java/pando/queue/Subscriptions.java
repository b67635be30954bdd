package pando.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Every handler, in the order in which events are brought to them.
final class Subscriptions {
  private final List<Subscription<?>> all = new CopyOnWriteArrayList<>();

  void add(Subscription<?> subscription) {
    all.add(subscription);
  }

  /// Those of a kind.
  List<Subscription<?>> where(Predicate<Subscription<?>> kind) {
    var found = new ArrayList<Subscription<?>>();
    for (var subscription : all) {
      if (kind.test(subscription)) {
        found.add(subscription);
      }
    }
    return found;
  }

  /// Brings events to those of some handlers who want them, all to one before the next.
  static void deliver(List<Subscription<?>> handlers, List<Delivery<Event>> deliveries) {
    deliver(handlers, deliveries, Set.of());
  }

  /// The same, but no eager handler gets the events that are `handled`.
  static void deliver(
      List<Subscription<?>> handlers, List<Delivery<Event>> deliveries, Set<Long> handled) {
    for (var handler : handlers) {
      var isEager = handler.timing() == Subscription.Timing.EAGER;
      var wanted =
          deliveries.stream()
              .filter(delivery -> handler.type().isInstance(delivery.event()))
              .filter(delivery -> !isEager || !handled.contains(delivery.id().value()))
              .toList();
      if (!wanted.isEmpty()) {
        hand(handler, wanted);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the events were chosen by the subscription's type
  private static void hand(Subscription<?> handler, List<Delivery<Event>> deliveries) {
    ((Subscription) handler).handler().accept(deliveries);
  }
}
