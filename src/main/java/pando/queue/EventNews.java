package pando.queue;

import java.util.EnumSet;
import java.util.Set;

/// What a node tells the others of an event that it has committed.
///
/// @param handled the lanes whose eager handlers have had it
/// @param waiting the lanes that have to read it
record EventNews(long id, Set<Lane> handled, Set<Lane> waiting) {
  private static final int RADIX = Character.MAX_RADIX;

  String text() {
    return Long.toString(id, RADIX) + " " + bits(handled) + " " + bits(waiting);
  }

  static EventNews of(String text) {
    var words = text.split(" ", -1);
    return new EventNews(Long.parseLong(words[0], RADIX), lanes(words[1]), lanes(words[2]));
  }

  private static String bits(Set<Lane> lanes) {
    var bits = 0;
    for (var lane : lanes) {
      bits |= 1 << lane.number();
    }
    return Integer.toString(bits, RADIX);
  }

  /// Without those that this node, of an earlier version, does not know.
  private static Set<Lane> lanes(String text) {
    var bits = Integer.parseInt(text, RADIX);
    var lanes = EnumSet.noneOf(Lane.class);
    for (var lane : Lane.values()) {
      if ((bits & 1 << lane.number()) != 0) {
        lanes.add(lane);
      }
    }
    return lanes;
  }
}
