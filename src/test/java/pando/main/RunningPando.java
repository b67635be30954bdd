package pando.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `pando up --dev` in a process of its own, as an operator starts it.
record RunningPando(Process process, BufferedReader output, URI url) implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Pando is ready at (\\S+);");

  /// Returns when it is ready.
  static RunningPando up(Path data, String... more) throws IOException {
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
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("up", "--dev", "--port", "0", "--data", data.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
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
