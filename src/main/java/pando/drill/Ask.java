package pando.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Jsonb;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request.
///
/// @param path with the query
/// @param body empty: none
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record Ask(String method, String path, Map<String, String> headers, byte[] body) {
  private static final String BOUNDARY = "----pando-drill";
  private static final Jsonb JSON = Jsonb.builder().build();

  /// A request for what is there.
  public static Ask read(String path) {
    return new Ask("GET", path, Map.of(), new byte[0]);
  }

  /// A request with a body in JSON.
  public static Ask post(String path, Map<String, ?> form) {
    return send("POST", path, form);
  }

  /// A request that changes what is there, with a body in JSON.
  static Ask put(String path, Map<String, ?> form) {
    return send("PUT", path, form);
  }

  private static Ask send(String method, String path, Map<String, ?> form) {
    var body = JSON.type(Object.class).toJsonBytes(form);
    return new Ask(method, path, Map.of("Content-Type", "application/json"), body);
  }

  /// Sends a file.
  public static Ask upload(String path, byte[] file) {
    var body = new ByteArrayOutputStream();
    var head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a photo\"\r\n\r\n"
            .formatted(BOUNDARY);
    body.writeBytes(head.getBytes(UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(UTF_8));
    var type = "multipart/form-data; boundary=" + BOUNDARY;
    return new Ask("POST", path, Map.of("Content-Type", type), body.toByteArray());
  }

  /// The same with one more header.
  public Ask with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, path, more, body);
  }

  /// The same with the token of whoever asks; null: nobody in particular.
  public Ask by(@Nullable String token) {
    return token == null ? this : with("Authorization", "Bearer " + token);
  }

  /// Whether it does the same when it is sent twice.
  public boolean mayRepeat() {
    return method.equals("GET") || headers.containsKey("Idempotency-Key");
  }

  /// What kind of request it is, to be counted by.
  String kind() {
    return method.equals("GET") ? "GET" : mayRepeat() ? "keyed " + method : method;
  }

  byte[] bytes(String host, boolean keepsAlive) {
    var head = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, path, host));
    headers.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
    if (body.length > 0 || !method.equals("GET")) {
      head.append("Content-Length: %d\r\n".formatted(body.length));
    }
    head.append(keepsAlive ? "\r\n" : "Connection: close\r\n\r\n");
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
