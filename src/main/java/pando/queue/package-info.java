/// The durable log: what happened is committed with the rows it happened to, and everything else
/// follows from it.
///
/// A room that changes rows adds an [Event] to the [Outbox] in the same transaction. After the
/// commit the event is **delivered eagerly**, in the thread that committed, to the subscriptions
/// that asked for it, so that the actor sees the result at once. Whatever was not delivered so (the
/// process died, the handler failed, the work is not cheap) is read from the outbox of each shard
/// by the [Lane]s, each with its own cursor: one lane never waits for another. **An event may
/// arrive twice, late, and after one that undoes it**: handlers write what is true now, or what
/// they know by ids that grow, so that the end is the same.
///
/// Several nodes share the lanes: each reads the [Parts] that it holds, so that a slot is read by
/// one node at a time. What a node has in its memory alone follows the [Tail] of the log. What
/// nodes tell each other beside the log ([EventNews]) only saves time.
///
/// An event that fails is tried again, later and later, and parked after [Lanes#ATTEMPTS]: an
/// operator sees it and can have it delivered again. Nothing is dropped.
@NullMarked
package pando.queue;

import org.jspecify.annotations.NullMarked;
