package pando.queue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one thread that waits for something to do.
final class Waker {
  private final Semaphore calls = new Semaphore(0);

  void wake() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /// Waits until it is woken, or `limit` has passed.
  void await(Duration limit) throws InterruptedException {
    if (calls.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      calls.drainPermits();
    }
  }
}
