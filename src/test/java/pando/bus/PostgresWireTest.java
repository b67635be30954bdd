package pando.bus;

import java.sql.DriverManager;
import java.sql.SQLException;
import pando.data.EmbeddedPostgres;
import pando.data.TestPostgres;

class PostgresWireTest extends WireTest {
  private static final String BREAK =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'pando bus' and datname = current_database()
      """;

  private final String url = TestPostgres.server().jdbcUrl(TestPostgres.emptyDatabase());
  private final String password = TestPostgres.server().password();

  @Override
  protected Wire wire() {
    return new PostgresWire(url, EmbeddedPostgres.USER, password);
  }

  @Override
  protected void breakConnections() {
    try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
        var statement = connection.createStatement()) {
      statement.execute(BREAK);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
