package pando.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import pando.data.TestShards;
import pando.queue.EventTypes;
import pando.queue.Lanes;
import pando.worker.Workers.Chore;

class WorkersTest {
  @Test
  void aChoreThatFailsIsRunAgain() throws Exception {
    try (var shards = TestShards.open(1)) {
      var lanes = new Lanes(shards, new EventTypes(List.of()), InstantSource.system());
      var runs = new AtomicInteger();
      var twice = new CountDownLatch(2);
      var chore =
          new Chore(
              "sweep",
              Duration.ofMillis(1),
              () -> {
                twice.countDown();
                if (runs.incrementAndGet() == 1) {
                  throw new IllegalStateException("once");
                }
              });
      try (var workers = new Workers(lanes, List.of(chore))) {
        workers.start();

        assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void aStopEndsEveryThreadSoon() throws Exception {
    try (var shards = TestShards.open(1)) {
      var lanes = new Lanes(shards, new EventTypes(List.of()), InstantSource.system());
      var ended = new CountDownLatch(1);
      var sleeper = new Chore("sleeper", Duration.ofHours(1), () -> {});
      var workers = new Workers(lanes, List.of(sleeper));
      workers.start();

      Thread.ofVirtual()
          .start(() -> {
            workers.close();
            ended.countDown();
          });

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
