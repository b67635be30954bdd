package pando.cdn;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import pando.base.Refusal;
import pando.cluster.HostPort;

/// A Varnish of a bench, which ends with it.
final class RunningEdge implements AutoCloseable {
  static final String SECRET = "a-secret-of-the-bench";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final HostPort address;
  private final Process process;

  private RunningEdge(HostPort address, Process process) {
    this.address = address;
    this.process = process;
  }

  /// An edge.
  static RunningEdge start(Path folder, int megabytes, HostPort origin, int admitAfter)
      throws IOException, InterruptedException {
    var at = new HostPort("127.0.0.1", freePort());
    var settings = new EdgeSettings("bench", at, megabytes, List.of(origin), admitAfter, SECRET);
    return start(folder, settings, settings.program(), EdgeSettings.HEALTH);
  }

  /// A Varnish with nothing of ours: its program says where the origin is, and no more.
  static RunningEdge plain(Path folder, int megabytes, HostPort origin)
      throws IOException, InterruptedException {
    var at = new HostPort("127.0.0.1", freePort());
    var settings = new EdgeSettings("plain", at, megabytes, List.of(origin), 1, SECRET);
    var program =
        "vcl 4.1; backend origin { .host = \"%s\"; .port = \"%d\"; }"
            .formatted(origin.host(), origin.port());
    return start(folder, settings, program, "/health");
  }

  private static RunningEdge start(
      Path folder, EdgeSettings settings, String program, String health)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(EdgeSettings.PROGRAM), program);
    var log = folder.resolve("log").toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(settings.command(folder))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
    } catch (IOException e) {
      throw new Refusal.Unavailable(
          "this measures Varnish, which is not installed (Debian: varnish varnish-modules): "
              + e.getMessage());
    }
    var edge = new RunningEdge(settings.address(), process);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!edge.answers(health)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        edge.close();
        throw new IllegalStateException("varnishd: " + Files.readString(log.toPath()));
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return edge;
  }

  private boolean answers(String path) {
    try {
      return fetch(path).equals("200");
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Fetches a file: the status, and what the edge says of where it comes from.
  String fetch(String path) throws IOException {
    var connection =
        (HttpURLConnection) URI.create("http://" + address + path).toURL().openConnection();
    try (var body = connection.getInputStream()) {
      body.skip(Long.MAX_VALUE);
    }
    var from = connection.getHeaderField("X-Cache");
    return connection.getResponseCode() + (from == null ? "" : " " + from);
  }

  HostPort address() {
    return address;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
