package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;
import pando.cluster.HostPort;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

class RedisSettingsTest {
  private static final String PASSWORD = RedisProcess.PASSWORD;

  @Test
  void aReplicaFollowsAndAMasterDoesNot() {
    assertThat(settings(null).text())
        .contains("requirepass " + PASSWORD, "maxmemory 67108864", "maxmemory-policy allkeys-lru")
        .doesNotContain("replicaof");
    assertThat(settings(new HostPort("127.0.0.1", 7001)).text())
        .contains("replicaof 127.0.0.1 7001", "masterauth " + PASSWORD);
  }

  @Test
  void thePasswordIsNotShown() {
    assertThat(settings(null).toString()).contains("7000").doesNotContain(PASSWORD);
  }

  @Test
  void aPasswordThatIsShortOrCouldEndTheLineIsRefused() {
    for (var password : List.of("short", "0123456789abcdef\nport 1", "0123456789abcdef ")) {
      assertThatThrownBy(() ->
              new RedisSettings(
                  Path.of("/tmp"), "127.0.0.1", 1, null, 1 << 20, "noeviction", password))
          .isInstanceOf(Refusal.Invalid.class);
    }
  }

  private static RedisSettings settings(@Nullable HostPort master) {
    return new RedisSettings(
        Path.of("/tmp"), "127.0.0.1", 7000, master, 64 << 20, "allkeys-lru", PASSWORD);
  }

  @Tag("slow")
  @Test
  void whoeverDoesNotKnowThePasswordGetsNothing() {
    try (var redis = RedisProcess.server();
        var sentinel = redis.sentinel(1)) {
      for (var process : List.of(redis, sentinel)) {
        try (var connection = new Connection(RedisProcess.HOST, process.port())) {
          connection.sendCommand(Command.INFO);
          assertThatThrownBy(connection::getBulkReply).hasMessageContaining("NOAUTH");
        }
      }
    }
  }

  @Tag("slow")
  @Test
  void theReplicaTakesTheMastersPlaceWhenItIsKilled() {
    try (var tier = new RedisTier()) {
      write(tier.master.port(), "before");

      tier.master.kill();
      tier.awaitSwitch();

      assertThat(masterOf(tier.sentinels.getFirst())).isEqualTo(tier.replica.port());
      assertThat(write(tier.replica.port(), "after")).isEqualTo("before");
    }
  }

  private static int masterOf(RedisProcess sentinel) {
    try (var connection = connect(sentinel.port())) {
      connection.sendCommand(Command.SENTINEL, "get-master-addr-by-name", "pando");
      return Integer.parseInt(connection.getMultiBulkReply().get(1));
    }
  }

  /// Writes a value; the value before it is the answer.
  private static @Nullable String write(int port, String value) {
    try (var connection = connect(port)) {
      connection.sendCommand(Command.SET, "key", value, "GET");
      var before = connection.getBinaryBulkReply();
      connection.sendCommand(Command.WAIT, "1", "100");
      connection.getIntegerReply();
      return before == null ? null : new String(before, StandardCharsets.UTF_8);
    }
  }

  private static Connection connect(int port) throws JedisException {
    var connection =
        new Connection(
            new HostAndPort(RedisProcess.HOST, port),
            DefaultJedisClientConfig.builder().password(PASSWORD).build());
    connection.connect();
    return connection;
  }
}
