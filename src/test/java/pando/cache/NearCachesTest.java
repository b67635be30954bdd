package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.bus.Bus;
import pando.bus.Hearer;
import pando.bus.PostgresWire;
import pando.data.EmbeddedPostgres;
import pando.data.TestPostgres;

/// The near caches of two nodes.
class NearCachesTest {
  private static final AccountId ANA = new AccountId(-1);
  private static final AccountId BEN = new AccountId(Long.MAX_VALUE);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String database = TestPostgres.emptyDatabase();
  private final Bus firstBus = bus();
  private final Bus secondBus = bus();
  private final NearCache<AccountId, String> first = cache(firstBus, "people");
  private final NearCache<AccountId, String> second = cache(secondBus, "people");
  private final NearCache<AccountId, String> others = cache(secondBus, "others");

  private Bus bus() {
    return Bus.over(
        new PostgresWire(
            TestPostgres.server().jdbcUrl(database),
            EmbeddedPostgres.USER,
            TestPostgres.server().password()));
  }

  private static NearCache<AccountId, String> cache(Bus bus, String name) {
    return new NearCaches(bus).make(name, KeyText.ids(AccountId::new), 100, Duration.ofMinutes(1));
  }

  /// Waits until each node hears the other: until then it may forget all that it has kept, since it
  /// does not know what it has missed.
  @BeforeEach
  void meet() {
    meet(firstBus, secondBus);
    meet(secondBus, firstBus);
  }

  private static void meet(Bus speaker, Bus listener) {
    var met = new CountDownLatch(1);
    listener.hear(
        "meeting",
        new Hearer() {
          @Override
          public void heard(String text) {
            met.countDown();
          }

          @Override
          public void missed() {}
        });
    await(() -> {
      speaker.tell("meeting", "hello");
      return met.getCount() == 0;
    });
  }

  @AfterEach
  void close() {
    firstBus.close();
    secondBus.close();
  }

  private static void await(Supplier<Boolean> wanted) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as("the other node is told in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void whatOneNodeInvalidatesTheOtherForgets() {
    second.find(ANA, _ -> "old");
    second.find(BEN, _ -> "kept");
    others.find(ANA, _ -> "another's");

    first.invalidate(ANA);

    await(() -> second.peek(ANA) == null);
    assertThat(second.peek(BEN)).isEqualTo("kept");
    assertThat(others.peek(ANA)).isEqualTo("another's");
  }

  @Test
  void whatOneNodeReplacesTheOtherForgets() {
    second.find(ANA, _ -> "old");

    first.replace(ANA, "new", first.version(ANA));

    await(() -> second.peek(ANA) == null);
    assertThat(first.peek(ANA)).isEqualTo("new");
  }

  @Test
  void aLoadThatBeganBeforeTheOtherNodeInvalidatedIsNotKept() {
    var answered =
        second.find(
            ANA,
            key -> {
              var before = second.version(key);
              first.invalidate(key);
              await(() -> second.version(key) != before);
              return "old";
            });

    assertThat(answered).isEqualTo("old");
    assertThat(second.peek(ANA)).isNull();
  }

  @Test
  void whatOneNodeForgetsForItselfTheOtherKeeps() {
    first.find(ANA, _ -> "mine");
    second.find(ANA, _ -> "yours");

    first.forget(ANA);
    first.invalidate(BEN); // arrives after whatever was told before
    var version = second.version(BEN);
    first.invalidate(BEN);
    await(() -> second.version(BEN) != version);

    assertThat(second.peek(ANA)).isEqualTo("yours");
  }
}
