package pando.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lists in the memory of this process, which are dropped as well when all together take more of it
/// than they may.
final class MemoryTimelines implements Timelines {
  private static final long[] NOBODY = {};

  private final int maxLength;
  private final Cache<Long, Timeline> lists;

  /// @param maxLength how many entries a list has at most
  /// @param maxBytes the memory of all lists together
  MemoryTimelines(int maxLength, long maxBytes, InstantSource clock) {
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

  @Override
  public Timeline find(long owner, Supplier<Run> rebuild) {
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

  @Override
  public long[] add(long entry, long[] owners, int from, int to) {
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

  @Override
  public void remove(long entry, long[] owners, int from, int to) {
    for (var i = from; i < to; i++) {
      var list = peek(owners[i]);
      if (list != null) {
        list.remove(entry);
      }
    }
  }

  @Override
  public void drop(long owner) {
    lists.invalidate(owner);
  }

  @Override
  public void forget() {
    lists.invalidateAll();
  }

  @Override
  public boolean isShared() {
    return false;
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
