package pando.main;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What Ctrl-C and SIGTERM do to a command that closes what it has made: they interrupt its thread,
/// wherever it is, and the process ends when this is closed.
final class StopSignal implements AutoCloseable {
  /// The database alone may take half of it, to write what it has in memory.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean given;

  /// The thread that makes it is the one that will be interrupted.
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::give, "pando-stop"));
  }

  /// Whether the process is ending.
  boolean isGiven() {
    return given;
  }

  /// Waits for it.
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      // it is given
    }
  }

  private void give() {
    if (closed.getCount() == 0) {
      return; // the command ended by itself
    }
    given = true;
    worker.interrupt();
    try {
      var _ = closed.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
