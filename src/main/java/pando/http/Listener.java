package pando.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;

/// One open connection of [Streams]: a queue that publishers fill without waiting, and that the
/// thread of the connection empties. When the queue is full the connection is cut.
final class Listener {
  /// Messages that wait to be sent.
  static final int MAX_QUEUE = 256;

  private static final Message WAKE = new Message("", "");

  final Access access;
  final Set<StreamKey> keys = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private volatile @Nullable Runnable cut;
  private volatile boolean open = true;

  /// What is sent, in the two ways of writing it.
  ///
  /// @param json for a WebSocket
  /// @param event for an event stream
  record Message(String json, String event) {}

  Listener(Access access) {
    this.access = access;
  }

  boolean isOpen() {
    return open;
  }

  /// Says how a write that is stuck is broken off, from any thread.
  void whenCut(Runnable cut) {
    this.cut = cut;
    if (!open) {
      cut.run();
    }
  }

  /// Adds a message, or cuts a connection that does not keep up.
  void offer(Message message) {
    if (!queue.offer(message)) {
      cut();
    }
  }

  /// The next message; null if none comes in time. To be sent only if the listener is still open.
  @Nullable Message next(Duration wait) throws InterruptedException {
    return queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  void cut() {
    open = false;
    queue.clear();
    queue.offer(WAKE);
    var how = cut;
    if (how != null) {
      how.run();
    }
  }
}
