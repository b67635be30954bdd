package pando.blobs;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import pando.cluster.HostPort;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;

/// An object store in a process and a folder of its own, as the settings say it.
public final class S3Process implements AutoCloseable {
  private static final String KEY = "pando";
  private static final String SECRET = "0123456789-only-for-tests";

  private final Path folder;
  private final int port;
  private Process process;

  private S3Process(Path folder) {
    this.folder = folder;
    this.port = freePort();
    var data = folder.resolve("objects");
    var settings = new S3ProxySettings(new HostPort("127.0.0.1", port), data, KEY, SECRET);
    try {
      Files.createDirectories(data);
      Files.writeString(folder.resolve(S3ProxySettings.SETTINGS), settings.settings());
      Files.writeString(folder.resolve(S3ProxySettings.LOG_SETTINGS), settings.logSettings());
      Files.writeString(folder.resolve("secret"), SECRET + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    start();
  }

  /// Starts one, and returns when it answers.
  public static S3Process start(Path folder) {
    if (!Files.isDirectory(S3ProxySettings.libraries())) {
      var sentence = "S3Proxy is not there: ./pando test fetches it";
      return "true".equals(System.getenv("CI")) ? fail(sentence) : abort(sentence);
    }
    return new S3Process(folder);
  }

  /// Starts it again with what it had.
  public void start() {
    var log = folder.resolve("log").toFile();
    try {
      process =
          new ProcessBuilder(S3ProxySettings.command(S3ProxySettings.libraries(), folder))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      while (status("/") < 0) {
        if (!process.isAlive()) {
          fail("S3Proxy has ended: " + Files.readString(log.toPath()));
        }
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The status that somebody gets who signs nothing; -1 without an answer.
  int status(String path) {
    try {
      var url = URI.create("http://127.0.0.1:" + port + path).toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode();
    } catch (IOException notYet) {
      return -1;
    }
  }

  /// How a site is told of it.
  public ObjectsConfig config(String bucket, Moving moving) {
    return new ObjectsConfig(
        URI.create("http://127.0.0.1:" + port),
        bucket,
        "us-east-1",
        KEY,
        folder.resolve("secret").toString(),
        moving);
  }

  /// Ends it at once, as `kill -9` does.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
