package pando.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `pando up --dev` in a process of its own, as an operator starts it.
public record RunningPando(Process process, BufferedReader output, URI url)
    implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Pando is ready at (\\S+);");
  private static final Pattern GUEST =
      Pattern.compile("Look around as (\\S+) with the password (\\S+)");

  /// Who may look around in a demo.
  public record Guest(String name, String password) {}

  /// Returns when it is ready.
  public static RunningPando up(Path data, String... more) throws IOException {
    var process = start(data, more);
    var output = process.inputReader();
    var said = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      var ready = READY.matcher(line);
      if (ready.find()) {
        return new RunningPando(process, output, URI.create(ready.group(1)));
      }
    }
    throw new AssertionError("Pando has ended:\n" + said);
  }

  static Process start(Path data, String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("up", "--dev", "--data", data.toString()));
    command.addAll(List.of(more));
    if (!command.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Reads on until the guest of a demo is named.
  public Guest guest() throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var guest = GUEST.matcher(line);
      if (guest.find()) {
        return new Guest(guest.group(1), guest.group(2));
      }
    }
    throw new AssertionError("Pando names no guest");
  }

  /// Sends SIGTERM, and returns what it said until it ended.
  String stop() throws Exception {
    process.toHandle().destroy(); // that of Process closes what it says
    var said = output.readAllAsString();
    process.waitFor();
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
