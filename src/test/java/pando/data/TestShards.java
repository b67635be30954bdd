package pando.data;

import java.util.stream.IntStream;
import pando.cluster.ShardMap;

/// Shards for tests: new, empty databases of one real server.
public final class TestShards {
  private TestShards() {}

  /// As many shards as wanted, with the slots dealt evenly.
  public static Shards open(int count) {
    var server = TestPostgres.server();
    var shards =
        IntStream.range(0, count)
            .mapToObj(
                i -> new ShardMap.Shard("s" + i, server.jdbcUrl(TestPostgres.emptyDatabase())))
            .toList();
    return Shards.open(ShardMap.evenly(shards), EmbeddedPostgres.USER, server.password());
  }
}
