package pando.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A cache without values that decides what to forget when its memory is full: for trying policies
/// on a [Recording].
sealed interface EvictionPolicy {
  /// Whether a key is here. It counts as a use.
  boolean ask(long key, long atMillis);

  /// Takes a key that is not here, and makes room for it.
  void keep(long key, int bytes, long atMillis);

  /// Forgets a key, if it is here.
  void forget(long key);

  /// Forgets what was used (LRU) or came (FIFO) longest ago.
  ///
  /// Redis has no FIFO; `allkeys-random` finds as much where keys are asked for independently of
  /// each other (Gelenbe 1973).
  final class Queue implements EvictionPolicy {
    private final Map<Long, Integer> bytesByKey;
    private final long maxBytes;
    private long used;

    /// @param byUse whether a use sets a key to the end of the queue
    Queue(long maxBytes, boolean byUse) {
      this.maxBytes = maxBytes;
      this.bytesByKey = new LinkedHashMap<>(16, 0.75f, byUse);
    }

    @Override
    public boolean ask(long key, long atMillis) {
      return bytesByKey.get(key) != null;
    }

    @Override
    public void keep(long key, int bytes, long atMillis) {
      while (!bytesByKey.isEmpty() && used + bytes > maxBytes) {
        forget(bytesByKey.keySet().iterator().next());
      }
      if (bytes <= maxBytes) {
        bytesByKey.put(key, bytes);
        used += bytes;
      }
    }

    @Override
    public void forget(long key) {
      var bytes = bytesByKey.remove(key);
      used -= bytes == null ? 0 : bytes;
    }
  }

  /// Forgets what is used least often, as Redis does with its settings: a counter that grows ever
  /// more slowly and shrinks by one a minute; the lowest among a few at random is forgotten.
  final class Frequency implements EvictionPolicy {
    /// Redis takes 5, and remembers the best of those it saw before.
    private static final int SAMPLES = 10;

    private static final int FIRST = 5;
    private static final int HIGHEST = 255;
    private static final int LOG_FACTOR = 10;
    private static final int MINUTE_MILLIS = 60_000;

    private final Map<Long, Entry> entries = new HashMap<>();
    private final List<Entry> places = new ArrayList<>();
    private final Random random = new Random(1); // the same advice each time
    private final long maxBytes;
    private long used;

    private static final class Entry {
      final long key;
      final int bytes;
      int place;
      int counter = FIRST;
      long minute;

      Entry(long key, int bytes, long minute) {
        this.key = key;
        this.bytes = bytes;
        this.minute = minute;
      }

      long counterAt(long now) {
        return Math.max(0, counter - (now - minute));
      }
    }

    Frequency(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public boolean ask(long key, long atMillis) {
      var entry = entries.get(key);
      if (entry == null) {
        return false;
      }
      var now = atMillis / MINUTE_MILLIS;
      entry.counter = (int) entry.counterAt(now);
      entry.minute = now;
      var above = Math.max(0, entry.counter - FIRST);
      if (entry.counter < HIGHEST && random.nextDouble() * (above * LOG_FACTOR + 1) < 1) {
        entry.counter++;
      }
      return true;
    }

    @Override
    public void keep(long key, int bytes, long atMillis) {
      var now = atMillis / MINUTE_MILLIS;
      while (!places.isEmpty() && used + bytes > maxBytes) {
        forget(lowest(now).key);
      }
      if (bytes <= maxBytes) {
        var entry = new Entry(key, bytes, now);
        entry.place = places.size();
        places.add(entry);
        entries.put(key, entry);
        used += bytes;
      }
    }

    private Entry lowest(long now) {
      var lowest = places.get(random.nextInt(places.size()));
      for (var i = 1; i < SAMPLES; i++) {
        var other = places.get(random.nextInt(places.size()));
        if (other.counterAt(now) < lowest.counterAt(now)) {
          lowest = other;
        }
      }
      return lowest;
    }

    @Override
    public void forget(long key) {
      var entry = entries.remove(key);
      if (entry != null) {
        used -= entry.bytes;
        var last = places.removeLast();
        if (last != entry) {
          places.set(entry.place, last);
          last.place = entry.place;
        }
      }
    }
  }

  /// Weighs how often against how recently, by what was right lately (W-TinyLFU): the near caches
  /// themselves.
  final class Adaptive implements EvictionPolicy {
    private final Cache<Long, Integer> bytesByKey;

    Adaptive(long maxBytes) {
      this.bytesByKey =
          Caffeine.newBuilder()
              .executor(Runnable::run)
              .maximumWeight(maxBytes)
              .weigher((Long _, Integer bytes) -> bytes)
              .build();
    }

    @Override
    public boolean ask(long key, long atMillis) {
      return bytesByKey.getIfPresent(key) != null;
    }

    @Override
    public void keep(long key, int bytes, long atMillis) {
      bytesByKey.put(key, bytes);
    }

    @Override
    public void forget(long key) {
      bytesByKey.invalidate(key);
    }
  }
}
