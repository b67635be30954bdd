package pando.feed;

import java.util.Arrays;
import pando.base.Refusal;
import pando.base.Request;

/// The newest entries of one feed, sorted, each once.
///
/// Adding is idempotent, and in whatever order entries arrive the list is the same. It is whole
/// down to its *floor*: an entry below it is not taken, since others there may be missing. The
/// floor of a list that has everything is 0.
///
/// A list begins without what is older than itself. Whoever has the [#claim] on it fetches that and
/// [#fill]s it in, while entries that arrive meanwhile are kept like any other; others who want to
/// read it wait.
final class Timeline {
  /// When there is one entry too many, this part of them is dropped at once: the oldest.
  private static final int SHED_PART = 16;

  /// The room for new entries that a list is given at first.
  private static final int SPARE = 8;

  /// What a list weighs without its entries: two objects, its key, and its place in [Timelines].
  private static final int OVERHEAD_BYTES = 300;

  private final int maxLength;
  private long[] entries = {}; // oldest first
  private int size;
  private long floor;
  private boolean claimed;
  private volatile boolean filled;

  /// @param maxLength how many entries are kept at most
  Timeline(int maxLength) {
    this.maxLength = maxLength;
  }

  /// A list that is filled already.
  ///
  /// @param entries oldest first
  Timeline(int maxLength, long[] entries, long floor) {
    this(maxLength);
    this.entries = entries;
    this.size = entries.length;
    this.floor = floor;
    this.filled = true;
  }

  /// A list of which nothing is known: whoever reads it goes on in the database.
  static Timeline unknown() {
    return new Timeline(0, new long[0], Entry.END);
  }

  /// What adding an entry did.
  enum Change {
    NONE,
    ADDED,
    /// Added, and the list takes more memory than before.
    GROWN
  }

  /// Lets one caller fill the list; the others wait until that is done.
  ///
  /// @return whether the caller is to fill it, and to [#release] it whatever happens
  boolean claim() {
    return !filled && claimSlowly();
  }

  private synchronized boolean claimSlowly() {
    while (claimed) {
      try {
        var millis = Request.current().remaining().toMillis();
        if (millis == 0) {
          throw new Refusal.Unavailable("Your feed is being made, please try again");
        }
        wait(millis);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new Refusal.Unavailable("The server is shutting down, please try again");
      }
    }
    claimed = !filled;
    return claimed;
  }

  synchronized void release() {
    claimed = false;
    notifyAll();
  }

  /// Puts in what belonged here before the list was there.
  synchronized void fill(Run older) {
    floor = Math.max(floor, older.floor());
    var first = position(floor);
    var room = Math.min(size - first + older.size() + SPARE, maxLength);
    entries = Arrays.copyOf(Arrays.copyOfRange(entries, first, size), room);
    size -= first;
    for (var i = older.size() - 1; i >= 0; i--) {
      add(older.at(i));
    }
    filled = true;
  }

  synchronized Change add(long entry) {
    if (entry < floor) {
      return Change.NONE;
    }
    var at = position(entry);
    if (at < size && entries[at] == entry) {
      return Change.NONE;
    }
    if (size == maxLength) {
      at -= shed();
      if (entry < floor) {
        return Change.NONE;
      }
    }
    var grown = size == entries.length;
    if (grown) {
      entries = Arrays.copyOf(entries, Math.min(size + Math.max(size / 8, SPARE), maxLength));
    }
    System.arraycopy(entries, at, entries, at + 1, size - at);
    entries[at] = entry;
    size++;
    return grown ? Change.GROWN : Change.ADDED;
  }

  private int shed() {
    var shed = Math.max(size / SHED_PART, 1);
    size -= shed;
    System.arraycopy(entries, shed, entries, 0, size);
    floor = entries[0];
    return shed;
  }

  synchronized void remove(long entry) {
    var at = position(entry);
    if (at < size && entries[at] == entry) {
      size--;
      System.arraycopy(entries, at + 1, entries, at, size - at);
    }
  }

  /// The newest `count` entries below a bound, or as many as there are.
  synchronized Run below(long bound, int count) {
    var end = position(bound);
    var start = Math.max(end - count, 0);
    return new Run(newestFirst(start, end), start == 0 ? floor : entries[start]);
  }

  /// The oldest `count` entries that are not below a bound, or as many as there are.
  synchronized Run from(long bound, int count) {
    var start = position(bound);
    return new Run(newestFirst(start, Math.min(start + count, size)), floor);
  }

  private long[] newestFirst(int from, int to) {
    var run = new long[to - from];
    for (var i = 0; i < run.length; i++) {
      run[i] = entries[to - 1 - i];
    }
    return run;
  }

  /// How many entries are below a bound.
  private int position(long bound) {
    if (size == 0 || entries[size - 1] < bound) {
      return size; // nearly always: new entries come in order
    }
    var found = Arrays.binarySearch(entries, 0, size, bound);
    return found < 0 ? -1 - found : found;
  }

  /// How much memory the list takes.
  synchronized int bytes() {
    return OVERHEAD_BYTES + Long.BYTES * entries.length;
  }
}
