package pando.queue;

import java.time.InstantSource;
import java.util.List;
import pando.bus.Bus;
import pando.cache.NearCaches;
import pando.data.Shards;

/// What a desk stands on.
///
/// @param shards where its rows are
/// @param outbox where it says what happened
/// @param caches what it keeps near
/// @param clock what time it is
public record Ground(Shards shards, Outbox outbox, NearCaches caches, InstantSource clock) {
  /// That of a process beside the site, such as a command of its operator: it handles no events,
  /// and the site does what follows from those that it commits.
  ///
  /// @param events the sealed interface of those that it commits
  public static Ground beside(Shards shards, Class<? extends Event> events, InstantSource clock) {
    var types = new EventTypes(List.of(events));
    var outbox = new Outbox(types, new Lanes(shards, types, clock));
    return new Ground(shards, outbox, new NearCaches(Bus.alone()), clock);
  }
}
