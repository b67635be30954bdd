package pando.cache;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.cluster.HostPort;

/// The configuration file of a Redis server that is a cache: `redis-server FILE`.
///
/// Nothing is written to disk: what is in it can be made again. Redis writes into the file itself
/// whom it follows when the Sentinels have chosen another master, so a file that is there is to be
/// left as it is when the server is started again.
///
/// @param folder where it may write; it must be there
/// @param host the address on which it listens
/// @param port its TCP port
/// @param master whom it follows; null: nobody, it is the master to begin with
/// @param maxMemoryBytes how much it keeps; its process takes somewhat more
/// @param eviction what it forgets first, in the word of Redis, such as `allkeys-lru`
/// @param password which everybody must know who wants something of it
public record RedisSettings(
    Path folder,
    String host,
    int port,
    @Nullable HostPort master,
    long maxMemoryBytes,
    String eviction,
    String password) {

  public RedisSettings {
    requirePlain(password);
    if (maxMemoryBytes < 1 << 20) {
      throw new Refusal.Invalid("a Redis needs a megabyte at least, not " + maxMemoryBytes);
    }
  }

  /// The text of the file. It holds the password, so its owner alone may read it.
  public String text() {
    var follows = master == null ? "" : "replicaof %s %d%n".formatted(master.host(), master.port());
    return """
    bind %s
    port %d
    protected-mode yes
    daemonize no
    dir "%s"

    # Whoever connects must know the password, and so must this server where it follows another.
    requirepass %s
    masterauth %s

    # A cache: nothing is written to disk.
    save ""
    appendonly no
    maxmemory %d
    maxmemory-policy %s
    lazyfree-lazy-eviction yes
    lazyfree-lazy-expire yes
    lazyfree-lazy-user-del yes

    # A replica that comes back is served at once, and from memory.
    repl-diskless-sync yes
    repl-diskless-sync-delay 0
    repl-diskless-load on-empty-db
    repl-backlog-size 16mb
    repl-timeout 5
    repl-ping-replica-period 1
    """
            .formatted(host, port, folder, password, password, maxMemoryBytes, eviction)
        + follows;
  }

  /// A password that needs no quotes in a file of Redis.
  static void requirePlain(String password) {
    if (!password.matches("[A-Za-z0-9_-]{16,512}")) {
      throw new Refusal.Invalid(
          "the password of Redis must be 16 letters and digits at least, and nothing else");
    }
  }

  /// Without the password, which must not reach a log.
  @Override
  public String toString() {
    return "RedisSettings[%s:%d in %s]".formatted(host, port, folder);
  }
}
