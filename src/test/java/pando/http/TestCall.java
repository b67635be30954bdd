package pando.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// Calls without a server.
final class TestCall {
  private TestCall() {}

  static Call get(String target, String... headers) {
    return of("GET", target, new byte[0], headers);
  }

  static Call post(@Nullable String type, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return type == null ? of("POST", "/", bytes) : of("POST", "/", bytes, "Content-Type", type);
  }

  static Call of(String method, String target, byte[] body, String... headers) {
    return in(Path.of("unused"), method, target, body, headers);
  }

  static Call in(Path uploads, String method, String target, byte[] body, String... headers) {
    var question = target.indexOf('?');
    var path = question < 0 ? target : target.substring(0, question);
    var query = question < 0 ? null : target.substring(question + 1);
    var head = new Head(method, path, query, fields(headers), "127.0.0.1");
    return call(head, Map.of(), body, uploads);
  }

  /// A call with these values in its path, over a connection from `peer`.
  static Call at(Map<String, String> pathParams, String peer, String... headers) {
    var head = new Head("GET", "/", null, fields(headers), peer);
    return call(head, pathParams, new byte[0], Path.of("unused"));
  }

  private static HttpFields fields(String... headers) {
    var fields = HttpFields.build();
    for (var i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    return fields;
  }

  private static Call call(Head head, Map<String, String> params, byte[] body, Path uploads) {
    var stream = new ByteArrayInputStream(body);
    return new Call(head, params, stream, TestSite.config(uploads), TestSite::authenticate);
  }
}
