package pando.main;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import tools.jackson.databind.JsonNode;

/// A site as an operator runs it: `pando up --dev` in a process of its own, with its database and
/// image workers. Folder and port stay the same when it is started again.
final class PandoProcess implements AutoCloseable {
  private static final int START_LIMIT_SECONDS = 120;
  private static final int END_LIMIT_SECONDS = 20;
  private static final List<String> JVM_FLAGS =
      List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

  private final Path folder;
  private final int port = TestPando.freePort();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private Process process;

  private PandoProcess(Path folder) {
    this.folder = folder;
    this.process = launch();
  }

  /// A new site, which answers.
  static PandoProcess start() {
    try {
      var passable = PosixFilePermissions.fromString("rwx--x--x"); // for the user of the database
      return new PandoProcess(
          Files.createTempDirectory(
              "pando-process", PosixFilePermissions.asFileAttribute(passable)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("up", "--dev", "--data", data().toString()));
    command.addAll(List.of("--port", Integer.toString(port)));
    try {
      var started = new ProcessBuilder(command).redirectErrorStream(true).start();
      var ready = new CompletableFuture<Process>();
      Thread.ofVirtual().name("words of pando").start(() -> listen(started, ready));
      return ready.get(START_LIMIT_SECONDS, SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the site does not start:\n" + said(), e);
    }
  }

  private void listen(Process started, CompletableFuture<Process> ready) {
    try (var lines = started.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.contains(" is ready at ")) {
          ready.complete(started);
        }
      }
    } catch (IOException _) {
      // it was killed
    }
    ready.completeExceptionally(new IllegalStateException("it has ended"));
  }

  /// Starts it again after it has ended.
  void startAgain() {
    process = launch();
  }

  /// Where it answers.
  URI url() {
    return URI.create("http://localhost:" + port);
  }

  /// All that it has printed.
  String said() {
    return String.join("\n", List.copyOf(said));
  }

  /// The folder of the site.
  Path data() {
    return folder.resolve("data");
  }

  /// A new person, who joins as everybody does.
  TestPerson signUp(String name) {
    var stranger = new TestClient(url(), null);
    var scopes = "read write follow";
    var app =
        stranger
            .post(
                "/api/v1/apps",
                Map.of(
                    "client_name", "Test",
                    "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                    "scopes", scopes))
            .ok();
    var ofApp =
        stranger.post(
            "/oauth/token",
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                app.get("client_id").asString(),
                "client_secret",
                app.get("client_secret").asString(),
                "scope",
                scopes));
    var form =
        Map.of(
            "username",
            name,
            "email",
            name + "@example.org",
            "password",
            TestPando.PASSWORD,
            "agreement",
            true,
            "locale",
            "en");
    var client = client(client(ofApp.ok()).post("/api/v1/accounts", form).ok());
    var id = client.get("/api/v1/accounts/verify_credentials").ok().get("id").asString();
    return new TestPerson(client, new AccountId(Long.parseLong(id)), name);
  }

  private TestClient client(JsonNode token) {
    return new TestClient(url(), token.get("access_token").asString());
  }

  /// The process id of its database.
  long databasePid() {
    try {
      var file = data().resolve("postgres/cluster/postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills the process alone, as `kill -9` does, and waits for what it has started to end.
  ///
  /// @return how many processes that were
  /// @throws AssertionError if one outlives it
  int kill() {
    return kill(false);
  }

  /// Kills the process and all that it has started at once.
  ///
  /// @return how many processes it had started
  int killAll() {
    return kill(true);
  }

  private int kill(boolean all) {
    signal("STOP", process.pid()); // so that it starts nothing more while it is looked at
    var children = process.descendants().toList();
    process.destroyForcibly();
    if (all) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    awaitEnd(process.toHandle());
    children.forEach(PandoProcess::awaitEnd);
    return children.size();
  }

  /// Kills the server of the database, as `kill -9` does. The site starts another.
  void killDatabase() {
    var server = requireNonNull(find(databasePid()), "there is no database");
    server.destroyForcibly();
    awaitEnd(server);
  }

  private static @Nullable ProcessHandle find(long pid) {
    return ProcessHandle.of(pid).orElse(null);
  }

  private static void awaitEnd(ProcessHandle ended) {
    try {
      ended.onExit().get(END_LIMIT_SECONDS, SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("this process goes on: " + ended.info(), e);
    }
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid)
          .redirectOutput(new File("/dev/null"))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Stops the site politely and removes its folder.
  @Override
  public void close() {
    process.destroy();
    awaitEnd(process.toHandle());
    TestPando.delete(folder);
  }
}
