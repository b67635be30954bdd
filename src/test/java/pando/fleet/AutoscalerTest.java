package pando.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import pando.cluster.Pool;

class AutoscalerTest {
  private static final Pool POOL = new Pool(2, 4, 256);
  private static final Duration TICK = Duration.ofMillis(500);

  private final Autoscaler autoscaler = new Autoscaler();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int count = 2;
  private int changes;

  @Test
  void moreLoadBringsMoreNodesWithinTwoSeconds() {
    run(Duration.ofSeconds(10), 1.5);
    assertThat(count).isEqualTo(2);
    run(Duration.ofSeconds(2), 3.6);
    assertThat(count).isEqualTo(4);
  }

  @Test
  void aLullOfAMomentDoesNotKeepNodesFromComing() {
    run(Duration.ofSeconds(10), 1);
    run(TICK, 3.6);
    run(TICK, 0.5);
    run(TICK, 3.6);
    assertThat(count).isEqualTo(4);
  }

  @Test
  void aBurstOfHalfASecondChangesNothing() {
    run(Duration.ofSeconds(10), 1);
    run(TICK, 5);
    run(Duration.ofSeconds(10), 1);
    assertThat(changes).isZero();
  }

  @Test
  void thereAreNeverMoreThanTheTopologyAllows() {
    run(Duration.ofSeconds(30), 50);
    assertThat(count).isEqualTo(4);
  }

  @Test
  void nodesGoOneByOneAfterAMinuteOfQuiet() {
    run(Duration.ofSeconds(5), 4);
    assertThat(count).isEqualTo(4);
    run(Duration.ofSeconds(58), 0.5);
    assertThat(count).isEqualTo(4);
    run(Duration.ofSeconds(8), 0.5);
    assertThat(count).isEqualTo(3);
    run(Duration.ofSeconds(70), 0.5);
    assertThat(count).isEqualTo(2);
    run(Duration.ofMinutes(5), 0);
    assertThat(count).isEqualTo(2);
  }

  @Test
  void loadThatComesAndGoesDoesNotMakeNodesComeAndGo() {
    run(Duration.ofSeconds(5), 3);
    assertThat(count).isEqualTo(3);
    changes = 0;
    for (var minute = 0; minute < 20; minute++) {
      run(Duration.ofSeconds(25), 2.9);
      run(Duration.ofSeconds(25), 0.5);
    }
    assertThat(changes).isZero();
  }

  @Test
  void loadAtTheEdgeDoesNotMakeNodesComeAndGo() {
    run(Duration.ofSeconds(5), 3);
    changes = 0;
    run(Duration.ofMinutes(20), 1.9);
    assertThat(changes).isZero();
  }

  private void run(Duration time, double demand) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plus(TICK)) {
      var wanted = autoscaler.decide(POOL, count, demand, now);
      changes += wanted == count ? 0 : 1;
      count = wanted;
    }
  }
}
