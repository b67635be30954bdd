package pando.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import pando.blueprint.Layout;
import pando.fleet.Control;
import pando.fleet.Status;

/// Somebody who runs a grown site from a terminal, in a folder and on ports of the test's own.
public final class Operator implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(4);
  private static final Duration AWAIT_LIMIT = Duration.ofSeconds(60);
  private static final int FIRST_PORT = 22_000;
  private static final int PORT_RANGES = 10;

  private final Path folder;
  private final int port = freePort();
  private final int photosPort = freePort();
  private final int firstPort;

  /// A folder in which nothing is yet.
  public Operator() {
    try {
      var passable = PosixFilePermissions.fromString("rwx--x--x"); // for the user of the database
      this.folder =
          Files.createTempDirectory("pando", PosixFilePermissions.asFileAttribute(passable));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.firstPort = FIRST_PORT + 500 * (int) (ProcessHandle.current().pid() % PORT_RANGES);
  }

  /// What a command has printed, and how it ended.
  public record Said(int code, String text) {}

  /// Types `pando` and these words.
  public Said run(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "pando.main.Main"));
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--data", data().toString()));
    try {
      var output = Files.createTempFile(folder, "said", ".txt");
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

  /// Starts the site as one process, by `pando up`, and returns when it answers.
  public Process up() throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "pando.main.Main",
            "up",
            "--port",
            Integer.toString(port),
            "--data",
            data().toString());
    var output = Files.createTempFile(folder, "up", ".txt").toFile();
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
      var text =
          Files.readString(Path.of("topologies", stage + ".yaml"))
              .replace(":8080", ":" + port)
              .replace(":8081", ":" + photosPort)
              .replace("  home:\n", "  home:\n    ports: " + firstPort + "\n");
      return Files.writeString(folder.resolve(stage + ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every process that the supervisor knows, by name.
  public Map<String, Status.Line> status() {
    var answer = Control.ask(new Layout(data()), new Control.Ask("status", Map.of()), _ -> {});
    if (answer == null) {
      return Map.of();
    }
    var lines = Status.read(answer).lines();
    return lines.stream().collect(Collectors.toMap(Status.Line::name, it -> it));
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
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await(() -> ProcessHandle.of(pid).isEmpty());
  }

  /// The process of the supervisor.
  public long supervisor() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains("supervise --data " + data()))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  /// The processes that have to do with this site.
  public List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(Operator::commandLine)
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return line.replace('\0', ' ');
    } catch (IOException _) {
      return "";
    }
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
    return URI.create("http://localhost:" + port);
  }

  /// The folder of the site.
  public Path data() {
    return folder.resolve("data");
  }

  /// Waits until something is so.
  public void await(BooleanSupplier isSo) {
    var end = System.nanoTime() + AWAIT_LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not come to be");
      }
      Thread.onSpinWait();
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends everything, and leaves nothing behind.
  @Override
  public void close() {
    run("down");
    for (var process : ProcessHandle.allProcesses().toList()) {
      if (commandLine(process).contains(folder.toString())) {
        process.destroyForcibly();
      }
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
