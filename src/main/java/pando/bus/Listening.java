package pando.bus;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The thread of a wire that listens, and never gives up: when the connection is lost it connects
/// again, after a pause that grows up to [Wire#MAX_PAUSE_MILLIS].
final class Listening {
  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final Logger LOG = System.getLogger(Listening.class.getName());

  private final CountDownLatch closed = new CountDownLatch(1);
  private int pause = FIRST_PAUSE_MILLIS; // of the thread alone

  /// Connects, and listens as long as the connection lasts.
  interface Attempt {
    /// Returns or fails when the connection is lost.
    ///
    /// @param connected is to be run once there is a connection
    void listen(Runnable connected) throws Exception;
  }

  /// Begins, in a thread of its own.
  void start(Attempt attempt, Wire.Ears ears) {
    Thread.ofVirtual().name("bus listens").start(() -> keep(attempt, ears));
  }

  private void keep(Attempt attempt, Wire.Ears ears) {
    try {
      do {
        try {
          attempt.listen(() -> pause = FIRST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) { // whatever the connection fails with
          if (isOpen()) {
            LOG.log(Level.WARNING, "hears no other node: {0}", e.getMessage());
            ears.missed();
          }
        }
        pause = Math.min(2 * pause, Wire.MAX_PAUSE_MILLIS);
      } while (!closed.await(pause, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isOpen() {
    return closed.getCount() > 0;
  }

  /// Has the thread end; whoever listens must be cut off beside that.
  void close() {
    closed.countDown();
  }
}
