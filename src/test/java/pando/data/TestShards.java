package pando.data;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import pando.cluster.ShardMap;

/// Shards for tests: new databases of one real server.
public final class TestShards {
  private TestShards() {}

  /// As many shards as wanted, with the slots dealt evenly.
  public static Shards open(int count) {
    return open(map(count));
  }

  /// As many shards as wanted with the schema as a site has it: ids take no turns.
  static Shards openPlain(int count) {
    return open(map(count, TestPostgres::emptyDatabase));
  }

  /// The shards of a map, once more: another node of the same site.
  public static Shards open(ShardMap map) {
    return Shards.open(map, EmbeddedPostgres.USER, TestPostgres.server().password());
  }

  /// As many new databases as wanted, with the slots dealt evenly.
  public static ShardMap map(int count) {
    return map(count, TestPostgres::database);
  }

  private static ShardMap map(int count, Supplier<String> database) {
    var server = TestPostgres.server();
    var shards =
        IntStream.range(0, count)
            .mapToObj(i -> new ShardMap.Shard("s" + i, server.jdbcUrl(database.get())))
            .toList();
    return ShardMap.evenly(shards);
  }
}
