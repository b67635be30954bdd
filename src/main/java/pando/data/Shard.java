package pando.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.base.Request;

/// A slice of the slots on one PostgreSQL primary, and the few connections to it.
///
/// Connections are handed out in the order of asking: HikariCP keeps them, and a fair gate with as
/// many permits as there are connections stands before it. Without the gate a thread that has just
/// given its connection back tends to win it again and others starve. A request waits for a
/// connection as long as its time budget allows.
public final class Shard implements AutoCloseable {
  /// Few: more connections than cores only queue inside PostgreSQL.
  public static final int CONNECTIONS = 8;

  /// How long any one statement may run.
  private static final int STATEMENT_LIMIT_MILLIS = 15_000;

  /// How long a connection may be held at once. One whose server has fallen silent is cut then. (A
  /// time limit on each read of the socket would do the same, and cost a timer for each.)
  private static final Duration MAX_HOLD = Duration.ofSeconds(60);

  /// How long anybody waits for a connection to a server that is away.
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(15);

  /// How long to wait before something is run again that a server which went away cut off.
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final int ATTEMPTS = 3;

  /// How long an answer of the server proves that it is there.
  private static final Duration PROOF = Duration.ofSeconds(1);

  /// Whether this thread holds a connection. Taking a second one could wait for ever.
  private static final ThreadLocal<Boolean> HOLDS = ThreadLocal.withInitial(() -> false);

  private static final Logger LOG = System.getLogger(Shard.class.getName());

  private final String name;
  private final HikariDataSource pool;
  private final Locks locks;
  private final PatientSource source;
  private final Semaphore gate = new Semaphore(CONNECTIONS, true);
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
  private final Duration maxHold;
  private final Thread watch;
  private volatile long answeredAt = System.nanoTime() - PROOF.toNanos();

  /// Somebody has a connection, since a moment of [System#nanoTime].
  private record Hold(Connection connection, long since) {}

  /// @param url JDBC URL of the primary
  Shard(String name, String url, String user, String password) {
    this(name, url, user, password, MAX_HOLD);
  }

  Shard(String name, String url, String user, String password, Duration maxHold) {
    this.source = new PatientSource(url, properties(user, password));
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setConnectionTimeout(WAIT_LIMIT.toMillis());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(true);
    config.setInitializationFailTimeout(-1); // a database that is down must not stop the start
    this.name = name;
    this.pool = new HikariDataSource(config);
    this.locks = new Locks(url, user, password);
    this.maxHold = maxHold;
    this.watch = Thread.ofVirtual().name("watch " + name).start(this::watch);
  }

  private static Properties properties(String user, String password) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "pando");
    properties.setProperty("prepareThreshold", "2");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Integer.toString(PatientSource.CONNECT_LIMIT_SECONDS));
    properties.setProperty("options", "-c statement_timeout=" + STATEMENT_LIMIT_MILLIS);
    return properties;
  }

  public String name() {
    return name;
  }

  /// What this process alone may do on it.
  public Locks locks() {
    return locks;
  }

  /// Runs `work` in one transaction: all of it is stored, or nothing. It may be run again when the
  /// database had to break a deadlock, or went away before the commit, so it must have no effect
  /// but on the transaction.
  public <T extends @Nullable Object> T transact(Function<Tx, T> work) {
    var request = Request.current();
    for (var attempt = 1; ; attempt++) {
      try {
        return transactOnce(work);
      } catch (DatabaseFailure e) {
        if ((!e.mayRunAgain() || attempt >= ATTEMPTS) && !isWorthWaiting(e, request)) {
          throw e;
        }
      }
    }
  }

  /// Whether the server went away without harm and there is time to try again, after a pause.
  private boolean isWorthWaiting(DatabaseFailure failure, Request request) {
    if (!failure.isHarmlessOutage() || request.remaining().compareTo(PAUSE) < 0) {
      return false;
    }
    pool.getHikariPoolMXBean().softEvictConnections(); // the others are broken as well
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Reads again what a server cut off that went away.
  private <T extends @Nullable Object> T read(Work<T> work) {
    var request = Request.current();
    while (true) {
      try {
        return withConnection(work);
      } catch (DatabaseFailure e) {
        if (!isWorthWaiting(e, request)) {
          throw e;
        }
      }
    }
  }

  private <T extends @Nullable Object> T transactOnce(Function<Tx, T> work) {
    var committed = new Tx[1];
    var result =
        withConnection(connection -> {
          connection.setAutoCommit(false);
          try {
            var tx = new Tx(connection);
            var value = work.apply(tx);
            commit(tx);
            committed[0] = tx;
            return value;
          } finally {
            if (committed[0] == null) {
              rollBack(connection);
            }
          }
        });
    committed[0].committed(); // the connection is free again: these may take one
    return result;
  }

  private static void commit(Tx tx) {
    try {
      tx.commit();
    } catch (SQLException e) {
      throw DatabaseFailure.atCommit(e);
    }
  }

  /// Every row that one statement answers, outside of a transaction.
  public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    return read(connection -> new Tx(connection).list(sql, reader, parameters));
  }

  /// The only row that one statement answers, or null when it has none.
  public <T> @Nullable T find(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    return this.<@Nullable T>read(connection -> new Tx(connection).find(sql, reader, parameters));
  }

  /// The only row that one statement answers.
  public <T> T one(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    return read(connection -> new Tx(connection).one(sql, reader, parameters));
  }

  /// Runs one insert, update or delete, which commits by itself, and returns the rows it touched.
  public int update(String sql, @Nullable Object... parameters) {
    return withConnection(connection -> new Tx(connection).update(sql, parameters));
  }

  /// Whether the server answers. It is asked only if it has not answered anybody lately: where many
  /// wait for their turn it is busy, and not away.
  public boolean isAnswering() {
    return System.nanoTime() - answeredAt < PROOF.toNanos()
        || one("select true as answer", row -> row.flag("answer"));
  }

  private interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private <T extends @Nullable Object> T withConnection(Work<T> work) {
    if (HOLDS.get()) {
      throw new IllegalStateException("this thread has a transaction open: use its Tx");
    }
    enter();
    HOLDS.set(true);
    try (var connection = pool.getConnection()) {
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

  /// Cuts connections that are held for too long, until it is interrupted.
  private void watch() {
    try {
      while (true) {
        Thread.sleep(maxHold.dividedBy(4));
        for (var hold : holds) {
          if (System.nanoTime() - hold.since() > maxHold.toNanos()) {
            cut(hold.connection());
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the shard is closed
    }
  }

  private void cut(Connection connection) {
    LOG.log(Level.WARNING, "the database {0} is silent for {1}: cut a connection", name, maxHold);
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "could not cut a connection to " + name, e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // The failure that led here is thrown already; the pool replaces a broken connection.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    locks.close();
    source.close();
    pool.close();
  }
}
