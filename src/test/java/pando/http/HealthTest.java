package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthTest {
  private Health health = new Health(() -> true);

  private TestSite site(Supplier<Boolean> check) {
    health = new Health(check);
    return TestSite.with(health::addTo);
  }

  @Test
  void aNodeThatCanServeSaysSo() throws Exception {
    try (var site = site(() -> true)) {
      assertThat(site.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNodeWhoseDatabaseFailsOrIsSilentCannot() throws Exception {
    try (var site =
        site(() -> {
          throw new IllegalStateException("no database");
        })) {
      var answer = site.get("/health");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("the database does not answer");
    }
    var never = new CountDownLatch(1);
    try (var site =
        site(() -> {
          await(never);
          return true;
        })) {
      assertThat(site.get("/health").statusCode()).isEqualTo(503);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aNodeThatLeavesSaysSoWithAStatusOfItsOwn() throws Exception {
    try (var site = site(() -> true)) {
      health.leave();
      var answer = site.get("/health");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).isEqualTo("leaving");
    }
  }

  @Test
  void manyWhoAskCostOneLook() throws Exception {
    var looks = new AtomicInteger();
    try (var site = site(() -> looks.incrementAndGet() > 0)) {
      var start = System.nanoTime();
      for (var i = 0; i < 20; i++) {
        assertThat(site.get("/health").statusCode()).isEqualTo(200);
      }
      var took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(looks.get()).isBetween(1, (int) (took.dividedBy(Health.FRESH) + 1));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
