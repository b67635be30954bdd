package pando.redis;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.config.CacheConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/// Knows where the master is: always there, or where the Sentinels say.
///
/// All Sentinels are asked, and whoever knows of the latest failover is believed: one that was cut
/// off or has just been started may still name the old master.
final class Masters {
  private final @Nullable HostAndPort server;
  private final List<HostAndPort> sentinels;
  private final String name;
  private final JedisClientConfig client;

  /// @param client how to speak to a Sentinel
  Masters(CacheConfig config, JedisClientConfig client) {
    var address = config.serverAddress();
    this.server = address == null ? null : hostAndPort(address);
    this.sentinels = config.sentinelAddresses().stream().map(Masters::hostAndPort).toList();
    this.name = config.master();
    this.client = client;
  }

  private static HostAndPort hostAndPort(InetSocketAddress address) {
    return new HostAndPort(address.getHostString(), address.getPort());
  }

  /// Whether the master may move.
  boolean move() {
    return server == null;
  }

  /// Where it is now.
  ///
  /// @throws JedisConnectionException if no Sentinel answers
  HostAndPort find() {
    if (server != null) {
      return server;
    }
    HostAndPort found = null;
    var latest = -1L;
    for (var sentinel : sentinels) {
      var state = ask(sentinel);
      var epoch = Long.parseLong(state.getOrDefault("config-epoch", "-1"));
      if (epoch > latest) {
        latest = epoch;
        found = new HostAndPort(state.get("ip"), Integer.parseInt(state.get("port")));
      }
    }
    if (found == null) {
      throw new JedisConnectionException("none of the Sentinels " + sentinels + " answers");
    }
    return found;
  }

  /// What a Sentinel knows of the master; nothing if it does not answer.
  private Map<String, String> ask(HostAndPort sentinel) {
    try (var connection = new Connection(sentinel, client)) {
      connection.sendCommand(Command.SENTINEL, "MASTER", name);
      var words = connection.getMultiBulkReply();
      var state = new HashMap<String, String>();
      for (var i = 0; i + 1 < words.size(); i += 2) {
        state.put(words.get(i), words.get(i + 1));
      }
      return state;
    } catch (JedisException _) {
      return Map.of(); // the others are asked
    }
  }
}
