package pando.data;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres.Durability;

/// One PostgreSQL server for all tests of a run, and a database for each that asks, which is
/// dropped after the last test of its class.
public final class TestPostgres {
  private static final String FOLDERS = "pando-test";

  /// Gives each id a millisecond of its own, also among those of other databases: ids of different
  /// slots that are made in the same one sort by slot, and a test would now and then find what Ana
  /// wrote before what Ben wrote a moment earlier.
  private static final String TAKE_TURNS =
      """
      alter function next_id rename to next_id_at_once;
      create function next_id(of_slot integer) returns bigint language plpgsql volatile as $$
      declare
        made bigint := next_id_at_once(of_slot);
        moment bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
      begin
        while (extract(epoch from clock_timestamp()) * 1000)::bigint = moment loop
          null;
        end loop;
        return made;
      end
      $$
      """;

  private static final String UNUSED =
      """
      select datname
        from pg_database d
       where datname like 'test\\_%'
         and not exists (select from pg_stat_activity a where a.datname = d.datname)
      """;

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /// The server, which starts when it is wanted, and ends with the run.
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();
    static final String TEMPLATE = template("with_schema");

    private static String template(String name) {
      SERVER.createDatabase(name);
      try (var shards = TestShards.open(ShardMap.single(SERVER.jdbcUrl(name)))) {
        shards.all().forEach(shard -> shard.update(TAKE_TURNS));
      }
      return name;
    }
  }

  /// The server. It ends with the run.
  public static EmbeddedPostgres server() {
    return Running.SERVER;
  }

  /// The name of a new, empty database of the server.
  public static String emptyDatabase() {
    return copy("template1");
  }

  /// The name of a new database that has the schema, in which ids take turns, and no rows.
  static String database() {
    return copy(Running.TEMPLATE);
  }

  private static String copy(String template) {
    var name = "test_" + DATABASES.incrementAndGet();
    execute("create database %s template %s strategy file_copy".formatted(name, template));
    return name;
  }

  private static void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect() throws SQLException {
    var url = server().jdbcUrl("postgres");
    return DriverManager.getConnection(url, EmbeddedPostgres.USER, server().password());
  }

  /// Drops the databases that nobody is connected to.
  static void dropUnused() {
    if (DATABASES.get() == 0) {
      return;
    }
    try (var connection = connect();
        var statement = connection.createStatement()) {
      var unused = new ArrayList<String>();
      try (var rows = statement.executeQuery(UNUSED)) {
        while (rows.next()) {
          unused.add(rows.getString(1));
        }
      }
      for (var name : unused) {
        statement.execute("drop database " + name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot drop databases", e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      var folder = Files.createTempDirectory(FOLDERS);
      sweep(folder);
      var postgres = EmbeddedPostgres.start(folder, 0, Durability.FORGETFUL);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                postgres.close();
                delete(folder);
              }));
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes what runs have left beside a folder that were killed.
  private static void sweep(Path own) throws IOException {
    try (var folders = Files.newDirectoryStream(own.resolveSibling("."), FOLDERS + "*")) {
      for (var folder : folders) {
        try (var channel = FileChannel.open(folder.resolve("lock"), WRITE)) {
          if (channel.tryLock() != null) {
            delete(folder);
          }
        } catch (NoSuchFileException _) {
          // one that begins
        }
      }
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
