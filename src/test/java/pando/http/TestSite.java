package pando.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.accounts.AppId;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.config.LimitsConfig;

/// A real server on loopback, with the routes that a test gives it.
///
/// It knows the tokens `ana` and `ben`, of two people, and `app`, of a client alone.
public final class TestSite implements AutoCloseable {
  static final AccountId ANA = new AccountId(101);
  static final AccountId BEN = new AccountId(102);
  private static final Map<String, Access> TOKENS =
      Map.of(
          "ana", new Access("hash-of-ana", ANA, new AppId(1), Set.of("read", "write")),
          "ben", new Access("hash-of-ben", BEN, new AppId(1), Set.of("read")),
          "app", new Access("hash-of-app", null, new AppId(1), Set.of("read")));

  /// Who may have written something at any of these sites.
  static final List<AccountId> WRITERS = new CopyOnWriteArrayList<>();

  final Path directory;
  final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  private TestSite(Path directory, RateLimits limits, Router router) {
    this.directory = directory;
    this.server =
        new HttpServer(config(directory), router, limits, TestSite::authenticate, WRITERS::add);
    server.start();
  }

  public static TestSite with(Consumer<Router> routes) {
    return with(new RateLimits(InstantSource.system(), false, LimitsConfig.DEFAULT), routes);
  }

  static TestSite with(RateLimits limits, Consumer<Router> routes) {
    var router = new Router();
    routes.accept(router);
    return new TestSite(newDirectory(), limits, router);
  }

  static ServerConfig config(Path directory) {
    var publicUrl = URI.create("https://pando.example");
    return new ServerConfig("127.0.0.1", 0, publicUrl, Set.of("10.0.0.1"), directory);
  }

  static Access authenticate(String token) {
    var access = TOKENS.get(token);
    if (access == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    }
    return access;
  }

  static Path newDirectory() {
    try {
      return Files.createTempDirectory("pando-http");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  int port() {
    return server.port();
  }

  /// A request to be finished with a method.
  HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String target, String... headers) throws Exception {
    var request = to(target).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /// The body as it came over the line.
  HttpResponse<byte[]> getBytes(String target, String... headers) throws Exception {
    var request = to(target).GET().headers(headers).build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<String> post(String target, @Nullable String type, String body) throws Exception {
    var request = to(target).POST(HttpRequest.BodyPublishers.ofString(body));
    return send(type == null ? request : request.header("Content-Type", type));
  }

  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// Sends these very bytes, and returns all that comes back until the server closes.
  String raw(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Drains the server.
  void leave() {
    server.drain(() -> {});
  }

  @Override
  public void close() {
    server.close();
    client.shutdownNow(); // does not wait for those who do not listen
  }
}
