package pando.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpParser.State;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/// The connections of a server that has stopped to listen, until the last one has ended.
///
/// Most end by themselves, with an answer that says that it is the last. One on which nothing is
/// asked is closed in two steps: this side says that it will answer no more, and only when the
/// client has closed its side too, or some time later, the connection is gone. A request that was
/// sent at that very moment finds the end of a connection and not a reset; it is not run, and
/// clients send it again.
final class Leaving {
  /// How long nothing must have been asked.
  static final Duration QUIET = Duration.ofSeconds(2);

  /// How long the client may take to close its side.
  static final Duration LINGER = Duration.ofSeconds(1);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final ServerConnector connector;

  /// When this side was closed, of [System#nanoTime].
  private final Map<EndPoint, Long> halfClosed = new HashMap<>();

  Leaving(ServerConnector connector) {
    this.connector = connector;
  }

  /// Waits until all connections have ended, or as long as given.
  void await(Duration limit) {
    var deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!connector.getConnectedEndPoints().isEmpty() && System.nanoTime() < deadline) {
        connector.getConnectedEndPoints().forEach(this::end);
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the rest is closed at once
    }
  }

  private void end(EndPoint endPoint) {
    var since = halfClosed.get(endPoint);
    if (since == null) {
      if (isQuiet(endPoint)) {
        endPoint.shutdownOutput();
        halfClosed.put(endPoint, System.nanoTime());
      }
    } else if (System.nanoTime() - since > LINGER.toNanos()) {
      endPoint.close();
    }
  }

  private static boolean isQuiet(EndPoint endPoint) {
    return endPoint.getConnection() instanceof HttpConnection connection
        && connection.getParser().getState() == State.START
        && endPoint instanceof AbstractEndPoint timed
        && timed.getIdleFor() > QUIET.toMillis();
  }
}
