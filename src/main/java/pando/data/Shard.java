package pando.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pando.base.Id;
import pando.base.Request;
import pando.cluster.ShardMap;
import pando.data.Server.Limits;
import pando.data.Server.Role;
import pando.data.Server.Work;

/// A slice of the slots: a PostgreSQL primary, which is written, and its replicas, which are read
/// where the [pando.base.Freshness] of the request allows it.
///
/// What a server that goes away cuts off is done again, if that does no harm, until there is a
/// primary again, or it has been away for [Limits#patience], or the time of the request is over.
public final class Shard implements AutoCloseable {
  /// To each server. Few: more connections than cores only queue inside PostgreSQL.
  public static final int CONNECTIONS = 8;

  /// How long to wait before something is run again that a server which went away cut off.
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final int ATTEMPTS = 3;

  private final String name;
  private final Servers servers;
  private final long patience; // nanoseconds
  private final Outage outage;
  private final Locks locks;
  private final PatientSource source;

  Shard(ShardMap.Shard shard, String user, String password) {
    this(shard, user, password, shard.servers().size() == 1 ? Limits.ALONE : Limits.ONE_OF_SEVERAL);
  }

  Shard(ShardMap.Shard shard, String user, String password, Limits limits) {
    this.name = shard.name();
    this.servers = new Servers(shard, Server.properties(user, password), limits);
    this.patience = limits.patience().toNanos();
    this.outage = new Outage(patience);
    this.locks = new Locks(shard.url(), user, password);
    this.source = new PatientSource(shard.url(), Server.properties(user, password));
  }

  public String name() {
    return name;
  }

  /// A connection to the primary of its own, which nobody cuts, for what may take long.
  Connection connect() throws SQLException {
    return source.getConnection();
  }

  /// What this process alone may do on it.
  public Locks locks() {
    return locks;
  }

  /// Runs `work` in one transaction: all of it is stored, or nothing. It may be run again when the
  /// database had to break a deadlock, or went away before the commit, so it must have no effect
  /// but on the transaction.
  public <T extends @Nullable Object> T transact(Function<Tx, T> work) {
    return transact(work, DatabaseFailure::isHarmlessOutage);
  }

  /// As [#transact], for work that is idempotent: it is run again also when the database went away
  /// in the middle of the commit, so that nobody can say whether it was stored.
  public <T extends @Nullable Object> T transactIdempotent(Function<Tx, T> work) {
    return transact(work, DatabaseFailure::isOutage);
  }

  private <T extends @Nullable Object> T transact(
      Function<Tx, T> work, Predicate<DatabaseFailure> mayWait) {
    var wait = new Wait();
    for (var attempt = 1; ; attempt++) {
      try {
        return transactOnce(work);
      } catch (DatabaseFailure e) {
        if ((!e.mayRunAgain() || attempt >= ATTEMPTS)
            && !(mayWait.test(e) && wait.pause())) {
          throw e;
        }
      }
    }
  }

  private <T extends @Nullable Object> T transactOnce(Function<Tx, T> work) {
    var committed = new Tx[1];
    var result =
        onPrimary(connection -> {
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

  /// Does something on the primary, once.
  private <T extends @Nullable Object> T onPrimary(Work<T> work) {
    try {
      var result = onPrimary(servers.primary(), work);
      outage.over();
      return result;
    } catch (DatabaseFailure e) {
      if (e.isOutage()) {
        outage.failed();
      }
      throw e;
    }
  }

  private <T extends @Nullable Object> T onPrimary(Server primary, Work<T> work) {
    try {
      return primary.with(Role.PRIMARY, work);
    } catch (DatabaseFailure e) {
      if (e.isOutage() && !e.isUnreached()) {
        primary.renew(); // the other connections are broken as well
      }
      throw e;
    } finally {
      servers.sawPrimary(Request.current().freshness());
    }
  }

  /// Reads where it is fresh enough, and on the primary what a replica cannot answer.
  private <T extends @Nullable Object> T read(Work<T> work) {
    var freshness = Request.current().freshness();
    var wait = new Wait();
    while (true) {
      var replica = servers.choose(freshness);
      if (replica != null) {
        try {
          var answer = replica.with(Role.REPLICA, work);
          servers.saw(replica, freshness);
          return answer;
        } catch (DatabaseFailure e) {
          if (e.isOutage()) {
            replica.positions().doubt(); // until it is asked again
          }
        }
      }
      try {
        return onPrimary(work);
      } catch (DatabaseFailure e) {
        if (!e.isHarmlessOutage() || !wait.pauseToRead()) {
          throw e;
        }
      }
    }
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
    var wait = new Wait();
    while (true) {
      try {
        return onPrimary(connection -> new Tx(connection).update(sql, parameters));
      } catch (DatabaseFailure e) {
        if (!e.isUntouched() || !wait.pause()) {
          throw e;
        }
      }
    }
  }

  /// Remembers that a person has written, perhaps in another node: from now on they read it.
  void wrote(Id person) {
    servers.sawPrimary(person);
  }

  /// Remembers of nobody what they have seen or written.
  void forgetViews() {
    servers.forgetAll();
  }

  /// Whether a server answers. It is asked only if none has answered anybody lately: where many
  /// wait for their turn it is busy, and not away.
  public boolean isAnswering() {
    return servers.haveAnswered() || one("select true as answer", row -> row.flag("answer"));
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
    locks.close();
    source.close();
    servers.close();
  }

  /// How long one thing that is to be done waits for a server: it may be cut off each time for a
  /// reason of its own, while others find the primary there.
  private final class Wait {
    private final Request request = Request.current();
    private final long start = System.nanoTime();

    /// Waits a moment for the primary, which is away, if there is time.
    boolean pause() {
      return !outage.isLong() && pauseBriefly();
    }

    /// Waits a moment for the primary, or for the replicas that are there to be known fresh enough.
    boolean pauseToRead() {
      return (!outage.isLong() || servers.haveAnswered()) && pauseBriefly();
    }

    private boolean pauseBriefly() {
      if (request.remaining().compareTo(PAUSE) < 0 || System.nanoTime() - start > patience) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
        return true;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /// How long the primary has been away, as far as anybody has tried: who comes late need not wait
  /// as long again as those before.
  private static final class Outage {
    private final long patience; // nanoseconds
    private volatile boolean goesOn;
    private long start;
    private long lastTry;

    /// @param patience how long it is waited for, in nanoseconds. If nobody has tried for as long,
    ///   whoever fails next does not know since when it is away
    Outage(long patience) {
      this.patience = patience;
    }

    /// Somebody could not reach it.
    synchronized void failed() {
      var now = System.nanoTime();
      if (!goesOn || now - lastTry > patience) {
        start = now;
      }
      lastTry = now;
      goesOn = true;
    }

    /// Somebody has reached it.
    void over() {
      if (goesOn) {
        goesOn = false;
      }
    }

    /// Whether it has been away for so long that nobody is to wait for it.
    synchronized boolean isLong() {
      return goesOn && System.nanoTime() - start > patience;
    }
  }
}
