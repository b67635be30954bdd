package pando.cluster;

import java.util.List;
import pando.base.Slot;

/// Which shard holds which slot. One box has one shard with all slots.
///
/// @param epoch grows with every change; who holds an older one reads the map again
/// @param shards what every shard is, in the order that `shardOfSlot` counts them
/// @param shardOfSlot for each of the [Slot#COUNT] slots the position of its shard in `shards`
public record ShardMap(int epoch, List<Shard> shards, List<Integer> shardOfSlot) {

  /// A slice of the slots on one primary, and on its replicas if it has any.
  ///
  /// @param name unique and stable, such as `s0`
  /// @param url JDBC URL that leads to the primary, without password
  /// @param servers JDBC URLs of each server that may be the primary or a replica, of that one
  ///   alone
  public record Shard(String name, String url, List<String> servers) {
    public Shard {
      servers = List.copyOf(servers);
      if (servers.isEmpty()) {
        throw new IllegalArgumentException("a shard has a server: " + name);
      }
    }

    /// One without replicas.
    public Shard(String name, String url) {
      this(name, url, List.of(url));
    }
  }

  public ShardMap {
    shards = List.copyOf(shards);
    shardOfSlot = List.copyOf(shardOfSlot);
    if (shardOfSlot.size() != Slot.COUNT) {
      throw new IllegalArgumentException(
          "a shard map has %d slots, not %d".formatted(Slot.COUNT, shardOfSlot.size()));
    }
    var count = shards.size();
    if (shardOfSlot.stream().anyMatch(shard -> shard < 0 || shard >= count)) {
      throw new IllegalArgumentException("a slot names a shard that is not in the map");
    }
  }

  /// The map of a site that is not sharded.
  ///
  /// @param url JDBC URL of the primary, without password
  public static ShardMap single(String url) {
    return evenly(List.of(new Shard("s0", url)));
  }

  /// Deals the slots evenly, in runs, to the given shards.
  public static ShardMap evenly(List<Shard> shards) {
    var slots =
        java.util.stream.IntStream.range(0, Slot.COUNT)
            .mapToObj(slot -> slot * shards.size() / Slot.COUNT)
            .toList();
    return new ShardMap(1, shards, slots);
  }
}
