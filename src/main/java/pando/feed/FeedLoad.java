package pando.feed;

import java.util.stream.LongStream;
import pando.redis.Redis;

/// Feeds in Redis that get entries as fast as they take them, for a bench.
public final class FeedLoad {
  private static final int TURN = 500;

  private final Timelines timelines;
  private final long[] owners;
  private long entry = 1;

  /// @param feeds how many there are; everybody has read theirs
  public FeedLoad(Redis redis, int feeds) {
    this.timelines = new RedisTimelines(redis, Feeds.Limits.DEFAULT.listLength());
    this.owners = LongStream.rangeClosed(1, feeds).toArray();
    for (var owner : owners) {
      timelines.find(owner, () -> new Run(new long[0], 0));
    }
  }

  /// Brings so many new entries into every feed, one after the other.
  public void deliver(int entries) {
    for (var i = 0; i < entries; i++) {
      entry++;
      for (var from = 0; from < owners.length; from += TURN) {
        timelines.add(entry, owners, from, Math.min(from + TURN, owners.length));
      }
    }
  }
}
