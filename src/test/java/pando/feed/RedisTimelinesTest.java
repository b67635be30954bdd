package pando.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.redis.Redis;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;
import redis.clients.jedis.Protocol.Command;

@Tag("slow")
class RedisTimelinesTest extends TimelinesTest {
  private static final RedisProcess SERVER = RedisProcess.server();
  private static final Redis REDIS = RedisTier.patient(SERVER);

  @AfterAll
  static void stop() {
    REDIS.close();
    SERVER.close();
  }

  @Override
  Timelines timelines() {
    flush();
    return new RedisTimelines(REDIS, MAX_LENGTH);
  }

  private static void flush() {
    REDIS.ask(link -> link.ask(Command.FLUSHALL));
  }

  private static byte[] key(long owner) {
    return REDIS.key("feed:" + owner);
  }

  private long[] newest() {
    return newest(timelines.find(ANA, () -> run(0, 7)), 20);
  }

  @Test
  void listsThatRedisHasLostAreFilledAgain() {
    timelines.find(ANA, () -> run(0, 10));
    flush();
    assertThat(add(20, ANA)).containsExactly(ANA);

    assertThat(newest()).containsExactly(7);
  }

  @Test
  void aListThatIsLostWhileItIsFilledIsFilledAgain() {
    var list =
        timelines.find(
            ANA,
            () -> {
              flush();
              return run(0, 10);
            });

    assertThat(newest(list, 20)).containsExactly(10);
    assertThat(newest()).containsExactly(7);
  }

  @Test
  void whatCouldNotBeToldMakesEveryListOneThatIsNotThere() {
    timelines.find(ANA, () -> run(0, 10));

    REDIS.doubt();

    assertThat(newest()).containsExactly(7);
  }

  @Test
  void whatIsNoListIsFilledAgain() {
    for (var garbage : List.of("", "garbage", "x".repeat(32), "y".repeat(39))) {
      timelines.drop(ANA);
      REDIS.ask(link -> link.ask(Command.SET, key(ANA), garbage.getBytes(UTF_8)));
      assertThat(newest()).containsExactly(7);
    }
    REDIS.ask(link -> link.ask(Command.DEL, key(ANA)));
    REDIS.ask(link -> link.ask(Command.RPUSH, key(ANA), key(BEN)));
    timelines.find(BEN, TimelinesTest::nothing);
    assertThat(add(20, ANA, BEN)).containsExactly(ANA, BEN); // one is none, the other has it
    assertThat(newest()).containsExactly(7);
  }

  @Test
  void aListWhoseEntriesAreInDisorderIsFilledAgain() {
    timelines.find(ANA, () -> run(0, 20, 10));
    REDIS.ask(link -> link.ask(Command.APPEND, key(ANA), new byte[8]));

    assertThat(newest()).containsExactly(7);
  }

  @Test
  void somebodyElseFillsAListWhenWhoeverBeganIsDead() {
    var others = new RedisTimelines(REDIS, MAX_LENGTH);
    var fills = new AtomicInteger();
    timelines.find(
        ANA,
        () -> { // takes longer than its claim
          var list =
              others.find(
                  ANA,
                  () -> {
                    fills.incrementAndGet();
                    return run(0, 10);
                  });
          assertThat(newest(list, 20)).containsExactly(10);
          return run(0, 9); // too late
        });

    assertThat(fills).hasValue(1);
    assertThat(newest()).containsExactly(10);
  }

  @Test
  void aListLivesForTwoWeeksFromWhenItWasReadHoweverMuchIsAdded() {
    timelines.find(ANA, () -> run(0, 30));
    REDIS.ask(link -> link.ask(Command.PEXPIRE, key(ANA), "100000".getBytes(UTF_8)));

    add(40, ANA);
    add(35, ANA);
    timelines.remove(35, new long[] {ANA}, 0, 1);
    assertThat(millisLeft()).isBetween(1L, 100_000L);
    ana();

    assertThat(millisLeft()).isGreaterThan(Timelines.KEEP.minusHours(1).toMillis());
  }

  private static long millisLeft() {
    return requireNonNull((Long) REDIS.ask(link -> link.ask(Command.PTTL, key(ANA))));
  }

  @Test
  void listsInBothPlacesAreTheSameWhateverHappens() {
    var random = new Random(5);
    for (var run = 0; run < 20; run++) {
      flush();
      var memory = new MemoryTimelines(40, 1_000_000, java.time.InstantSource.system());
      var shared = new RedisTimelines(REDIS, 40);
      for (var step = 0; step < 300; step++) {
        var entry = (116_000_000_000_000_000L + random.nextInt(100)) << 1;
        var owners = new long[] {ANA};
        switch (random.nextInt(8)) {
          case 0 -> {
            memory.remove(entry, owners, 0, 1);
            shared.remove(entry, owners, 0, 1);
          }
          case 1 -> {
            var floor = random.nextInt(3) == 0 ? entry : 0;
            var older =
                LongStream.of(entry + 8, entry + 4, entry).filter(it -> it >= floor).toArray();
            assertThat(newest(shared.find(ANA, () -> new Run(older, floor)), 100))
                .isEqualTo(newest(memory.find(ANA, () -> new Run(older, floor)), 100));
          }
          default ->
              assertThat(shared.add(entry, owners, 0, 1))
                  .isEqualTo(memory.add(entry, owners, 0, 1));
        }
      }
    }
  }
}
