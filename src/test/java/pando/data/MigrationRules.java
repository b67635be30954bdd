package pando.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import pando.data.Schema.File;

/// What a schema file must not do to a site that serves people, with nodes of the version before
/// beside those that bring it.
///
/// The file is run on a database that has rows. Before it commits, the database is asked what it
/// has done: which locks it holds on tables that were there before, which of these it has read from
/// end to end or written anew, how many rows it has changed, and what has become of the columns.
final class MigrationRules {
  /// How many rows of a table that was there a file may change: they stay locked to its end.
  static final int MAX_CHANGED_ROWS = 100;

  /// Says that nodes of the version before do not use what this file takes away.
  static final String CONTRACT = "-- contract:";

  /// Locks on a table behind which writers, or writers and readers, wait.
  private static final String BLOCKED =
      """
      select c.relname
        from pg_locks l join pg_class c on c.oid = l.relation
       where l.pid = pg_backend_pid() and l.granted and c.relkind = 'r'
         and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                        'AccessExclusiveLock')
      """;

  /// By table: whether it was read from end to end, how many rows were changed, and the file that
  /// it is in.
  private static final String WORK =
      """
      select c.relname, pg_stat_get_xact_numscans(c.oid) as scans,
             pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)
               as changed,
             c.relfilenode
        from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      """;

  private static final String COLUMNS =
      """
      select table_name || '.' || column_name as name, data_type,
             is_nullable = 'YES' or column_default is not null or is_identity = 'YES'
               or is_generated = 'ALWAYS' as may_be_absent
        from information_schema.columns where table_schema = 'public'
      """;

  /// Checks and keys that what nodes of the version before write has to pass.
  private static final String CONSTRAINTS =
      """
      select conrelid::regclass || '.' || conname as name, pg_get_constraintdef(oid), true
        from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
      """;

  /// What may stand in a file that runs without a transaction, since nobody waits for it.
  private static final Pattern ONLINE =
      Pattern.compile(
          "(?is)\\s*((create (unique )?index concurrently if not exists"
              + "|drop index concurrently if exists) .*"
              + "|alter table \\S+ validate constraint \\S+\\s*)");

  private static final String WRITTEN_ANEW =
      " is written anew while everybody waits; add a new column without a default that is computed,"
          + " have nodes write both, fill it in batches, and drop the old one a version later";

  private record Work(long scans, long changed, long place) {}

  private record Column(String type, boolean mayBeAbsent) {}

  private MigrationRules() {}

  /// Runs a file and answers what is wrong with it, with the remedy.
  static List<String> broken(Connection connection, File file) throws SQLException {
    return file.isOnline() ? brokenOnline(file) : brokenInside(connection, file);
  }

  private static List<String> brokenOnline(File file) {
    var faults = new ArrayList<String>();
    for (var statement : file.text().replaceAll("--.*", "").split(";", -1)) {
      if (!statement.isBlank() && !ONLINE.matcher(statement).matches()) {
        faults.add(
            "an online file has no transaction, so it may only say what can be said twice and"
                + " blocks nobody (create index concurrently if not exists, drop index concurrently"
                + " if exists, validate constraint), not:"
                + statement.strip());
      }
    }
    return faults;
  }

  private static List<String> brokenInside(Connection connection, File file) throws SQLException {
    connection.setAutoCommit(false);
    var work = work(connection);
    var columns = columns(connection, COLUMNS);
    var constraints = columns(connection, CONSTRAINTS);
    try (var statement = connection.createStatement()) {
      statement.execute(file.text());
    } catch (SQLException e) {
      connection.rollback();
      connection.setAutoCommit(true);
      return List.of("fails on a database that has rows: " + e.getMessage());
    }
    var faults = new ArrayList<String>();
    addLocks(connection, work, faults);
    if (!file.text().contains(CONTRACT)) {
      addLosses(columns, columns(connection, COLUMNS), faults);
      addDemands(work, constraints, columns(connection, CONSTRAINTS), faults);
    }
    connection.commit();
    connection.setAutoCommit(true);
    return faults;
  }

  private static void addLocks(Connection connection, Map<String, Work> before, List<String> faults)
      throws SQLException {
    var blocked = new TreeSet<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(BLOCKED)) {
      while (rows.next()) {
        blocked.add(rows.getString(1));
      }
    }
    blocked.retainAll(before.keySet());
    work(connection)
        .forEach((table, now) -> {
          var then = before.get(table);
          if (then == null) {
            return; // it is new, so nobody waits for it
          }
          if (blocked.contains(table) && now.place() != then.place()) {
            faults.add(table + WRITTEN_ANEW);
          } else if (now.scans() > then.scans() && !blocked.isEmpty()) {
            faults.add(readThrough(table, String.join(", ", blocked)));
          }
          if (now.changed() > MAX_CHANGED_ROWS) {
            faults.add(
                "%d rows of %s are changed and stay locked to the end; have a chore change them in"
                        .formatted(now.changed(), table)
                    + " batches while nodes understand both");
          }
        });
  }

  private static String readThrough(String table, String blocked) {
    return table
        + " is read from end to end while writers of "
        + blocked
        + " wait; make indexes with 'create index concurrently if not exists' in a file"
        + " .online.sql, and constraints 'not valid' with"
        + " 'validate constraint' in a file .online.sql after it";
  }

  private static void addLosses(
      Map<String, Column> before, Map<String, Column> after, List<String> faults) {
    before.forEach((name, column) -> {
      var now = after.get(name);
      if (now == null || !now.type().equals(column.type())) {
        faults.add(
            name
                + " is gone or something else, and nodes of the version before use it; do it a"
                + " version after the last that does, in a file that says '"
                + CONTRACT
                + " why nobody uses it'");
      } else if (column.mayBeAbsent() && !now.mayBeAbsent()) {
        faults.add(name + " must be given from now on, and nodes of the version before do not");
      }
    });
    var tables = new TreeSet<String>();
    before.keySet().forEach(name -> tables.add(table(name)));
    after.forEach((name, column) -> {
      if (!before.containsKey(name) && tables.contains(table(name)) && !column.mayBeAbsent()) {
        faults.add(
            name + " is unknown to nodes of the version before: let it be null or have a default");
      }
    });
  }

  private static void addDemands(
      Map<String, Work> tables,
      Map<String, Column> before,
      Map<String, Column> after,
      List<String> faults) {
    after.forEach((name, constraint) -> {
      if (tables.containsKey(table(name)) && !before.containsKey(name)) {
        faults.add(
            "%s (%s) may refuse what nodes of the version before write; have nodes keep to it for a"
                    .formatted(name, constraint.type())
                + " version, then add it in a file that says '"
                + CONTRACT
                + " since when they do'");
      }
    });
  }

  private static String table(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  private static Map<String, Work> work(Connection connection) throws SQLException {
    var all = new TreeMap<String, Work>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(WORK)) {
      while (rows.next()) {
        all.put(rows.getString(1), new Work(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
      }
    }
    return all;
  }

  private static Map<String, Column> columns(Connection connection, String sql)
      throws SQLException {
    var all = new TreeMap<String, Column>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.put(rows.getString(1), new Column(rows.getString(2), rows.getBoolean(3)));
      }
    }
    return all;
  }
}
