package pando.main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.api.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Calls a site over HTTP, as an app does. **Every answer of a route that the API's schema knows is
/// held to the schema**, so that no test passes with an answer of the wrong shape.
public final class TestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("^<([^>]+)>; rel=\"next\"");
  private static final String BOUNDARY = "----------pando-test";

  private final URI site;
  private final @Nullable String token;
  private final Map<String, String> headers;

  TestClient(URI site, @Nullable String token) {
    this(site, token, token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
  }

  private TestClient(URI site, @Nullable String token, Map<String, String> headers) {
    this.site = site;
    this.token = token;
    this.headers = headers;
  }

  /// What came back.
  public record Answer(int status, HttpHeaders headers, String body) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    /// The JSON, after a check that the call went well.
    public JsonNode ok() {
      if (status != 200) {
        throw new AssertionError("status " + status + ": " + body);
      }
      return json();
    }

    /// Status and reason of a refusal, such as `404 Record not found`.
    public String refusal() {
      var error = body.startsWith("{") ? json().get("error") : null;
      return error == null ? status + " " + body : status + " " + error.asString();
    }

    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    public Optional<String> link() {
      return header("Link");
    }

    /// The path of the next page, which must be the first link: some clients read no further.
    public String next() {
      var first = NEXT.matcher(link().orElse(""));
      if (!first.find()) {
        throw new AssertionError("no next page: " + link());
      }
      var url = URI.create(first.group(1));
      return url.getRawPath() + "?" + url.getRawQuery();
    }
  }

  public @Nullable String token() {
    return token;
  }

  /// Where the site answers.
  public URI site() {
    return site;
  }

  /// The same caller, whose requests carry one more header.
  public TestClient with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new TestClient(site, token, more);
  }

  public Answer get(String path) {
    return send(to(path).GET());
  }

  public Answer delete(String path) {
    return send(to(path).DELETE());
  }

  /// Posts a JSON body.
  public Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  public Answer post(String path) {
    return send(to(path).POST(BodyPublishers.noBody()));
  }

  /// Any method with a JSON body.
  public Answer send(String method, String path, Object body) {
    return send(method, path, "application/json", JSON.writeValueAsString(body));
  }

  /// Any method with a form as it is sent, such as `media_ids[]=1&media_ids[]=2`.
  public Answer form(String method, String path, String form) {
    return send(method, path, "application/x-www-form-urlencoded", form);
  }

  /// Any method and body.
  ///
  /// @param type null: the request does not say
  public Answer send(String method, String path, @Nullable String type, String body) {
    var request = to(path).method(method, BodyPublishers.ofString(body));
    return send(type == null ? request : request.header("Content-Type", type));
  }

  /// Uploads one file beside some fields.
  public Answer upload(
      String method, String path, String name, byte[] file, Map<String, String> fields) {
    var body = new ByteArrayOutputStream();
    fields.forEach((field, value) ->
        write(
            body,
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
            field,
            value));
    write(
        body,
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n",
        name,
        "a photo");
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        to(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .method(method, BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static void write(ByteArrayOutputStream body, String part, String... values) {
    var all = new Object[] {BOUNDARY, values[0], values[1]};
    body.writeBytes(part.formatted(all).getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes of a file, and its headers.
  public HttpResponse<byte[]> download(String url) {
    return exchange(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder to(String path) {
    var request = HttpRequest.newBuilder(URI.create(site + path));
    headers.forEach(request::header);
    return request;
  }

  private static Answer send(HttpRequest.Builder builder) {
    var request = builder.build();
    var response = exchange(request, BodyHandlers.ofString());
    hold(request, response);
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /// Holds an answer to the schema, if there is one for it.
  private static void hold(HttpRequest request, HttpResponse<String> response) {
    var path = request.uri().getRawPath();
    var type = response.headers().firstValue("Content-Type").orElse("");
    var isJson = type.startsWith("application/json") || path.startsWith("/api/");
    if (isJson && Schema.knows(request.method(), path)) {
      Schema.check(request.method(), path, response.statusCode(), response.body());
    }
  }

  private static <T> HttpResponse<T> exchange(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
