package pando.queue;

import pando.base.Id;

/// An event on its way to a handler.
///
/// @param id of the event: who has handled it before does nothing. Its slot is that of the owner
/// @param event what happened
public record Delivery<E extends Event>(EventId id, E event) {

  /// Identifies one event. It is larger than the ids of the rows that the same transaction made.
  public record EventId(long value) implements Id {}
}
