package pando.data;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Positions of the last [#MEMORY], by the moment they were asked for.
final class Positions {
  /// For how long it counts as known where a server is, after it was asked.
  static final Duration KNOWN = Duration.ofMillis(500);

  static final Duration MEMORY = Duration.ofSeconds(30);

  private final ConcurrentSkipListMap<Long, Position> positions = new ConcurrentSkipListMap<>();
  private volatile long doubted = System.nanoTime();

  void add(Position position) {
    positions.put(position.asked(), position);
    positions.headMap(position.asked() - MEMORY.toNanos()).clear();
  }

  /// Believes nothing that was asked before: a connection broke, and who answers next may be a
  /// server that begins anew, behind where it was.
  void doubt() {
    doubted = System.nanoTime();
  }

  /// Whether it was doubted at a moment or after it.
  boolean isDoubtedSince(long moment) {
    return doubted - moment >= 0;
  }

  /// The last one, or null if that is not known for certain now.
  @Nullable Position latest() {
    var last = positions.lastEntry();
    return last != null
            && !isDoubtedSince(last.getKey())
            && System.nanoTime() - last.getKey() <= KNOWN.toNanos()
        ? last.getValue()
        : null;
  }

  /// Whether anything was heard in the last [#MEMORY].
  boolean isKnownLately() {
    var last = positions.lastEntry();
    return last != null && System.nanoTime() - last.getKey() <= MEMORY.toNanos();
  }

  /// The first one that was asked for at a moment or after it; null: none was yet.
  @Nullable Position firstSince(long moment) {
    var first = positions.ceilingEntry(moment);
    return first == null ? null : first.getValue();
  }

  /// How far a place is behind the last position; [#MEMORY] if it is further, or nothing is known.
  Duration lag(long place) {
    for (var each : positions.descendingMap().values()) {
      if (each.place() <= place) {
        return Duration.ofNanos(positions.lastKey() - each.asked());
      }
    }
    return MEMORY;
  }
}
