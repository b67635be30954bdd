package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.ProcessMemory;

/// How long `./pando up` takes until the site answers, and the memory that it has then.
final class BenchStart {
  private static final int WARM_STARTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final Path folder;
  private final int port;
  private final List<Double> startSeconds = new ArrayList<>();
  private final List<Double> stopSeconds = new ArrayList<>();
  private final List<Double> javaMegabytes = new ArrayList<>();
  private final List<Double> otherMegabytes = new ArrayList<>();

  private BenchStart(Path folder) throws IOException {
    this.folder = folder;
    try (var free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  /// Measures with a site below a folder.
  static List<Figure> measure(Path folder) {
    try {
      var bench = new BenchStart(folder);
      prepare();
      bench.run("cold");
      var cold = List.copyOf(bench.startSeconds);
      bench.startSeconds.clear();
      for (var i = 0; i < WARM_STARTS; i++) {
        bench.run("warm");
      }
      return List.of(
          Figure.less("cold start", "s", cold),
          Figure.less("warm start", "s", bench.startSeconds).with(new Goal.Value(3)),
          Figure.less("stop", "s", bench.stopSeconds),
          Figure.less("memory, Java, nobody there", "MB", bench.javaMegabytes),
          Figure.less("memory, PostgreSQL, nobody there", "MB", bench.otherMegabytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What `./pando` does once after each build.
  private static void prepare() throws IOException, InterruptedException {
    var command = new ArrayList<>(program());
    command.add("version");
    var silence = ProcessBuilder.Redirect.DISCARD;
    var process =
        new ProcessBuilder(command).redirectOutput(silence).redirectError(silence).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
  }

  private void run(String kind) throws IOException, InterruptedException {
    BenchRun.say(kind + " start");
    var log = folder.resolve("start.log").toFile();
    var builder = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log);
    var start = System.nanoTime();
    var site = builder.start();
    try {
      while (!answers()) {
        if (!site.isAlive() || seconds(start) > PATIENCE.toSeconds()) {
          throw new IllegalStateException("did not start: " + Files.readString(log.toPath()));
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
      startSeconds.add(seconds(start));
      javaMegabytes.add(ProcessMemory.megabytes(Stream.of(site.toHandle())));
      otherMegabytes.add(ProcessMemory.megabytes(site.toHandle().descendants()));
      var stop = System.nanoTime();
      site.destroy();
      if (!site.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("did not stop in " + PATIENCE);
      }
      stopSeconds.add(seconds(stop));
    } finally {
      site.destroyForcibly();
    }
  }

  private List<String> command() {
    var command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "up",
            "--data",
            folder.resolve("site").toString(),
            "--port",
            Integer.toString(port),
            "--host",
            "127.0.0.1"));
    return command;
  }

  /// `./pando` where the jar lies beside it; else Java as it runs here.
  static List<String> program() {
    var jar = ownJar();
    var build = jar.getParent();
    var script = build == null ? jar : build.resolveSibling("pando");
    if (Files.isExecutable(script) && Files.isRegularFile(jar)) {
      return List.of(script.toString());
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    return List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", classes, "pando.main.Main");
  }

  private static Path ownJar() {
    try {
      var source = BenchStart.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class's location is a URI
    }
  }

  private boolean answers() {
    try {
      var url = URI.create("http://127.0.0.1:%d/health".formatted(port)).toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode() == 200;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
