package pando.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import pando.cluster.ShardMap;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Server.Limits;

/// A real primary with real replicas that stream from it, for tests: servers of the same files,
/// each of which can be stopped, started, held back and promoted.
public final class TestReplicas implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(120);

  private final Path folder;
  private final List<EmbeddedPostgres> servers = new ArrayList<>();

  /// @param folder which others may enter
  /// @param replicas how many
  public TestReplicas(Path folder, int replicas) {
    this.folder = folder;
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      try (var first = EmbeddedPostgres.start(folder(0), 0, Durability.FORGETFUL)) {
        first.createDatabase(EmbeddedPostgres.DATABASE);
      }
      for (var i = 1; i <= replicas; i++) {
        copy(folder(0), folder(i));
      }
      servers.add(EmbeddedPostgres.start(folder(0), 0, Durability.FORGETFUL));
      for (var i = 1; i <= replicas; i++) {
        follow(i, servers.getFirst());
        servers.add(EmbeddedPostgres.start(folder(i), 0, Durability.FORGETFUL));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(int server) {
    return folder.resolve("server" + server);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copy = to.resolve(from.relativize(file));
        Files.copy(file, copy);
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
        ServiceUser.current().own(copy);
      }
    }
  }

  private void follow(int server, EmbeddedPostgres primary) throws IOException {
    var cluster = folder(server).resolve("cluster");
    ServiceUser.current().own(Files.createFile(cluster.resolve("standby.signal")));
    Files.writeString(
        cluster.resolve("postgresql.auto.conf"),
        "primary_conninfo = '%s'%nhot_standby_feedback = on%n".formatted(address(primary)),
        StandardOpenOption.APPEND);
  }

  private static String address(EmbeddedPostgres primary) {
    return "host=127.0.0.1 port=%d user=%s password=%s"
        .formatted(primary.port(), EmbeddedPostgres.USER, primary.password());
  }

  /// The shard that they are.
  public ShardMap.Shard shard() {
    var urls = servers.stream().map(server -> server.jdbcUrl(EmbeddedPostgres.DATABASE)).toList();
    return new ShardMap.Shard("s0", urls.getFirst(), urls);
  }

  /// Opens it as a node does that has one of several servers to go to.
  Shard open() {
    return new Shard(shard(), EmbeddedPostgres.USER, password(), Limits.ONE_OF_SEVERAL);
  }

  public String password() {
    return servers.getFirst().password();
  }

  /// The TCP port of a server; 0 is the one that was the primary first.
  public int port(int server) {
    return servers.get(server).port();
  }

  /// Has a replica stay where it is, though it goes on to receive.
  public void pause(int replica) {
    run(replica, "select pg_wal_replay_pause()");
    await(() -> ask(replica, "select pg_get_wal_replay_pause_state() = 'paused'"));
  }

  /// Lets a replica go on.
  public void resume(int replica) {
    run(replica, "select pg_wal_replay_resume()");
  }

  /// Has a replica be so far behind all the time.
  public void hold(int replica, Duration behind) {
    run(replica, "alter system set recovery_min_apply_delay = " + behind.toMillis());
    run(replica, "select pg_reload_conf()");
  }

  /// Has the first primary acknowledge only what a replica has as well, as the servers of a site
  /// do.
  public void acknowledgeTogether() {
    run(0, "alter system set synchronous_standby_names = 'ANY 1 (*)'");
    run(0, "select pg_reload_conf()");
    await(() ->
        ask(0, "select exists (select from pg_stat_replication where sync_state = 'quorum')"));
  }

  /// Has the first primary acknowledge what it alone has, as at first.
  public void acknowledgeAlone() {
    run(0, "alter system reset synchronous_standby_names");
    run(0, "select pg_reload_conf()");
  }

  /// Makes a replica the primary, and others follow it.
  public void promote(int replica, int... followers) {
    run(replica, "select pg_promote()");
    for (var follower : followers) {
      var address = address(servers.get(replica));
      run(follower, "alter system set primary_conninfo = '" + address + "'");
      run(follower, "select pg_reload_conf()");
    }
  }

  /// Stops a server at once.
  public void stop(int server) {
    servers.get(server).close();
  }

  /// Starts a server that was stopped, where it was.
  public void start(int server) {
    servers.set(server, EmbeddedPostgres.start(folder(server), port(server), Durability.FORGETFUL));
  }

  /// Has the other end of a connection fall silent (`STOP`) or go on (`CONT`).
  ///
  /// @param application the name that the connection has given
  void signal(int server, String application, String signal) {
    var pids = new ArrayList<Long>();
    with(
        server,
        statement -> {
          try (var rows =
              statement.executeQuery(
                  "select pid from pg_stat_activity where application_name = '"
                      + application
                      + "'")) {
            while (rows.next()) {
              pids.add(rows.getLong(1));
            }
          }
        });
    assertThat(pids).isNotEmpty();
    for (var pid : pids) {
      signal(signal, pid);
    }
  }

  /// Has a whole server fall silent (`STOP`) or go on (`CONT`), as a machine does that is paused.
  void signalAll(int server, String signal) throws IOException {
    var file = folder(server).resolve("cluster/postmaster.pid");
    var main = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
    Stream.concat(Stream.of(main), main.descendants())
        .forEach(process -> signal(signal, process.pid()));
  }

  private static void signal(String name, long pid) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Use {
    void with(java.sql.Statement statement) throws SQLException;
  }

  private void with(int server, Use use) {
    var url = servers.get(server).jdbcUrl(EmbeddedPostgres.DATABASE);
    try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password());
        var statement = connection.createStatement()) {
      use.with(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(int server, String sql) {
    with(server, statement -> statement.execute(sql));
  }

  private boolean ask(int server, String question) {
    var answer = new boolean[1];
    with(
        server,
        statement -> {
          try (var row = statement.executeQuery(question)) {
            answer[0] = row.next() && row.getBoolean(1);
          }
        });
    return answer[0];
  }

  /// Waits until something holds. Between two looks the servers say where they are.
  static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  @Override
  public void close() {
    servers.reversed().forEach(EmbeddedPostgres::close);
  }
}
