package pando.bus;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// `LISTEN` and `NOTIFY` of a PostgreSQL database, over two connections of its own.
///
/// It is never part of a transaction that writes: PostgreSQL lets transactions that notify commit
/// one after the other only.
public final class PostgresWire implements Wire {
  private static final String CHANNEL = "pando";

  private static final String LISTEN = "listen " + CHANNEL;

  /// In one transaction for all packets, which arrive in this order.
  private static final String SEND =
      """
      select pg_notify('%s', packet)
        from unnest(?::text[]) with ordinality as packets (packet, n)
       order by n
      """
          .formatted(CHANNEL);

  /// PostgreSQL takes less than 8,000 bytes.
  private static final int MAX_BYTES = 7_900;

  /// After how long a silent connection is asked whether it is still there.
  private static final int MAX_SILENCE_MILLIS = 5_000;

  private static final int ANSWER_LIMIT_SECONDS = 2;
  private static final Logger LOG = System.getLogger(PostgresWire.class.getName());

  private final String url;
  private final Properties properties = new Properties();
  private final Listening listening = new Listening();
  private volatile @Nullable Connection heard;
  private @Nullable Connection sending;

  /// @param url JDBC URL of a database that all nodes share
  public PostgresWire(String url, String user, String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("requireAuth", "scram-sha-256"); // or another at its port is believed
    properties.setProperty("ApplicationName", "pando bus");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Integer.toString(ANSWER_LIMIT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(ANSWER_LIMIT_SECONDS));
    properties.setProperty("options", "-c synchronous_commit=off"); // nothing is stored
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public synchronized void send(List<String> packets) {
    try {
      if (sending == null) {
        sending = connect();
      }
      var connection = sending;
      try (var statement = connection.prepareStatement(SEND)) {
        statement.setArray(1, connection.createArrayOf("text", packets.toArray()));
        statement.execute();
      }
    } catch (SQLException e) {
      cut(sending);
      sending = null;
      throw new IllegalStateException("the database took no notification", e);
    }
  }

  private Connection connect() throws SQLException {
    var connection = DriverManager.getConnection(url, properties);
    try {
      connection.setNetworkTimeout(
          Runnable::run, (int) TimeUnit.SECONDS.toMillis(ANSWER_LIMIT_SECONDS));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void listen(Ears ears) {
    listening.start(
        connected -> {
          try (var connection = connect()) {
            heard = connection;
            connected.run();
            listen(connection, ears);
          }
        },
        ears);
  }

  private void listen(Connection connection, Ears ears) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(LISTEN);
    }
    ears.missed();
    var postgres = connection.unwrap(PGConnection.class);
    while (listening.isOpen()) {
      var notifications = postgres.getNotifications(MAX_SILENCE_MILLIS);
      if (notifications == null || notifications.length == 0) {
        if (!connection.isValid(ANSWER_LIMIT_SECONDS)) {
          throw new SQLException("the database is silent");
        }
      } else {
        for (var notification : notifications) {
          ears.heard(notification.getParameter());
        }
      }
    }
  }

  @Override
  public void close() {
    listening.close();
    cut(heard);
    synchronized (this) {
      cut(sending);
    }
  }

  /// Without a word: the other end may be gone.
  private static void cut(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "could not cut a connection of the bus", e);
    }
  }
}
