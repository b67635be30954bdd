package pando.cache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Writes that may come a moment later: the last value of each key gathers in memory and is written
/// together with others, so that whoever has something to write waits for nothing.
///
/// A process that is killed loses what has gathered since the last [#flush]. So this is for what
/// nobody was promised, such as when something was last used.
public final class WriteBack<K, V> implements AutoCloseable {
  /// How long values gather.
  static final Duration EVERY = Duration.ofSeconds(1);

  /// How many keys wait at most. Others are not taken until these are written.
  static final int MAX_WAITING = 20_000;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(WriteBack.class.getName());

  private final Consumer<Map<K, V>> write;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private Map<K, V> waiting = new HashMap<>(); // guarded by this

  /// @param name of its thread in logs
  /// @param write writes some values, all or none. After a failure they are given to it again,
  ///   those that have not changed since
  public WriteBack(String name, Consumer<Map<K, V>> write) {
    this.write = write;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// Writes from now on what gathers, about every second.
  public void start() {
    thread.start();
  }

  /// Takes the new value of a key.
  ///
  /// @return whether it is going to be written; false: too much waits already
  public synchronized boolean put(K key, V value) {
    if (waiting.size() >= MAX_WAITING && !waiting.containsKey(key)) {
      return false;
    }
    waiting.put(key, value);
    return true;
  }

  /// Writes what has gathered. What cannot be written goes on waiting.
  public void flush() {
    var batch = take();
    if (batch.isEmpty()) {
      return;
    }
    try {
      write.accept(batch);
    } catch (RuntimeException e) {
      putBack(batch);
      throw e;
    }
  }

  private synchronized Map<K, V> take() {
    var batch = waiting;
    waiting = new HashMap<>();
    return batch;
  }

  private synchronized void putBack(Map<K, V> batch) {
    batch.forEach((key, value) -> {
      if (!waiting.containsKey(key)) {
        put(key, value);
      }
    });
  }

  private void run() {
    try {
      while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          flush();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, thread.getName() + " are written later", e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // close() waited long enough: the thread ends
    }
  }

  /// Writes what has gathered, for the last time.
  @Override
  public void close() {
    stopped.countDown();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(STOP_LIMIT)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    flush();
  }
}
