package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Refusal;
import pando.data.EmbeddedPostgres.Durability;

/// As root these tests run PostgreSQL as another user, as a normal user they run it as that user.
@Tag("slow")
class EmbeddedPostgresTest {
  @TempDir private Path folder;

  @Test
  void rowsOutliveAStopAndAStart() throws SQLException {
    try (var postgres = startWithOnePost()) {
      postgres.createDatabase("site"); // once is enough
    }
    try (var postgres = start()) {
      assertThat(count(postgres, "posts")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatWasKilledStartsAgainWithEveryCommittedRow() throws Exception {
    try (var postgres = startWithOnePost()) {
      kill(postgres);
    }
    try (var postgres = start()) {
      assertThat(count(postgres, "posts")).isEqualTo(1);
    }
  }

  @Test
  @Timeout(60)
  void aServerThatDiesIsBackOnItsPortByItself() throws Exception {
    try (var postgres = startWithOnePost()) {
      var url = postgres.jdbcUrl("site");
      var before = postgres.pid();
      kill(postgres);

      while (postgres.pid() == before || !accepts(postgres)) {
        Thread.onSpinWait();
      }
      assertThat(postgres.jdbcUrl("site")).isEqualTo(url);
      assertThat(count(postgres, "posts")).isEqualTo(1);
    }
  }

  @Test
  void aServerEndsWithTheProcessThatStartedIt() throws Exception {
    var owner = startInAnotherProcess();
    var server = ProcessHandle.of(pidIn(owner)).orElseThrow();
    assertThat(server.isAlive()).isTrue();

    owner.destroyForcibly().waitFor();

    server.onExit().get(1, TimeUnit.MINUTES); // or the test fails
    try (var postgres = start()) {
      assertThat(postgres.pid()).isNotEqualTo(server.pid());
    }
  }

  @Test
  void aServerThatWasLeftBehindIsStoppedFirst() throws Exception {
    try (var first = start()) {
      first.forget(); // as if the kernel had not ended it
      try (var second = start()) {
        assertThat(ProcessHandle.of(first.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        second.createDatabase("site");
      }
    }
  }

  @Test
  void aPidFileThatNamesAnotherProgramIsNoObstacle() throws IOException {
    start().close();
    Files.writeString(
        folder.resolve("cluster/postmaster.pid"),
        "%d\n%s\n0\n0\n\n127.0.0.1\n\n\n"
            .formatted(ProcessHandle.current().pid(), folder.resolve("cluster")));

    try (var postgres = start()) {
      postgres.createDatabase("site");
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void aFolderHasOneServerAtATime() {
    try (var _ = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(Refusal.Unavailable.class)
          .hasMessageContaining("another Pando");
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = socket.getLocalPort();
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder, port, Durability.FORGETFUL))
          .isInstanceOf(Refusal.Unavailable.class)
          .hasMessageContaining(Integer.toString(port));
    }
  }

  @Test
  void nobodyEntersWithoutThePassword() {
    try (var postgres = start()) {
      var url = postgres.jdbcUrl("postgres");
      assertThatThrownBy(() -> DriverManager.getConnection(url, EmbeddedPostgres.USER, "guess"))
          .isInstanceOf(SQLException.class);
      assertThat(folder.resolve("password")).content().contains(postgres.password());
    }
    assertThat(folder.resolve("postgres.0.log")).content().contains("ready to accept");
  }

  private EmbeddedPostgres startWithOnePost() throws SQLException {
    var postgres = start();
    postgres.createDatabase("site");
    execute(postgres, "create table posts (body text)");
    execute(postgres, "insert into posts values ('first light')");
    return postgres;
  }

  private static void kill(EmbeddedPostgres postgres) throws Exception {
    var server = ProcessHandle.of(postgres.pid()).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(1, TimeUnit.MINUTES);
  }

  private static boolean accepts(EmbeddedPostgres postgres) {
    try (var connection = connect(postgres)) {
      return connection.isValid(1);
    } catch (SQLException _) {
      return false;
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
  }

  private Process startInAnotherProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long pidIn(Process owner) throws IOException {
    return Long.parseLong(owner.inputReader().readLine());
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var connection = connect(postgres);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(EmbeddedPostgres postgres, String table) throws SQLException {
    try (var connection = connect(postgres);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    var url = postgres.jdbcUrl("site");
    return DriverManager.getConnection(url, EmbeddedPostgres.USER, postgres.password());
  }

  /// A process that starts a server, says its process id, and waits to be killed.
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws IOException {
      var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0, Durability.DURABLE);
      System.out.println(postgres.pid());
      System.in.read();
    }
  }
}
