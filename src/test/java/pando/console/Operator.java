package pando.console;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import pando.drill.TrialSite;
import pando.fleet.Status;

/// Somebody who runs a grown site from a terminal, in a folder and on ports of the test's own.
public final class Operator implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(4);

  private final TrialSite site = new TrialSite(Path.of("topologies"));

  /// First on the class path, so that it stands for the program: see [#rebuild()].
  private final Path program = site.file("program");

  /// Makes a site.
  public Operator() {
    try {
      Files.createDirectory(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a command has printed, and how it ended.
  public record Said(int code, String text) {}

  /// Types `pando` and these words.
  public Said run(String... words) {
    var command = command(words);
    try {
      var output = Files.createTempFile(folder(), "said", ".txt");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("takes too long: " + Arrays.toString(words));
      }
      return new Said(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Builds the program anew.
  public void rebuild() {
    try {
      Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts the site as one process, by `pando up`, and returns when it answers.
  public Process up() throws IOException {
    var command = command("up", "--port", Integer.toString(url().getPort()));
    var output = Files.createTempFile(folder(), "up", ".txt").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    await(this::answers);
    return process;
  }

  /// Applies the topology of a stage, such as `03-load-balancer`, on ports of this test.
  public Said apply(String stage) {
    return run("apply", topology(stage).toString());
  }

  /// The file of a stage, on ports of this test.
  public Path topology(String stage) {
    try {
      return Files.writeString(site.file(stage + ".yaml"), site.topology(stage));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every process that the supervisor knows, by name.
  public Map<String, Status.Line> status() {
    return site.members().stream().collect(Collectors.toMap(Status.Line::name, it -> it));
  }

  /// The process of a member.
  public long pid(String member) {
    return line(member).pid();
  }

  /// How a member is.
  public Status.Line line(String member) {
    var all = status();
    return requireNonNull(all.get(member), () -> member + " is not in " + all.keySet());
  }

  /// Kills a process as a power cut does.
  public void kill(long pid) {
    TrialSite.kill(pid);
    await(() -> ProcessHandle.of(pid).isEmpty());
  }

  /// The process of the supervisor.
  public long supervisor() {
    return site.supervisor();
  }

  /// The processes that have to do with this site.
  public List<ProcessHandle> processes() {
    return site.processes();
  }

  /// Whether the site answers at its public address.
  public boolean answers() {
    var request =
        HttpRequest.newBuilder(url().resolve("/api/v2/instance"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Where people reach the site.
  public URI url() {
    return site.url();
  }

  /// The folder of the site.
  public Path data() {
    return site.layout().data();
  }

  private Path folder() {
    return requireNonNull(data().getParent());
  }

  private List<String> command(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                program + File.pathSeparator + System.getProperty("java.class.path"),
                "pando.main.Main"));
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--data", data().toString()));
    return command;
  }

  /// Waits until something is so.
  public void await(BooleanSupplier isSo) {
    TrialSite.await("what the test waits for is so", isSo);
  }

  /// Ends everything, and leaves nothing behind.
  @Override
  public void close() {
    site.close();
  }
}
