package pando.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.Programs;

/// HAProxy before a site, with TLS and HTTP/2, as browsers reach a site from outside. Its
/// certificate is its own.
final class TlsFront implements AutoCloseable {
  @SuppressWarnings("InlineFormatString") // a file, which is read better in one piece
  private static final String SETTINGS =
      """
      global
        maxconn 1000
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 1h
      frontend https
        bind 127.0.0.1:%d ssl crt %s alpn h2,http/1.1
        option forwardfor
        http-request set-header X-Forwarded-Proto https
        default_backend pando
      backend pando
        server one %s
      """;

  private final Path folder;
  private final int port;
  private final int site;
  private @Nullable Process process;

  private TlsFront(Path folder, int port, int site) {
    this.folder = folder;
    this.port = port;
    this.site = site;
  }

  /// Chooses the addresses, and tells the site that will be in [#data] how people reach it.
  static TlsFront prepare(Path folder) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var one = new ServerSocket(0, 1, loopback);
        var other = new ServerSocket(0, 1, loopback)) {
      var front = new TlsFront(folder, one.getLocalPort(), other.getLocalPort());
      Files.createDirectories(front.data());
      Files.writeString(front.data().resolve("pando.yaml"), "site:\n  url: " + front.url() + "\n");
      return front;
    }
  }

  /// The folder of the site.
  Path data() {
    return folder.resolve("data");
  }

  /// Where the site has to listen.
  String port() {
    return Integer.toString(site);
  }

  URI url() {
    return URI.create("https://localhost:" + port);
  }

  /// Passes everything on to the site.
  void start() throws IOException, InterruptedException {
    var certificate = folder.resolve("front.pem");
    run(
        Programs.require("openssl").toString(),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-keyout",
        certificate + ".key",
        "-out",
        certificate.toString());
    var settings = folder.resolve("haproxy.cfg");
    Files.writeString(settings, SETTINGS.formatted(port, certificate, "127.0.0.1:" + site));
    process =
        new ProcessBuilder(Programs.require("haproxy").toString(), "-db", "-f", settings.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
