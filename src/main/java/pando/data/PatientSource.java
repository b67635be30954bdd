package pando.data;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Makes connections to a server that may be away for the moment: that starts, has been started
/// anew, or is moved to another process at the same address. It tries again every [#PAUSE], so that
/// a connection is there as soon as the server is: a pool by itself tries ever more rarely.
final class PatientSource implements DataSource, AutoCloseable {
  /// How long a server may be away.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  static final Duration PAUSE = Duration.ofMillis(20);

  /// How long one attempt may wait for the server to take the connection.
  static final int CONNECT_LIMIT_SECONDS = 2;

  private final Driver driver = new Driver();
  private final String url;
  private final Properties properties;
  private final CountDownLatch closed = new CountDownLatch(1);

  PatientSource(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  @Override
  public Connection getConnection() throws SQLException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var connection = driver.connect(url, properties);
        if (connection == null) {
          throw new SQLException("not an address of PostgreSQL: " + url);
        }
        return connection;
      } catch (SQLException e) {
        if (!new DatabaseFailure(e).isOutage() || System.nanoTime() > end || isClosedSoon()) {
          throw e;
        }
      }
    }
  }

  private boolean isClosedSoon() throws SQLException {
    try {
      return closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /// Waits for no server any more.
  @Override
  public void close() {
    closed.countDown();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("there is one user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return CONNECT_LIMIT_SECONDS; // a pool that closes waits so long for an attempt under way
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("it wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
