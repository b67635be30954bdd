package pando.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The home feeds of those who read theirs, each one [Timeline], in the memory of this process.
///
/// A list is there from the first time that its owner reads it. It is a cache: it may be dropped at
/// any time, is dropped when it was not read for [#KEEP] or when all together take more memory than
/// they may, and is filled again by the next one who reads it. Adding to a list that is not there
/// does nothing, so that feeds which nobody reads cost nothing.
///
/// **No entry is missed.** A post that is committed before the rebuild of a list looks at the
/// database is found by it. One that is committed later is added by its fan-out, which begins after
/// the commit, so after the list was put here: it finds the list, filled or not.
final class Timelines {
  /// How long a list is kept that nobody reads.
  static final Duration KEEP = Duration.ofDays(14);

  private static final long[] NOBODY = {};

  private final int maxLength;
  private final Cache<Long, Timeline> lists;

  /// @param maxLength how many entries a list has at most
  /// @param maxBytes the memory of all lists together
  Timelines(int maxLength, long maxBytes, InstantSource clock) {
    this.maxLength = maxLength;
    this.lists =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Long _, Timeline list) -> list.bytes())
            .expireAfter(new SinceRead())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /// A list lives for [#KEEP] from when it was last read, however often it was added to.
  private static final class SinceRead implements Expiry<Long, Timeline> {
    @Override
    public long expireAfterCreate(Long owner, Timeline list, long now) {
      return KEEP.toNanos();
    }

    @Override
    public long expireAfterUpdate(Long owner, Timeline list, long now, long left) {
      return left;
    }

    @Override
    public long expireAfterRead(Long owner, Timeline list, long now, long left) {
      return KEEP.toNanos();
    }
  }

  /// The list of an owner, as it is or filled by `rebuild`, which one caller at a time runs. It
  /// must look at nothing that was read before: the list is here already when it begins.
  Timeline find(long owner, Supplier<Run> rebuild) {
    var list = lists.get(owner, _ -> new Timeline(maxLength));
    if (list.claim()) {
      try {
        list.fill(rebuild.get());
      } finally {
        list.release();
      }
      weigh(owner);
    }
    return list;
  }

  /// Adds an entry to the lists of some owners.
  ///
  /// @param from the first of the owners who is meant
  /// @param to the one after the last
  /// @return the owners to whom it is new: their lists have it now and did not have it before, or
  ///   are not there
  long[] add(long entry, long[] owners, int from, int to) {
    var added = NOBODY;
    var count = 0;
    for (var i = from; i < to; i++) {
      var list = peek(owners[i]);
      var change = list == null ? null : list.add(entry);
      if (change != Timeline.Change.NONE) {
        if (change == Timeline.Change.GROWN) {
          weigh(owners[i]);
        }
        added = count == 0 ? new long[to - i] : added;
        added[count++] = owners[i];
      }
    }
    return count == added.length ? added : Arrays.copyOf(added, count);
  }

  /// Removes an entry from the lists of some owners.
  void remove(long entry, long[] owners, int from, int to) {
    for (var i = from; i < to; i++) {
      var list = peek(owners[i]);
      if (list != null) {
        list.remove(entry);
      }
    }
  }

  /// Removes an entry from every list, which takes a while.
  void removeEverywhere(long entry) {
    lists.asMap().values().forEach(list -> list.remove(entry));
  }

  /// Drops the list of an owner. Whoever is filling it fills it for nobody.
  void drop(long owner) {
    lists.invalidate(owner);
  }

  /// The list of an owner if it is there, without counting as reading it.
  @Nullable Timeline peek(long owner) {
    return lists.policy().getIfPresentQuietly(owner);
  }

  /// Takes notice of what a list weighs now.
  private void weigh(long owner) {
    lists.asMap().computeIfPresent(owner, (_, list) -> list);
  }

  /// The memory that all lists take, as it was last noticed.
  long bytes() {
    lists.cleanUp();
    return lists.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
