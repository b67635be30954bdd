package pando.data;

import org.jspecify.annotations.Nullable;

/// What one person has seen of a shard: which replicas may be read for them, so that they find what
/// they wrote, and never less than before.
///
/// A read or a write costs nothing more for it: the moment when it ended is kept, and the next
/// position of the primary, which is asked for all the time, is beyond all that was to be seen
/// then. Until there is one, only the primary may be read, or the replica that was read before.
final class View {
  private final Positions primary;
  private long floor; // the place that a replica must have reached
  private @Nullable Long pending; // the last moment that has no place yet
  private @Nullable Positions replica; // of the one read last, and after anything else
  private long replicaRead;

  /// The view of somebody of whom nothing is known: they may have seen all there is.
  ///
  /// @param primary its positions
  /// @param now a [System#nanoTime]
  View(Positions primary, long now) {
    this.primary = primary;
    this.pending = now;
  }

  /// Remembers that the primary was read or written for the person.
  ///
  /// @param now a moment at its end or after it
  synchronized void sawPrimary(long now) {
    pending = latest(now);
    replica = null; // the primary is ahead of what it showed
  }

  /// Remembers that a replica was read for the person.
  ///
  /// @param now a moment at its end or after it
  synchronized void saw(Positions read, long now) {
    if (replica != null && replica != read) {
      pending = latest(replicaRead);
    }
    replica = read;
    replicaRead = now;
  }

  private long latest(long moment) {
    return pending == null ? moment : Math.max(pending, moment);
  }

  /// Whether a replica shows all that the person has seen.
  synchronized boolean allows(Positions candidate) {
    if (replica != null && replica != candidate) {
      // another one is allowed when it has reached what this one showed, and this one still is
      var shown = beyond(latest(replicaRead));
      return shown != null && reached(candidate, Math.max(floor, shown.place()));
    }
    if (replica != null && replica.isDoubtedSince(replicaRead)) { // it may have begun anew
      pending = latest(replicaRead);
      replica = null;
    }
    if (pending != null) {
      var beyond = beyond(pending);
      if (beyond == null) {
        return false;
      }
      floor = Math.max(floor, beyond.place());
      pending = null;
    }
    return reached(candidate, floor);
  }

  private @Nullable Position beyond(long moment) {
    return primary.firstSince(moment);
  }

  private static boolean reached(Positions candidate, long place) {
    var position = candidate.latest();
    return position != null && position.place() >= place;
  }
}
