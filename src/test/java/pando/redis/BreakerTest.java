package pando.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {
  private long now;
  private final Breaker breaker = new Breaker(() -> now);

  private void fail(int times) {
    for (var i = 0; i < times; i++) {
      assertThat(breaker.failed()).isEqualTo(i == Breaker.FAILURES - 1);
    }
  }

  @Test
  void aServerThatFailsInARowIsNotAskedForAPauseAndThenByOneCaller() {
    fail(Breaker.FAILURES);
    assertThat(breaker.mayAsk()).isFalse();

    now += Breaker.PAUSE.toNanos();

    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.mayAsk()).isFalse();
  }

  @Test
  void thePauseBeginsWhenATryHasFailedHoweverLongThatTook() {
    fail(Breaker.FAILURES);
    now += Breaker.PAUSE.toNanos();
    assertThat(breaker.mayAsk()).isTrue();
    now += 2 * Breaker.PAUSE.toNanos();

    assertThat(breaker.failed()).isFalse();

    assertThat(breaker.mayAsk()).isFalse();
  }

  @Test
  void anAnswerLetsEverybodyAskAgain() {
    fail(Breaker.FAILURES);
    now += Breaker.PAUSE.toNanos();
    assertThat(breaker.mayAsk()).isTrue();

    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.succeeded()).isFalse();
    assertThat(breaker.mayAsk()).isTrue();
    fail(1);
    assertThat(breaker.mayAsk()).isTrue();
  }

  @Test
  void failuresBetweenAnswersDoNotAddUp() {
    for (var i = 0; i < 10; i++) {
      breaker.failed();
      breaker.succeeded();
    }
    assertThat(breaker.mayAsk()).isTrue();
  }
}
