package pando.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.cluster.Region.Tiers;
import pando.config.Yaml;

/// Reads the part of a topology that describes a region, and says what cannot work.
final class RegionReader {
  private static final int MAX_NODES = 64;
  private static final int MIN_MEMORY = 64; // megabytes of heap
  private static final int MAX_MEMORY = 262_144;
  private static final int DEFAULT_MEMORY = 256;
  private static final int DEFAULT_FIRST_PORT = 21_000;
  private static final int LAST_PORT = 65_535;

  private static final List<String> EVICTIONS =
      List.of(
          "allkeys-lru",
          "allkeys-lfu",
          "allkeys-random",
          "volatile-lru",
          "volatile-lfu",
          "volatile-ttl",
          "noeviction");

  private static final List<String> KEYS =
      List.of(
          "address",
          "ports",
          "box",
          "web",
          "worker",
          "database",
          "balancer",
          "cache",
          "objects",
          "edges",
          "queue",
          "shards");

  private RegionReader() {}

  static Region read(String name, Yaml yaml) {
    yaml.allow(KEYS);
    refuseLater(yaml);
    var address = address(yaml.find("address"));
    var firstPort = yaml.find("ports").whole(DEFAULT_FIRST_PORT, 1024, LAST_PORT - Region.PORTS);
    var tiers =
        new Tiers(
            pool(yaml.find("box")),
            pool(yaml.find("web")),
            pool(yaml.find("worker")),
            database(yaml.find("database")),
            yaml.find("balancer").allow(List.of()).isThere(),
            cache(yaml.find("cache")),
            yaml.find("objects").allow(List.of()).isThere(),
            edges(yaml.find("edges")));
    check(yaml, tiers);
    return new Region(name, address, firstPort, tiers);
  }

  private static void refuseLater(Yaml yaml) {
    for (var later : List.of(yaml.find("queue"), yaml.find("shards"))) {
      if (later.isThere()) {
        throw later.refusal(
            "comes with a later version of Pando, which runs the stages 01 to 07 today");
      }
    }
  }

  private static String address(Yaml yaml) {
    var address = yaml.isThere() ? yaml.text() : "127.0.0.1";
    try {
      if (InetAddress.getByName(address).isLoopbackAddress()) {
        return address;
      }
    } catch (UnknownHostException _) {
      // said below
    }
    throw yaml.refusal(
        "is no address of this machine alone; the processes of a region must not be reachable from"
            + " outside: take one that begins with 127.");
  }

  private static @Nullable Pool pool(Yaml yaml) {
    if (!yaml.isThere()) {
      return null;
    }
    yaml.allow(List.of("nodes", "max", "memory"));
    var min = yaml.find("nodes").whole(1, 1, MAX_NODES);
    var max = yaml.find("max").whole(min, 1, MAX_NODES);
    if (max < min) {
      throw yaml.find("max").refusal("is less than 'nodes', the number that there are at least");
    }
    return new Pool(min, max, yaml.find("memory").whole(DEFAULT_MEMORY, MIN_MEMORY, MAX_MEMORY));
  }

  private static @Nullable DatabaseTier database(Yaml yaml) {
    if (!yaml.isThere()) {
      return null;
    }
    yaml.allow(List.of("replicas"));
    return DatabaseTier.of(yaml.find("replicas").whole(0, 1, DatabaseTier.MAX_REPLICAS));
  }

  private static @Nullable CacheTier cache(Yaml yaml) {
    if (!yaml.isThere()) {
      return null;
    }
    yaml.allow(List.of("servers", "sentinels", "memory", "eviction"));
    var servers = yaml.find("servers").whole(2, 1, 5);
    var sentinels = yaml.find("sentinels").whole(servers > 1 ? 3 : 0, 0, 7);
    if (servers > 1 && (sentinels < 3 || sentinels % 2 == 0)) {
      throw yaml.find("sentinels")
          .refusal("needs 3, 5 or 7: fewer cannot outvote one that is cut off");
    }
    var eviction = yaml.find("eviction").isThere() ? yaml.find("eviction").text() : "allkeys-lfu";
    if (!EVICTIONS.contains(eviction)) {
      throw yaml.find("eviction").refusal("is none of " + String.join(", ", EVICTIONS));
    }
    var memory = yaml.find("memory").whole(64, 8, MAX_MEMORY);
    return new CacheTier(servers, sentinels, memory, eviction);
  }

  private static @Nullable EdgeTier edges(Yaml yaml) {
    if (!yaml.isThere()) {
      return null;
    }
    yaml.allow(List.of("nodes", "memory", "admitOriginalsAfter"));
    return new EdgeTier(
        yaml.find("nodes").whole(2, 1, MAX_NODES),
        yaml.find("memory").whole(64, 16, MAX_MEMORY),
        yaml.find("admitOriginalsAfter").whole(2, 1, 2));
  }

  private static void check(Yaml yaml, Tiers tiers) {
    if (tiers.box() == null && tiers.web() == null) {
      throw yaml.refusal("needs 'box' (one process that does everything) or 'web' and 'worker'");
    }
    if (tiers.box() != null) {
      if (tiers.web() != null || tiers.worker() != null || tiers.balancer()) {
        throw yaml.find("box")
            .refusal("does everything itself; take it away, or 'web', 'worker' and 'balancer'");
      }
      if (tiers.box().max() > 1) {
        throw yaml.find("box").refusal("is one process; more are 'web' nodes behind a 'balancer'");
      }
    } else {
      requireTiers(yaml, tiers);
    }
    if (tiers.edges() != null && !(tiers.objects() && tiers.balancer())) {
      throw yaml.find("edges")
          .refusal("needs 'objects', where photos are, and 'balancer', which leads to the edges");
    }
  }

  private static void requireTiers(Yaml yaml, Tiers tiers) {
    if (tiers.worker() == null) {
      throw yaml.find("web").refusal("needs a 'worker' beside it, which does what waits");
    }
    if (tiers.database() == null) {
      throw yaml.find("web").refusal("needs a 'database' of its own, which several nodes share");
    }
    if (!tiers.balancer()) {
      throw yaml.find("web").refusal("needs a 'balancer' before it; without one, take a 'box'");
    }
  }
}
