package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(120)
class AccountCommandTest {
  private static final String FIXTURE =
      """
      users: [{name: ana, password: aspen in the wind}]
      apps: [{name: a, client_id: a, client_secret: s, scopes: read write}]
      tokens: [{token: token-of-ana, user: ana, app: a, scopes: read write}]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void letTheUserOfTheDatabaseThrough() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void anAccountIsShutWhileTheSiteRunsAndOpenedWhileItDoesNot() throws Exception {
    var fixture = Files.writeString(folder.resolve("people.yaml"), FIXTURE);
    try (var pando = RunningPando.up(folder, "--fixture", fixture.toString())) {
      var ana = new TestClient(pando.url(), "token-of-ana");
      var ben = new TestClient(pando.url(), null);
      ana.get("/api/v1/accounts/verify_credentials").ok();
      ben.get("/api/v1/accounts/lookup?acct=ana").ok();

      assertThat(pando("disable", "ana")).contains("ana is disabled");

      while (ana.get("/api/v1/accounts/verify_credentials").status() != 401) {
        Thread.onSpinWait(); // until the lane has read it
      }
      assertThat(ben.get("/api/v1/accounts/lookup?acct=ana").status()).isEqualTo(404);
      assertThat(pando("list")).contains("ana@example.org  (disabled)");
      pando.stop();
    }
    assertThat(pando("enable", "ana")).contains("ana is enabled");
    assertThat(pando("list", "--json")).contains("\"name\":\"ana\"").doesNotContain("d\":true,\"p");
  }

  @Test
  void anAccountIsMadeWithAPasswordThatIsShownOnceAndMistakesAreExplained() throws Exception {
    try (var pando = RunningPando.up(folder)) {
      assertThat(pando("create", "ana", "--email", "ana@example.org", "--role", "moderator"))
          .contains("Made the moderator ana")
          .containsPattern("The password is \\S{16} \\(it is shown this once\\)");
      assertThat(pando("password", "ana"))
          .containsPattern("ana has a new password: \\S{16} \\(it is shown this once\\)");
      assertThat(pando("create", "Ana", "--email", "ana"))
          .contains("the name has already been taken")
          .contains("the e-mail address is invalid");
      assertThat(pando("disable", "nana")).contains("did you mean 'ana'?");
      pando.stop();
    }
  }

  @Test
  void aFolderWithoutASiteIsRefusedAndLeftAsItIs() {
    assertThat(pando("list")).contains("there is no site in " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  private String pando(String... words) {
    var said = new StringWriter();
    var printer = new PrintWriter(said, true);
    var command = new ArrayList<>(List.of("account"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", folder.toString()));
    Main.commandLine().setOut(printer).setErr(printer).execute(command.toArray(String[]::new));
    return said.toString();
  }
}
