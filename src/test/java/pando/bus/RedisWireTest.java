package pando.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import pando.redis.Redis;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;
import redis.clients.jedis.Protocol.Command;

@Tag("slow")
class RedisWireTest extends WireTest {
  private final RedisProcess server = RedisProcess.server();
  private final Redis redis = RedisTier.patient(server);

  @Override
  protected Wire wire() {
    return new RedisWire(redis);
  }

  @Override
  protected void breakConnections() {
    redis.ask(link -> link.ask(Command.CLIENT, words("KILL", "TYPE", "pubsub")));
  }

  private static byte[][] words(String... words) {
    var bytes = new byte[words.length][];
    for (var i = 0; i < words.length; i++) {
      bytes[i] = words[i].getBytes(UTF_8);
    }
    return bytes;
  }

  @AfterEach
  void stop() {
    closeNodes();
    redis.close();
    server.close();
  }
}
