package pando.media;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pando.media.EngineProtocol.Answer;
import pando.media.EngineProtocol.Task;

/// One worker of the engine, as its parent sees it. Used by one thread at a time.
final class EngineProcess {
  /// The heap holds little: pixels are native memory.
  private static final List<String> FLAGS =
      List.of(
          "-Xms8m",
          "-Xmx64m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+DisplayVMOutputToStderr",
          "-XX:ErrorFile=/dev/null",
          "--enable-native-access=ALL-UNNAMED");

  /// The whole environment: what strangers send must not find the server's secrets there.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("VIPS_WARNING", "0", "MALLOC_ARENA_MAX", "1", "LC_ALL", "C.UTF-8");

  private static final int BUFFER_BYTES = 64 << 10;

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;

  /// When it had its latest work.
  private Instant restingSince = Instant.MAX;

  private EngineProcess(Process process) {
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER_BYTES));
    this.out =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER_BYTES));
  }

  /// Starts a worker, which then has [#readGreeting] to say.
  static EngineProcess start(List<String> libraries) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(ownJar());
    command.add(ImageEngineMain.class.getName());
    command.addAll(libraries);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return new EngineProcess(builder.start());
  }

  /// The jar (or folder) that this class was loaded from: a worker needs nothing else.
  private static String ownJar() {
    try {
      var source = ImageEngineMain.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class's location is a URI
    }
  }

  EngineProtocol.Greeting readGreeting() throws IOException {
    return EngineProtocol.readGreeting(in);
  }

  Answer ask(Task task, byte[] file) throws IOException {
    EngineProtocol.write(out, task, file);
    return EngineProtocol.readAnswer(in);
  }

  void rest(Instant since) {
    restingSince = since;
  }

  Instant restingSince() {
    return restingSince;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Ends the worker at once, whatever it does.
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return "image worker " + process.pid();
  }
}
