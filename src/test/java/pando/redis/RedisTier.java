package pando.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.config.CacheConfig;

/// A master, a replica and three Sentinels, as the cache tier of a grown site.
public final class RedisTier implements AutoCloseable {
  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;

  public final RedisProcess master = RedisProcess.server();
  public final RedisProcess replica = master.replica();
  public final List<RedisProcess> sentinels = new ArrayList<>();

  public RedisTier() {
    for (var i = 0; i < SENTINELS; i++) {
      sentinels.add(master.sentinel(QUORUM));
    }
    for (var sentinel : sentinels) {
      sentinel.await(line -> line.contains("+slave slave"));
      sentinel.await(line -> line.contains("+sentinel sentinel"), SENTINELS - 1);
    }
  }

  /// Waits until every Sentinel knows of another master.
  public void awaitSwitch() {
    sentinels.forEach(each -> each.await(line -> line.contains("+switch-master")));
  }

  public CacheConfig config() {
    var addresses = sentinels.stream().map(RedisProcess::address).collect(Collectors.joining(","));
    return config(null, addresses, master, "pando");
  }

  /// The configuration of a node that uses one Redis.
  public static CacheConfig config(RedisProcess server) {
    return config(server, "pando");
  }

  /// The configuration of a node of one of the sites that use one Redis.
  public static CacheConfig config(RedisProcess server, String prefix) {
    return config(server.address(), null, server, prefix);
  }

  /// A client that waits for a machine that is busy with other tests.
  public static Redis patient(RedisProcess server) {
    return Redis.of(config(server), Duration.ofSeconds(5));
  }

  private static CacheConfig config(
      @Nullable String server, @Nullable String sentinels, RedisProcess process, String prefix) {
    return new CacheConfig(
        server, sentinels, "pando", process.passwordFile().toString(), prefix, null, 1);
  }

  @Override
  public void close() {
    sentinels.forEach(RedisProcess::close);
    replica.close();
    master.close();
  }
}
