package pando.main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Calls a site over HTTP, as an app does.
public final class TestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "----------pando-test";

  private final URI site;
  private final @Nullable String token;

  TestClient(URI site, @Nullable String token) {
    this.site = site;
    this.token = token;
  }

  /// What came back.
  public record Answer(int status, String body, Optional<String> link) {
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
  }

  public @Nullable String token() {
    return token;
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
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
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
    try {
      return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder to(String path) {
    var request = HttpRequest.newBuilder(URI.create(site + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.body(), response.headers().firstValue("Link"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
