package pando.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was answered.
///
/// @param headers by their names in lower case
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final Jsonb JSON = Jsonb.builder().build();

  /// Whether the site did what it was asked.
  public boolean isOk() {
    return status / 100 == 2;
  }

  /// The body as text.
  public String text() {
    return new String(body, UTF_8);
  }

  /// The body as JSON: maps, lists and values.
  Object json() {
    return JSON.type(Object.class).fromJson(body);
  }

  /// A field of the JSON object that is the body.
  public String field(String name) {
    var value = json() instanceof Map<?, ?> object ? object.get(name) : null;
    return Objects.requireNonNull(value, "no " + name + " in: " + text()).toString();
  }

  /// The objects of the JSON array that is the body.
  List<? extends Map<?, ?>> objects() {
    return objects(json());
  }

  static List<? extends Map<?, ?>> objects(@Nullable Object array) {
    return array instanceof List<?> list
        ? list.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList()
        : List.of();
  }

  boolean isLast() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }
}
