package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLState;

/// Brings the schema of a shard up to date: each numbered file under `schema/` once, in order, by
/// one process at a time, while nodes of the version before serve people.
///
/// A file is one transaction. It gives up after [#LOCK_LIMIT] if it has to wait for a lock, since
/// everybody who wants the table waits behind it, and is tried again a moment later. A file whose
/// name ends in `.online.sql` is run without a transaction, a statement at a time, as `create index
/// concurrently` needs it: what it says may be said twice.
final class Schema {
  /// In order; a file that was released is never changed again.
  private static final List<String> FILES =
      List.of(
          "001-pando.sql",
          "002-moderation.sql",
          "003-leaving.sql",
          "004-recovery.sql",
          "005-nodes.sql",
          "006-celebrities.sql");

  /// How long people may wait behind a file that waits for a lock.
  static final Duration LOCK_LIMIT = Duration.ofSeconds(1);

  /// How long they are left alone then.
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// How often a file is tried that waits for locks: for about a minute.
  private static final int ATTEMPTS = 40;

  private static final String ONLINE = ".online.sql";
  private static final String LOCKED = "55P03"; // lock_not_available

  private static final String EXISTS = "select to_regclass('schema_files') is not null";
  private static final String APPLIED = "select name from schema_files";
  private static final String LOCK = "select pg_try_advisory_lock(7262633)";
  private static final String TABLE =
      "create table if not exists schema_files (name text primary key, applied_at timestamptz)";
  private static final String RECORD =
      "insert into schema_files (name, applied_at) values ('%s', now())";

  /// What a `create index concurrently` leaves that was cut short.
  private static final String BROKEN =
      """
      select indexrelid::regclass::text
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
       where not i.indisvalid and c.relnamespace = 'public'::regnamespace
      """;

  private static final Logger LOG = System.getLogger(Schema.class.getName());

  private Schema() {}

  /// A file.
  ///
  /// @param text one or more statements
  record File(String name, String text) {
    boolean isOnline() {
      return name.endsWith(ONLINE);
    }
  }

  /// The files of this version, in order.
  static List<File> files() {
    return FILES.stream().map(name -> new File(name, read(name))).toList();
  }

  static void migrate(Shard shard) {
    migrate(shard, files());
  }

  static void migrate(Shard shard, List<File> files) {
    var names = files.stream().map(File::name).toList();
    try (var connection = shard.connect();
        var statement = connection.createStatement()) {
      if (applied(statement).containsAll(names)) {
        return;
      }
      while (!answersYes(statement, LOCK)) { // nobody waits in the database for another node
        pause();
      }
      statement.execute("set lock_timeout = " + LOCK_LIMIT.toMillis());
      statement.execute(TABLE);
      var applied = applied(statement);
      for (var file : files) {
        if (!applied.contains(file.name())) {
          insist(connection, file);
          LOG.log(Level.DEBUG, "{0} has {1}", shard.name(), file.name());
        }
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Set<String> applied(Statement statement) throws SQLException {
    var names = new HashSet<String>();
    if (answersYes(statement, EXISTS)) {
      try (var rows = statement.executeQuery(APPLIED)) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  private static void insist(Connection connection, File file) throws SQLException {
    for (var attempt = 1; ; attempt++) {
      try (var statement = connection.createStatement()) {
        if (file.isOnline()) {
          applyOnline(statement, file);
        } else {
          apply(connection, statement, file);
        }
        return;
      } catch (SQLException e) {
        if (!LOCKED.equals(e.getSQLState()) || attempt >= ATTEMPTS) {
          throw new SQLException("cannot apply schema/" + file.name(), e.getSQLState(), e);
        }
      }
      pause();
    }
  }

  private static void apply(Connection connection, Statement statement, File file)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      statement.execute(file.text());
      statement.execute(RECORD.formatted(file.name()));
      connection.commit();
    } catch (SQLException e) {
      if (!PSQLState.isConnectionError(e.getSQLState())) {
        connection.rollback();
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void applyOnline(Statement statement, File file) throws SQLException {
    statement.execute("set statement_timeout = 0"); // it may take its time: nobody waits for it
    try (var broken = statement.executeQuery(BROKEN)) {
      if (broken.next()) {
        statement.execute("drop index concurrently " + broken.getString(1));
      }
    }
    for (var each : file.text().replaceAll("--.*", "").split(";", -1)) {
      if (!each.isBlank()) {
        statement.execute(each);
      }
    }
    statement.execute("reset statement_timeout");
    statement.execute(RECORD.formatted(file.name()));
  }

  private static boolean answersYes(Statement statement, String question) throws SQLException {
    try (var answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private static void pause() {
    PostgresProcess.pause(PAUSE);
  }

  private static String read(String file) {
    try (var in = Schema.class.getResourceAsStream("/schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("schema/" + file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
