package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Finds the servers of PostgreSQL that other processes run on folders of the site.
public final class RunningPostgres {
  private static final String FORGET_REPLICAS =
      """
      select pg_drop_replication_slot(slot_name)
        from pg_replication_slots
       where slot_type = 'physical' and not active
      """;

  private static final int PID_FILE_PORT = 3; // the fourth line

  private RunningPostgres() {}

  /// Has the server that runs on a folder keep nothing for replicas that follow it no more.
  public static void forgetReplicas(Path folder) {
    var address = find(folder);
    if (address == null) {
      return;
    }
    try (var connection =
            DriverManager.getConnection(
                address.jdbcUrl("postgres"), EmbeddedPostgres.USER, address.password());
        var forget = connection.prepareStatement(FORGET_REPLICAS)) {
      forget.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot forget the replicas of " + folder, e);
    }
  }

  /// How to reach the server that another process runs on a folder; null: none accepts connections.
  ///
  /// @throws Refusal.Forbidden if this user may not know
  public static EmbeddedPostgres.@Nullable Address find(Path folder) {
    return find(List.of(folder));
  }

  /// How to reach the primary among the servers that other processes run on folders, of which the
  /// first has the password; null: none accepts connections.
  ///
  /// @throws Refusal.Forbidden if this user may not know
  public static EmbeddedPostgres.@Nullable Address find(List<Path> folders) {
    var ports = folders.stream().flatMap(RunningPostgres::findPort).toList();
    try {
      var password = folders.getFirst().resolve("password");
      return ports.isEmpty()
          ? null
          : new EmbeddedPostgres.Address(ports, Files.readString(password).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find the password of the database", e);
    }
  }

  private static Stream<Integer> findPort(Path folder) {
    try {
      var lines = Files.readAllLines(folder.resolve("cluster/postmaster.pid"));
      return PostgresProcess.isReady(lines)
          ? Stream.of(Integer.parseInt(lines.get(PID_FILE_PORT).strip()))
          : Stream.empty();
    } catch (NoSuchFileException _) {
      return Stream.empty();
    } catch (AccessDeniedException _) {
      throw new Refusal.Forbidden("only the user who runs the site, or root, may look into it");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }
}
