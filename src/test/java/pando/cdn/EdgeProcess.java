package pando.cdn;

import static java.lang.ProcessBuilder.Redirect.INHERIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pando.Programs;
import pando.cluster.HostPort;

/// A Varnish in a process and a folder of its own, as the settings say it.
public final class EdgeProcess implements AutoCloseable {
  public static final String SECRET = "0123456789-only-for-tests";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Path folder;
  private final int port;
  private Process process;

  private EdgeProcess(Path folder, List<HostPort> origins, int admitAfter) {
    this.folder = folder;
    this.port = freePort();
    write(origins, admitAfter);
    start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  public static EdgeProcess start(Path folder, List<HostPort> origins, int admitAfter) {
    Programs.require("varnishd");
    return new EdgeProcess(folder, origins, admitAfter);
  }

  private EdgeSettings write(List<HostPort> origins, int admitAfter) {
    var settings = new EdgeSettings("edge", address(), 32, origins, admitAfter, SECRET);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(EdgeSettings.PROGRAM), settings.program());
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it, and returns when it answers.
  void start() {
    var command =
        new EdgeSettings("edge", address(), 32, List.of(address()), 1, SECRET).command(folder);
    var said = folder.resolve("log");
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      while (!answers()) {
        assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try {
      return get(EdgeSettings.HEALTH).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /// Gives it other origins while it runs.
  void reload(List<HostPort> origins) throws Exception {
    write(origins, 1);
    for (var command : EdgeSettings.reload(folder, "again")) {
      assertThat(new ProcessBuilder(command).redirectError(INHERIT).start().waitFor()).isZero();
    }
  }

  /// Where it listens.
  public HostPort address() {
    return new HostPort("127.0.0.1", port);
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the edge says of where an answer comes from.
  public String from(String path) {
    var answer = get(path);
    return answer.statusCode() + " " + answer.headers().firstValue("X-Cache").orElse("");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
