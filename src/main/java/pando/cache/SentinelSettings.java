package pando.cache;

import java.nio.file.Path;
import pando.cluster.HostPort;

/// The configuration file of one of the Sentinels, which watch the master and choose another one
/// when it is dead: `redis-sentinel FILE`.
///
/// A Sentinel writes into the file what it has seen and agreed to. It must be able to, and a file
/// that is there is to be left as it is when the Sentinel is started again.
///
/// @param folder where it may write; it must be there
/// @param host the address on which it listens
/// @param port its TCP port
/// @param name of the master, under which nodes ask for it
/// @param master who is the master to begin with
/// @param quorum how many Sentinels must find the master dead: more than half of all
/// @param password of Redis, and of the Sentinels themselves
public record SentinelSettings(
    Path folder, String host, int port, String name, HostPort master, int quorum, String password) {
  public SentinelSettings {
    RedisSettings.requirePlain(password);
  }

  /// The text of the file. It holds the password, so its owner alone may read it.
  public String text() {
    return """
    bind %s
    port %d
    protected-mode yes
    daemonize no
    dir "%s"

    # Whoever connects must know the password, and so must the Sentinels among themselves.
    requirepass %s
    sentinel sentinel-pass %s

    sentinel monitor %s %s %d %d
    sentinel auth-pass %s %s
    sentinel down-after-milliseconds %s 500
    sentinel failover-timeout %s 3000
    sentinel parallel-syncs %s 1
    """
        .formatted(
            host,
            port,
            folder,
            password,
            password,
            name,
            master.host(),
            master.port(),
            quorum,
            name,
            password,
            name,
            name,
            name);
  }

  /// Without the password, which must not reach a log.
  @Override
  public String toString() {
    return "SentinelSettings[%s:%d watches %s]".formatted(host, port, name);
  }
}
