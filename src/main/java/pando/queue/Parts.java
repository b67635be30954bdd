package pando.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import pando.base.Slot;
import pando.data.Shard;

/// Which parts of the lanes this node reads. The slots of accounts are dealt to the parts, and the
/// parts of each lane to the nodes that work, each of which holds a lock for each of its own: a
/// slot is read by one node at a time, and in order.
///
/// A node holds its fair share. It looks once in [#PAUSE] whether there are more or fewer nodes
/// than before, between two batches, so that nothing at hand is given away.
final class Parts {
  /// Into how many parts a lane is cut, which is how many nodes can share it. A slot is in the part
  /// that is the rest of its division by it, here and in the SQL of [EventLog].
  static final int COUNT = 8;

  static final Duration PAUSE = Duration.ofSeconds(1);

  /// The space of the locks. The keys of a lane follow each other.
  private static final int SPACE = 7262634;

  /// The space of the locks of what one node does for all.
  private static final int ALONE_SPACE = SPACE + 1;

  private static final int KEY_BITS = 0xFFFFFF;

  private final Map<Shard, Map<Lane, Share>> shares = new ConcurrentHashMap<>();

  /// @param since when it was looked at, of [System#nanoTime]
  private record Share(Set<Integer> parts, long since) {}

  static int of(long id) {
    return Slot.of(id) % COUNT;
  }

  /// The parts of a lane that are this node's now. Called by the one who reads the lane alone.
  Set<Integer> held(Shard shard, Lane lane) {
    var known = shares.computeIfAbsent(shard, _ -> new ConcurrentHashMap<>());
    var share = known.get(lane);
    if (share == null || System.nanoTime() - share.since() > PAUSE.toNanos()) {
      share = new Share(claim(shard, lane), System.nanoTime());
      known.put(lane, share);
    }
    return share.parts();
  }

  /// Whether this node is the one that does something for all, from now on until it ends.
  static boolean isAlone(Shard shard, String name) {
    var key = 1 + (name.hashCode() & KEY_BITS);
    return !shard.locks().hold(ALONE_SPACE, key, key + 1, 1).isEmpty();
  }

  private static Set<Integer> claim(Shard shard, Lane lane) {
    var workers = shard.locks().count(SPACE);
    var fair = (COUNT + workers - 1) / workers;
    var first = 1 + lane.number() * COUNT;
    var keys = shard.locks().hold(SPACE, first, first + COUNT, fair);
    return keys.stream().map(key -> key - first).collect(Collectors.toUnmodifiableSet());
  }
}
