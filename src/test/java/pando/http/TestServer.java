package pando.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.accounts.TestPeople;
import pando.base.Refusal;
import pando.config.LimitsConfig;

/// A real server on loopback that knows the tokens of [TestPeople], with the routes that a test
/// gives it, and a program that speaks to it.
public final class TestServer implements AutoCloseable {
  /// What the site is called outside.
  public static final URI PUBLIC_URL = URI.create("http://pando.example");

  private static final String FORM = "application/x-www-form-urlencoded";

  private final TestPeople people;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// @param limited whether calls are counted
  public TestServer(TestPeople people, URI publicUrl, boolean limited, Consumer<Router> routes) {
    this.people = people;
    var router = new Router();
    routes.accept(router);
    var config = new ServerConfig("127.0.0.1", 0, publicUrl, Set.of(), newFolder());
    var limits = new RateLimits(people.clock, limited, LimitsConfig.DEFAULT);
    this.server = new HttpServer(config, router, limits, this::authenticate, _ -> {}).start();
  }

  public TestServer(TestPeople people, Consumer<Router> routes) {
    this(people, PUBLIC_URL, false, routes);
  }

  private Access authenticate(String token) {
    var access = people.tokens.find(token);
    if (access == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    }
    if (access.account() != null) {
      people.logins.requireActive(access.account());
    }
    return access;
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("pando-server");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a path is really answered.
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /// What a path answers.
  ///
  /// @param token null: none
  public HttpResponse<String> get(String path, @Nullable String token) throws Exception {
    return send("GET", path, "", null, token == null ? null : "Bearer " + token);
  }

  public HttpResponse<String> form(String path, Map<String, String> fields) throws Exception {
    return send("POST", path, encode(fields), FORM, null);
  }

  public HttpResponse<String> form(String path, Map<String, String> fields, String token)
      throws Exception {
    return send("POST", path, encode(fields), FORM, "Bearer " + token);
  }

  public HttpResponse<String> json(String path, String body) throws Exception {
    return send("POST", path, body, "application/json", null);
  }

  public HttpResponse<String> send(
      String method,
      String path,
      String body,
      @Nullable String contentType,
      @Nullable String authorization)
      throws Exception {
    var request = HttpRequest.newBuilder(url(path)).method(method, BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// Fields as a query or a simple form has them.
  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The text of a field of the JSON that was answered; empty if there is none.
  public static String text(HttpResponse<String> answer, String field) {
    var found = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(field)).matcher(answer.body());
    return found.find() ? found.group(1) : "";
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
