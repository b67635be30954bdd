package pando.queue;

import java.util.List;
import java.util.function.Consumer;

/// What one handler wants to hear.
///
/// @param lane who delivers it
/// @param type an event, or the sealed interface of a room for all of its events
/// @param timing whether to deliver in the thread that committed as well
/// @param reach which nodes of a site it is delivered in
/// @param handler gets events in batches, in the order of their commit where it matters: those of
///   one slot. When it throws, the events of the batch are delivered again one by one
public record Subscription<E extends Event>(
    Lane lane, Class<E> type, Timing timing, Reach reach, Consumer<List<Delivery<E>>> handler) {

  /// When an event is delivered.
  public enum Timing {
    /// Right after the commit, before the answer to the request; by the lane if that fails.
    EAGER,
    /// By the lane, soon.
    LATER
  }

  /// Where an event is delivered.
  public enum Reach {
    /// In one node, whichever: for what is stored.
    ONCE,
    /// In every node that [Lanes#follow]s, for what a node has in its memory: eagerly in the one
    /// that committed, soon in the others. What happened before a node began does not reach it.
    EVERY_NODE
  }

  public Subscription {
    if (reach == Reach.EVERY_NODE && timing != Timing.EAGER) {
      throw new IllegalArgumentException("every node follows at once");
    }
  }

  /// For what is delivered once in the whole site.
  public Subscription(
      Lane lane, Class<E> type, Timing timing, Consumer<List<Delivery<E>>> handler) {
    this(lane, type, timing, Reach.ONCE, handler);
  }
}
