package pando.feed;

import java.util.Arrays;

/// Some neighbouring entries of a feed, newest first, and how far down they are whole.
final class Run {
  private final long[] entries;
  private final long floor;

  /// @param entries newest first
  /// @param floor nothing that belongs between the newest entry and this one is missing; 0 when
  ///   there is nothing older
  Run(long[] entries, long floor) {
    this.entries = entries;
    this.floor = floor;
  }

  int size() {
    return entries.length;
  }

  /// The entry at a position; 0 is the newest.
  long at(int position) {
    return entries[position];
  }

  long floor() {
    return floor;
  }

  /// How many entries are not below a bound.
  int notBelow(long bound) {
    var count = 0;
    while (count < entries.length && entries[count] >= bound) {
      count++;
    }
    return count;
  }

  /// How many of the newest entries are boosts.
  int boosts(int count) {
    var boosts = 0;
    for (var i = 0; i < Math.min(count, entries.length); i++) {
      boosts += Entry.isBoost(entries[i]) ? 1 : 0;
    }
    return boosts;
  }

  /// The newest entries.
  Run newest(int count) {
    return count >= entries.length ? this : new Run(Arrays.copyOf(entries, count), floor);
  }

  /// The oldest entries.
  Run oldest(int count) {
    var from = Math.max(entries.length - count, 0);
    return from == 0 ? this : new Run(Arrays.copyOfRange(entries, from, entries.length), floor);
  }

  /// These and, below them, others.
  Run above(Run older) {
    var all = Arrays.copyOf(entries, entries.length + older.entries.length);
    System.arraycopy(older.entries, 0, all, entries.length, older.entries.length);
    return new Run(all, older.floor);
  }

  /// The entries of two runs, each once, as far down as both are whole.
  Run and(Run other) {
    if (other.entries.length == 0 && other.floor <= floor) {
      return this;
    }
    var common = Math.max(floor, other.floor);
    var all = new long[entries.length + other.entries.length];
    var size = 0;
    for (int mine = 0, theirs = 0; mine < entries.length || theirs < other.entries.length; ) {
      var my = mine < entries.length ? entries[mine] : Long.MIN_VALUE;
      var their = theirs < other.entries.length ? other.entries[theirs] : Long.MIN_VALUE;
      var next = Math.max(my, their);
      if (next < common) {
        break;
      }
      all[size++] = next;
      mine += my == next ? 1 : 0;
      theirs += their == next ? 1 : 0;
    }
    return new Run(Arrays.copyOf(all, size), common);
  }
}
