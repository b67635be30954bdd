package pando.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pando.cluster.HostPort;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;

/// An object store in a process and a folder of its own, as the settings say it.
public final class S3Process implements AutoCloseable {
  private static final String KEY = "pando";
  private static final String SECRET = "0123456789-only-for-tests";

  private final Path folder;
  private final int port;
  private final boolean isSecure;
  private Process process;

  private S3Process(Path folder, boolean isSecure) {
    this.folder = folder;
    this.isSecure = isSecure;
    this.port = freePort();
    var data = folder.resolve("objects");
    var settings = new S3ProxySettings(new HostPort("127.0.0.1", port), data, KEY, SECRET);
    try {
      Files.createDirectories(data);
      var text = isSecure ? secured(settings.settings()) : settings.settings();
      Files.writeString(folder.resolve(S3ProxySettings.SETTINGS), text);
      Files.writeString(folder.resolve(S3ProxySettings.LOG_SETTINGS), settings.logSettings());
      Files.writeString(folder.resolve("secret"), SECRET + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    start();
  }

  /// Has it speak TLS, with a certificate that it vouches for itself.
  private String secured(String settings) throws IOException {
    var keys = folder.resolve("keys.p12").toString();
    keytool("-genkeypair", "-keystore", keys, "-keyalg", "EC", "-dname", "CN=localhost",
        "-ext", "san=dns:localhost", "-ext", "bc:c", "-validity", "2");
    keytool("-exportcert", "-keystore", keys, "-rfc", "-file", authority().toString());
    return settings.replace("s3proxy.endpoint=http", "s3proxy.secure-endpoint=https")
        + "s3proxy.keystore-path=%s%ns3proxy.keystore-password=%s%n".formatted(keys, SECRET);
  }

  private static void keytool(String... arguments) throws IOException {
    var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "s3", "-storepass", SECRET));
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }

  /// Who vouches for it, if it speaks TLS.
  private Path authority() {
    return folder.resolve("authority.pem");
  }

  /// Starts one, and returns when it answers.
  public static S3Process start(Path folder) {
    return start(folder, false);
  }

  /// Starts one that speaks TLS, and returns when it answers.
  public static S3Process startSecure(Path folder) {
    return start(folder, true);
  }

  private static S3Process start(Path folder, boolean isSecure) {
    if (!Files.isDirectory(S3ProxySettings.libraries())) {
      var sentence = "S3Proxy is not there: ./pando test fetches it";
      return "true".equals(System.getenv("CI")) ? fail(sentence) : abort(sentence);
    }
    return new S3Process(folder, isSecure);
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
      while (!listens()) {
        if (!process.isAlive()) {
          fail("S3Proxy has ended: " + Files.readString(log.toPath()));
        }
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
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
        URI.create((isSecure ? "https://localhost:" : "http://127.0.0.1:") + port),
        bucket,
        "us-east-1",
        KEY,
        folder.resolve("secret").toString(),
        isSecure ? authority().toString() : null,
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
