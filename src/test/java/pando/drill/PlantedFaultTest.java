package pando.drill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.drill.Verdict.Row;

/// What drills are for: a real fault turns one red.
@Tag("slow")
class PlantedFaultTest {
  private static final String COMMAND = "sun.java.command";
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final String OLDEST_OF_WORDS =
      "delete from posts where id = (select min(id) from posts"
          + " where body like 'drill%' and media_ids = '{}') returning body";

  private final String own = System.getProperty(COMMAND);

  /// Has the processes of the site run Pando, not the tests.
  @BeforeEach
  void bePando() {
    System.setProperty(COMMAND, "pando.main.Main");
  }

  @AfterEach
  void beATest() {
    System.setProperty(COMMAND, own);
  }

  @Test
  void aPostThatIsLostAndRequestsThatNobodyExcusesMakeADrillRed() throws Exception {
    var lost = new AtomicReference<String>();
    var drills = new Drills(System.out, Path.of("topologies"), QUIET, 4, 12, 1);

    var verdict =
        drills.run(
            "two faults",
            "02-database",
            trial -> {
              lost.set(deleteAPost(trial.site()));
              Kills.first("box").happen(trial); // nobody is there until it is started again
            });

    assertThat(verdict.isGreen()).isFalse();
    assertThat(verdict.rows()).contains(Row.none("  lost", 1)).contains(Row.none("  lost", 0));
    assertThat(verdict.examples()).contains("lost: " + requireNonNull(lost.get()));
    assertThat(verdict.rows())
        .anyMatch(row -> row.name().equals("  failed") && Boolean.FALSE.equals(row.isMet()));
    assertThat(verdict.examples()).anyMatch(example -> example.contains("ConnectException"));
  }

  /// Takes the oldest post without a photo from the database, behind the back of the site.
  ///
  /// @return its words
  private static String deleteAPost(TrialSite site) {
    var address = site.members("database").getFirst().address();
    var port = address.substring(address.lastIndexOf(':') + 1);
    try {
      var password = Files.readString(site.layout().postgres().resolve("password")).strip();
      var url = "jdbc:postgresql://127.0.0.1:" + port + "/pando";
      try (var connection = DriverManager.getConnection(url, "pando", password);
          var statement = connection.createStatement();
          var rows = statement.executeQuery(OLDEST_OF_WORDS)) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
