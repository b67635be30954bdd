package pando.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.base.Request;

/// One PostgreSQL server of a shard, and the few connections to it.
///
/// Connections are handed out in the order of asking: HikariCP keeps them, and a fair gate with as
/// many permits as there are connections stands before it. Without the gate a thread that has just
/// given its connection back tends to win it again and others starve. A request waits for a
/// connection as long as its time budget allows.
final class Server implements AutoCloseable {
  /// How long any one statement may run.
  private static final int STATEMENT_LIMIT_MILLIS = 15_000;

  /// How long a new connection may take to sign in.
  private static final int SIGN_IN_LIMIT_SECONDS = 5;

  /// How long an answer of the server proves that it is there.
  private static final Duration PROOF = Duration.ofSeconds(1);

  /// How long nobody tries to connect after somebody could not: whoever queues would wait for those
  /// before, one after the other.
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  /// The only way to sign in: both show that they know the password, and neither tells it. Another
  /// program at the port of a server that is away learns nothing, and is not believed.
  static final String AUTHENTICATION = "scram-sha-256";

  /// Whether this thread holds a connection. Taking a second one could wait for ever.
  private static final ThreadLocal<Boolean> HOLDS = ThreadLocal.withInitial(() -> false);

  private static final Logger LOG = System.getLogger(Server.class.getName());

  private final String name;
  private final HikariDataSource pool;
  private final PatientSource source;
  private final Semaphore gate = new Semaphore(Shard.CONNECTIONS, true);
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
  private final Positions positions = new Positions();
  private final Limits limits;
  private final Thread watch;
  private volatile Role role;
  private volatile long failedAt = System.nanoTime() - AFTER_FAILURE.toNanos();
  private volatile long answeredAt = System.nanoTime() - PROOF.toNanos();

  /// Somebody has a connection, since a moment of [System#nanoTime].
  private record Hold(Connection connection, long since) {}

  /// What a server may be used for.
  enum Role {
    PRIMARY,
    REPLICA,
    /// Nothing: it does not answer, lags, or takes itself for a primary and is none any more.
    NONE
  }

  /// How long things may take that depend on a server.
  ///
  /// @param connecting how long anybody waits for a connection who has had their turn; the shard
  ///   tries again
  /// @param hold how long a connection may be held at once. One whose server has fallen silent is
  ///   cut then. (A time limit on each read of the socket would do the same, and cost a timer for
  ///   each.)
  /// @param lag a replica that is further behind is not read, until it has caught up
  /// @param patience how long a primary may be away while people wait for it
  record Limits(Duration connecting, Duration hold, Duration lag, Duration patience) {
    /// Another takes over in less; and programs that wait for an answer give up after ten seconds
    /// or so, and had better be told.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// Where there is no other server to go to.
    static final Limits ALONE =
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ZERO, PATIENCE);

    /// Where another can do as well, or will soon.
    static final Limits ONE_OF_SEVERAL =
        new Limits(Duration.ofMillis(500), ALONE.hold(), Duration.ofSeconds(10), PATIENCE);
  }

  /// What is done with a connection.
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  /// @param url JDBC URL of this server alone
  Server(String name, String url, Properties properties, Role role, Limits limits) {
    this.source = new PatientSource(url, properties);
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setConnectionTimeout(limits.connecting().toMillis());
    config.setMaximumPoolSize(Shard.CONNECTIONS);
    config.setMinimumIdle(idle(role));
    config.setAutoCommit(true);
    config.setInitializationFailTimeout(-1); // a database that is down must not stop the start
    this.name = name;
    this.pool = new HikariDataSource(config);
    this.role = role;
    this.limits = limits;
    this.watch = Thread.ofVirtual().name("watch " + name).start(this::watch);
  }

  /// The properties of a connection.
  static Properties properties(String user, String password) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "pando");
    properties.setProperty("requireAuth", AUTHENTICATION);
    properties.setProperty("prepareThreshold", "2");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Integer.toString(PatientSource.CONNECT_LIMIT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(SIGN_IN_LIMIT_SECONDS));
    properties.setProperty("options", "-c statement_timeout=" + STATEMENT_LIMIT_MILLIS);
    return properties;
  }

  /// Does something with a connection that nobody else has meanwhile, if the server is still what
  /// it was chosen for.
  <T extends @Nullable Object> T with(Role wanted, Work<T> work) {
    if (HOLDS.get()) {
      throw new IllegalStateException("this thread has a transaction open: use its Tx");
    }
    enter();
    HOLDS.set(true);
    try (var connection = connect(wanted)) {
      var hold = new Hold(connection, System.nanoTime());
      holds.add(hold);
      try {
        var result = work.run(connection);
        answeredAt = System.nanoTime();
        return result;
      } finally {
        holds.remove(hold);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    } finally {
      HOLDS.remove();
      gate.release();
    }
  }

  private void enter() {
    try {
      var nanos = Request.current().remaining().toNanos();
      if (!gate.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        throw new Refusal.Unavailable(
            "There was a temporary problem serving your request, please try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The server is shutting down, please try again");
    }
  }

  /// The role is looked at twice: nobody waits for a server that is away, and who has waited may
  /// have got a connection to one that has come back as something else.
  private Connection connect(Role wanted) {
    try {
      if (role == wanted && System.nanoTime() - failedAt >= AFTER_FAILURE.toNanos()) {
        var connection = take();
        if (role == wanted) {
          return connection;
        }
        connection.close();
      }
      throw new SQLTransientConnectionException(name + " is no " + wanted + " now");
    } catch (SQLException e) {
      throw DatabaseFailure.unreached(e);
    }
  }

  private Connection take() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      failedAt = System.nanoTime();
      throw e;
    }
  }

  /// Whether it has answered somebody lately.
  boolean hasAnswered() {
    return System.nanoTime() - answeredAt < PROOF.toNanos();
  }

  /// What it may be used for now.
  Role role() {
    return role;
  }

  /// Says what it may be used for from now on.
  void become(Role next) {
    if (role != next) {
      LOG.log(
          next == Role.NONE ? Level.WARNING : Level.INFO, "{0} was {1}, is {2}", name, role, next);
      role = next;
      pool.getHikariConfigMXBean().setMinimumIdle(idle(next));
    }
  }

  /// How many connections wait to be used. Nobody connects to a server that is not used: it may not
  /// exist.
  private static int idle(Role role) {
    return role == Role.NONE ? 0 : 1;
  }

  /// Where it was when it was asked.
  Positions positions() {
    return positions;
  }

  /// Uses no connection again that is open now: all are broken, or of a server that is another now.
  void renew() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /// Breaks off whatever is being done there.
  void cutAll() {
    renew();
    holds.forEach(hold -> cut(hold.connection()));
  }

  /// Cuts connections that are held for too long, until it is interrupted.
  private void watch() {
    try {
      while (true) {
        Thread.sleep(limits.hold().dividedBy(4));
        for (var hold : holds) {
          if (System.nanoTime() - hold.since() > limits.hold().toNanos()) {
            LOG.log(
                Level.WARNING,
                "the database {0} is silent for {1}: cut a connection",
                name,
                limits.hold());
            cut(hold.connection());
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  private void cut(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "could not cut a connection to " + name, e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    source.close();
    pool.close();
  }
}
