package pando.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What this process alone may do on a shard, until it gives it up or ends: locks that the database
/// keeps for a connection, which has no other use. When the process is killed the connection breaks
/// and the next one gets the locks.
///
/// When the connection is lost while the process lives, another may have its locks before it
/// notices: what is done under a lock must do no harm when it is done twice.
public final class Locks implements AutoCloseable {
  /// A lock that all hold together, to be counted.
  private static final String ATTEND = "select pg_advisory_lock_shared(?, 0) is null as held";

  private static final String COUNT =
      """
      select count(*) as holders
        from pg_locks l
        join pg_database d on d.oid = l.database and d.datname = current_database()
       where l.locktype = 'advisory' and l.classid = ? and l.objid = 0 and l.objsubid = 2
         and l.granted
      """;

  /// Takes what is free, and stops when it has enough.
  private static final String TAKE =
      """
      select key
        from generate_series(?::integer, ?) as key
       where key <> all(?) and pg_try_advisory_lock(?, key)
       limit ?
      """;

  private static final String RELEASE = "select pg_advisory_unlock(?, ?) as held";

  private static final int LIMIT_SECONDS = 5;

  private final String url;
  private final Properties properties = new Properties();
  private @Nullable Connection connection;
  private final Set<Long> held = new TreeSet<>(); // space and key
  private final Set<Integer> attended = new TreeSet<>();

  Locks(String url, String user, String password) {
    this.url = url;
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("requireAuth", Server.AUTHENTICATION);
    properties.setProperty("ApplicationName", "pando locks");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Integer.toString(LIMIT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(LIMIT_SECONDS));
  }

  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) {
    try {
      if (connection == null) {
        connection = DriverManager.getConnection(url, properties);
        connection.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
      }
      return work.run(connection);
    } catch (SQLException e) {
      close();
      throw new DatabaseFailure(e);
    }
  }

  /// How many processes share the locks of a space, which this one does from now on.
  public synchronized int count(int space) {
    return with(connection -> {
      if (attended.add(space)) {
        try (var attend = prepare(connection, ATTEND, space)) {
          attend.execute();
        }
      }
      try (var count = prepare(connection, COUNT, space);
          var row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    });
  }

  /// Comes to hold as many locks of a range as wanted, no more and perhaps fewer, and answers those
  /// that it holds.
  ///
  /// @param from the first key, larger than 0
  /// @param to the one after the last
  public synchronized Set<Integer> hold(int space, int from, int to, int wanted) {
    return with(connection -> {
      var mine = held(space, from, to);
      while (mine.size() > wanted) {
        var last = mine.last();
        mine.remove(last);
        held.remove(pair(space, last));
        try (var release = prepare(connection, RELEASE, space, last)) {
          release.execute();
        }
      }
      if (mine.size() < wanted) {
        var others = connection.createArrayOf("integer", mine.toArray());
        var missing = wanted - mine.size();
        try (var take = prepare(connection, TAKE, from, to - 1, others, space, missing);
            var rows = take.executeQuery()) {
          while (rows.next()) {
            mine.add(rows.getInt(1));
            held.add(pair(space, rows.getInt(1)));
          }
        }
      }
      return mine;
    });
  }

  private NavigableSet<Integer> held(int space, int from, int to) {
    var mine = new TreeSet<Integer>();
    for (var key = from; key < to; key++) {
      if (held.contains(pair(space, key))) {
        mine.add(key);
      }
    }
    return mine;
  }

  private static long pair(int space, int key) {
    return (long) space << Integer.SIZE | key;
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (var i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /// Gives all up.
  @Override
  public synchronized void close() {
    held.clear();
    attended.clear();
    try (var _ = connection) {
      connection = null;
    } catch (SQLException _) {
      // it is gone all the same
    }
  }
}
