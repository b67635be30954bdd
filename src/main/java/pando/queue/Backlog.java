package pando.queue;

/// What waits in a lane of one shard.
///
/// @param unread events after the lane's cursor
/// @param retries events that failed and will be tried again
/// @param parked events that failed too often and wait for an operator
public record Backlog(long unread, long retries, long parked) {
  static final Backlog NONE = new Backlog(0, 0, 0);

  Backlog plus(Backlog other) {
    return new Backlog(unread + other.unread, retries + other.retries, parked + other.parked);
  }
}
