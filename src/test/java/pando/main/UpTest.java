package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The site as an operator runs it: a process of its own, with its database below it.
@Tag("slow")
@Timeout(120)
class UpTest {
  private static final String FIXTURE =
      """
      users: [{name: ana, password: aspen in the wind}]
      apps: [{name: a, client_id: a, client_secret: s, scopes: read write}]
      tokens:
        - {token: token-of-ana, user: ana, app: a, scopes: read write}
        - {token: token-of-a, app: a, scopes: read write}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void letTheUserOfTheDatabaseThrough() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void aSiteForDevelopmentBelievesSignUpsAndPasswordsAndNeverAsksToWait() throws Exception {
    var fixture = Files.writeString(folder.resolve("people.yaml"), FIXTURE);
    try (var pando = RunningPando.up(folder.resolve("data"), "--fixture", fixture.toString())) {
      var ana = new TestClient(pando.url(), "token-of-ana");
      assertThat(ana.get("/api/v1/accounts/verify_credentials").ok().get("username").asString())
          .isEqualTo("ana");

      var app = new TestClient(pando.url(), "token-of-a");
      for (var i = 1; i <= 7; i++) { // two more than an address may sign up otherwise
        var form =
            Map.of(
                "username",
                "ben" + i,
                "email",
                "ben" + i + "@example.org",
                "password",
                "aspen in the wind",
                "agreement",
                true,
                "locale",
                "en");
        var token = app.post("/api/v1/accounts", form).ok().get("access_token").asString();
        new TestClient(pando.url(), token).get("/api/v1/timelines/home").ok(); // is confirmed
      }

      var password =
          Map.of(
              "grant_type", "password",
              "client_id", "a",
              "client_secret", "s",
              "username", "ana@example.org",
              "password", "aspen in the wind",
              "scope", "read");
      assertThat(app.post("/oauth/token", password).ok().get("scope").asString()).isEqualTo("read");
    }
  }

  @Test
  void aStopClosesTheDatabaseAndAKillLeavesNothingBehind() throws Exception {
    try (var pando = RunningPando.up(folder)) {
      var database = database();
      assertThat(pando.stop()).contains("Pando has stopped");
      assertThat(database.isAlive()).isFalse();
      assertThat(folder.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }
    try (var pando = RunningPando.up(folder)) {
      var database = database();
      pando.process().destroyForcibly().waitFor();
      database.onExit().get(1, TimeUnit.MINUTES); // or the test fails
    }
    try (var pando = RunningPando.up(folder)) {
      assertThat(pando.url()).isNotNull();
      pando.stop();
    }
  }

  @Test
  void aStopInTheMidstOfAStartLeavesNothingRunning() throws Exception {
    var process = RunningPando.start(folder);
    var pidFile = folder.resolve("postgres/cluster/postmaster.pid");
    while (process.isAlive() && !Files.exists(pidFile)) {
      Thread.onSpinWait();
    }
    var said = process.inputReader();
    process.toHandle().destroy(); // that of Process closes what it says

    assertThat(said.readAllAsString()).doesNotContain("ready").contains("Pando has stopped");
    process.waitFor();
    assertThat(pidFile).doesNotExist();
  }

  @Test
  void theSiteIsBackByItselfWhenItsDatabaseDies() throws Exception {
    try (var pando = RunningPando.up(folder)) {
      var client = new TestClient(pando.url(), null);
      var database = database();
      database.destroyForcibly();
      database.onExit().get(1, TimeUnit.MINUTES);

      while (client.get("/api/v1/accounts/lookup?acct=admin").status() != 200) {
        Thread.onSpinWait();
      }
      assertThat(database().pid()).isNotEqualTo(database.pid());
      pando.stop();
    }
  }

  private ProcessHandle database() throws Exception {
    var pid = Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }
}
