package pando.feed;

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
}
