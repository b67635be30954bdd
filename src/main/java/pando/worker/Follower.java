package pando.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import pando.queue.Lanes;

/// The thread that follows what happens in other nodes. Every node that answers requests has one.
///
/// It never gives up: what fails is logged and tried again after a pause.
public final class Follower implements AutoCloseable {
  /// How long it sleeps when nothing wakes it.
  static final Duration IDLE = Duration.ofSeconds(1);

  /// How long it lets events gather before it reads them.
  static final Duration GATHER = Duration.ofMillis(5);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(Follower.class.getName());

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Lanes lanes;
  private final Thread thread = Thread.ofVirtual().name("follower").unstarted(this::run);

  public Follower(Lanes lanes) {
    this.lanes = lanes;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (stopped.getCount() > 0) {
        try {
          if (lanes.follow() < Lanes.BATCH) {
            lanes.awaitNews(IDLE);
            pause(GATHER);
          }
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "goes on to follow other nodes after a pause", e);
          pause(PAUSE_AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // close() waited long enough: the thread ends
    }
  }

  /// Waits, but not longer than until the stop.
  private void pause(Duration pause) throws InterruptedException {
    var _ = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    stopped.countDown();
    lanes.wakeAll();
    try {
      if (!thread.join(STOP_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
