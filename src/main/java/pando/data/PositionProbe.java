package pando.data;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// Asks a server all the time what it is and how far, over a connection of its own.
final class PositionProbe implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(50);

  /// A server that has been away for so long may not exist, and is asked rarely.
  private static final Duration LONG = Duration.ofSeconds(10);

  private static final Duration RARE_PERIOD = Duration.ofMillis(500);

  /// A server that does not answer in this time counts as away.
  private static final int LIMIT_SECONDS = 2;

  private final String url;
  private final Properties properties;
  private final Listener listener;
  private final Thread thread;
  private long answered = System.nanoTime();

  /// Hears what the server says.
  interface Listener {
    void heard(Position position);

    /// It does not answer any more.
    void lost();
  }

  /// @param url JDBC URL of this server alone
  /// @param connecting properties of a connection
  PositionProbe(String url, Properties connecting, Listener listener) {
    this.url = url;
    this.properties = new Properties();
    this.properties.putAll(connecting);
    this.properties.setProperty("ApplicationName", "pando positions");
    this.properties.setProperty("socketTimeout", Integer.toString(LIMIT_SECONDS));
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("positions of " + url).start(this::run);
  }

  private void run() {
    try {
      while (true) {
        ask();
        listener.lost();
        var isLong = System.nanoTime() - answered > LONG.toNanos();
        Thread.sleep(isLong ? RARE_PERIOD : PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /// Asks until the connection breaks.
  private void ask() throws InterruptedException {
    try (var connection = DriverManager.getConnection(url, properties);
        var question = connection.prepareStatement(Position.QUESTION)) {
      while (true) {
        var asked = System.nanoTime();
        try (var answer = question.executeQuery()) {
          answer.next();
          answered = System.nanoTime();
          listener.heard(Position.read(asked, answer));
        }
        Thread.sleep(PERIOD);
      }
    } catch (SQLException _) {
      // it is away: nothing is known of it until it answers again
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
