package pando.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

@Tag("slow")
class RedisTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void set(Redis redis, String key, String value) {
    redis.ask(link -> link.ask(Command.SET, redis.key(key), bytes(value)));
  }

  private static @Nullable String find(Redis redis, String key) {
    var value = (byte[]) redis.ask(link -> link.ask(Command.GET, redis.key(key)));
    return value == null ? null : new String(value, UTF_8);
  }

  private static String generation(Redis redis) {
    return redis.ask(link ->
        new String(link.generation((byte[]) link.ask(Command.GET, link.generationKey())), UTF_8));
  }

  private static String generationSoon(Redis redis) {
    return soon(() -> generation(redis));
  }

  /// Asks until Redis answers.
  private static <T> T soon(Supplier<T> question) {
    var end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        return question.get();
      } catch (RedisAway e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void manyAskAtATimeAndEveryAnswerIsTheAskers() throws Exception {
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          IntStream.range(0, 500)
              .mapToObj(i ->
                  threads.submit(() -> {
                    var found =
                        soon(() -> {
                          set(redis, "key" + i, "value" + i);
                          return find(redis, "key" + i);
                        });
                    assertThat(found).isEqualTo("value" + i);
                  }))
              .toList();
      for (var each : running) {
        each.get();
      }
    }
  }

  @Test
  void aServerThatWasStartedAgainIsAskedAgainAndHasAnotherGeneration() {
    try (var server = RedisProcess.server();
        var redis = Redis.of(RedisTier.config(server))) {
      var before = generation(redis);
      server.kill();
      for (var i = 0; i < 10; i++) {
        assertThatThrownBy(() -> find(redis, "key")).isInstanceOf(RedisAway.class);
      }

      server.restart();

      assertThat(generationSoon(redis)).isNotEqualTo(before);
    }
  }

  @Test
  void aServerThatHangsCostsItsBudgetAndThenNothing() {
    try (var server = RedisProcess.server();
        var redis = Redis.of(RedisTier.config(server))) {
      set(redis, "key", "value");
      server.pause(true);
      for (var i = 0; i < Breaker.FAILURES; i++) {
        assertThatThrownBy(() -> find(redis, "key")).isInstanceOf(RedisAway.class);
      }
      var start = System.nanoTime();
      for (var i = 0; i < 10_000; i++) {
        assertThatThrownBy(() -> find(redis, "key")).isInstanceOf(RedisAway.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      server.pause(false);

      generationSoon(redis);
      assertThat(find(redis, "key")).isEqualTo("value");
    }
  }

  @Test
  void whoeverCouldNotTellItSomethingBeginsANewGeneration() {
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server);
        var other = RedisTier.patient(server)) {
      var before = generation(redis);
      assertThat(generation(other)).isEqualTo(before);

      redis.doubt();

      assertThat(generation(redis)).isNotEqualTo(before).isEqualTo(generation(other));
    }
  }

  @Test
  void aGenerationThatIsGarbageIsMadeAnew() {
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server)) {
      generation(redis);
      redis.ask(link -> link.ask(Command.SET, link.generationKey(), bytes("garbage")));
      var heard = new ArrayList<String>();
      var log = Logger.getLogger(Link.class.getName());
      var ear =
          new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
              heard.add(line.getMessage());
            }
          };
      log.addHandler(ear);
      try {
        var anew = generation(redis);
        assertThat(anew).isNotEqualTo("garbage").isEqualTo(generation(redis));
      } finally {
        log.removeHandler(ear);
      }
      assertThat(heard).singleElement().asString().contains("garbage").contains("made anew");
    }
  }

  @Test
  void anErrorOfTheQuestionIsNotOneOfTheServer() {
    try (var server = RedisProcess.server();
        var redis = RedisTier.patient(server)) {
      set(redis, "key", "value");
      for (var i = 0; i < 10; i++) {
        assertThatThrownBy(() -> redis.ask(link -> link.ask(Command.LLEN, redis.key("key"))))
            .isInstanceOf(JedisDataException.class);
      }
      assertThat(find(redis, "key")).isEqualTo("value");
    }
  }

  @Test
  void theMasterIsFollowedWhenItIsKilled() {
    try (var tier = new RedisTier();
        var redis = Redis.of(tier.config())) {
      set(redis, "key", "value");
      var before = generation(redis);

      tier.master.kill();

      assertThat(generationSoon(redis)).isNotEqualTo(before);
      set(redis, "key", "after");
      assertThat(find(redis, "key")).isEqualTo("after");
    }
  }
}
