package pando.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.data.EmbeddedPostgres.Address;
import pando.data.EmbeddedPostgres.Durability;

@Tag("slow")
class InheritedPostgresTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  @SuppressWarnings("try") // Ana ends early
  void theServerPassesFromOneProcessToTheNextOnTheSamePortWithAllRows() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var ana = EmbeddedPostgres.start(folder.resolve("db"), 0, Durability.DURABLE)) {
      ana.createDatabase("pando");
      run(ana.address(), "create table photo (id int); insert into photo values (7)");
      try (var ben = InheritedPostgres.of(folder.resolve("db"), "pando")) {
        assertThat(ben.isOwn()).isFalse();
        assertThat(ben.address()).isEqualTo(ana.address());
        ana.close();
        await(() -> answers(ben.address()));
        await(ben::isOwn); // it answers a moment before
        assertThat(photos(ben.address())).isEqualTo(7);
      }
      assertThat(RunningPostgres.find(folder.resolve("db"))).isNull();
    }
  }

  @Test
  void aServerIsStartedWhereNoneRuns() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (var ana = InheritedPostgres.of(folder.resolve("db"), "pando")) {
      assertThat(ana.isOwn()).isTrue();
      run(ana.address(), "select 1");
    }
  }

  private static void await(BooleanSupplier isSo) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static boolean answers(Address address) {
    try {
      run(address, "select 1");
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  private static void run(Address address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                address.jdbcUrl("pando"), EmbeddedPostgres.USER, address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int photos(Address address) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                address.jdbcUrl("pando"), EmbeddedPostgres.USER, address.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from photo")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
