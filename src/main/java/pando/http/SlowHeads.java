package pando.http;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpParser.State;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/// Closes connections whose request line and headers do not come to an end: a client that sends a
/// byte now and then is never idle, and would keep its connection for days.
final class SlowHeads implements AutoCloseable {
  static final Duration MAX_TIME = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Set<State> IN_HEAD =
      EnumSet.of(
          State.METHOD, State.SPACE1, State.URI, State.SPACE2, State.REQUEST_VERSION, State.HEADER);

  private final ServerConnector connector;
  private final Thread thread;

  SlowHeads(ServerConnector connector) {
    this.connector = connector;
    this.thread = Thread.ofVirtual().name("slow-heads").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        connector.getConnectedEndPoints().stream()
            .filter(SlowHeads::isSlow)
            .forEach(EndPoint::close);
      }
    } catch (InterruptedException closed) {
      // the server stops
    }
  }

  /// Looks at a parser that another thread may be using: a look that is wrong once is right a
  /// second later.
  private static boolean isSlow(EndPoint endPoint) {
    if (endPoint.getConnection() instanceof HttpConnection connection) {
      var parser = connection.getParser();
      var begun = parser.getBeginNanoTime();
      return IN_HEAD.contains(parser.getState()) && System.nanoTime() - begun > MAX_TIME.toNanos();
    }
    return false;
  }
}
