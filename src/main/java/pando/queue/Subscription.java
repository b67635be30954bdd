package pando.queue;

import java.util.List;
import java.util.function.Consumer;

/// What one handler wants to hear.
///
/// @param lane who delivers it
/// @param type an event, or the sealed interface of a room for all of its events
/// @param timing whether to deliver in the thread that committed as well
/// @param handler gets events in batches, in the order of their commit where it matters: those of
///   one shard. When it throws, the events of the batch are delivered again one by one
public record Subscription<E extends Event>(
    Lane lane, Class<E> type, Timing timing, Consumer<List<Delivery<E>>> handler) {

  /// When an event is delivered.
  public enum Timing {
    /// Right after the commit, before the answer to the request; by the lane if that fails.
    EAGER,
    /// By the lane, soon.
    LATER
  }
}
