package pando.http;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;

/// JSON, out and in.
///
/// **Out**: a view is a record with `@Json(naming = Json.Naming.LowerUnderscore)` of avaje-jsonb,
/// which generates its writer. Every component is written: null as `null`, an empty list as `[]`,
/// an id as a decimal text, an [Instant] as `2026-11-21T04:05:06.789Z` with exactly three digits.
///
/// A field that may be *absent* is not a component of the view but of a second record, and the two
/// encoded objects are joined with [#join]: `{"id":"1"}` and `{"pinned":true}` become
/// `{"id":"1","pinned":true}`. So is a post encoded once for all viewers and joined with the few
/// fields that differ for each. [#field] and [#array] put what is encoded into more JSON. (avaje's
/// `rawValue` does this too, but takes a string: for a page of 20 posts in Korean it needs about
/// ten times as long as copying bytes. Its adapters may also leave a field out by writing nothing
/// after its name; records that are joined say so in their types.)
///
/// **In**: [#parse] makes the tree that [Params] reads, within limits. avaje's reader is lenient
/// (it lets a trailing comma pass), and its own tree rounds long numbers; therefore the tree is
/// built here, with each number as the text it was.
public final class Json {
  static final int MAX_VALUES = 20_000;
  private static final int MAX_DEPTH = 16;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Jsonb JSONB =
      Jsonb.builder()
          .serializeNulls(true)
          .serializeEmpty(true)
          .add(Instant.class, written(Json::date))
          .add(AccountId.class, written((AccountId id) -> Long.toString(id.value())))
          .add(PostId.class, written((PostId id) -> Long.toString(id.value())))
          .add(MediaId.class, written((MediaId id) -> Long.toString(id.value())))
          .build();

  private final JsonReader reader;
  private int values;

  private Json(JsonReader reader) {
    this.reader = reader;
  }

  /// A view, a list or a map, as JSON in UTF-8.
  public static byte[] bytes(Object view) {
    return JSONB.toJsonBytes(view);
  }

  /// The same as a text.
  static String text(Object view) {
    return JSONB.toJson(view);
  }

  /// A moment in the only form that all clients read.
  public static String date(Instant instant) {
    return DATE.format(instant);
  }

  /// One object with the fields of all the given objects, in their order.
  public static byte[] join(byte[]... objects) {
    return enclose('{', Stream.of(objects).filter(one -> one.length > 2).toList(), 1, '}');
  }

  /// An object with one field, whose value is encoded already.
  public static byte[] field(String name, byte[] value) {
    var key = bytes(name);
    var object = ByteBuffer.allocate(key.length + value.length + 3);
    return object.put((byte) '{').put(key).put((byte) ':').put(value).put((byte) '}').array();
  }

  /// An array of values that are encoded already.
  public static byte[] array(List<byte[]> values) {
    return enclose('[', values, 0, ']');
  }

  /// The parts, each without `trim` bytes at its ends, between brackets and with commas.
  private static byte[] enclose(char open, List<byte[]> parts, int trim, char close) {
    var size = parts.stream().mapToInt(part -> part.length - 2 * trim + 1).sum();
    var all = ByteBuffer.allocate(Math.max(size, 1) + 1).put((byte) open);
    for (var part : parts) {
      all.put(part, trim, part.length - 2 * trim).put((byte) ',');
    }
    return all.put(all.limit() - 1, (byte) close).array(); // in the place of the last comma
  }

  /// The tree of a JSON object: maps, lists, texts (also for numbers and booleans) and nulls.
  static Map<String, @Nullable Object> parse(String json) {
    try (var reader = JSONB.reader(json.getBytes(StandardCharsets.UTF_8))) {
      if (reader.currentToken() == JsonReader.Token.BEGIN_OBJECT) {
        return new Json(reader).object(1);
      }
    } catch (JsonException broken) {
      throw new Refusal.Malformed("the body is not valid JSON");
    }
    throw new Refusal.Malformed("the body must be a JSON object");
  }

  private Map<String, @Nullable Object> object(int depth) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNextField()) {
      var name = FormText.requireText(reader.nextField());
      map.put(name, value(depth));
    }
    reader.endObject();
    return map;
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    reader.beginArray();
    while (reader.hasNextElement()) {
      list.add(value(depth));
    }
    reader.endArray();
    return list;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new Refusal.Malformed("the body is nested too deep or has too many values");
    }
    return switch (reader.currentToken()) {
      case BEGIN_OBJECT -> object(depth + 1);
      case BEGIN_ARRAY -> list(depth + 1);
      case STRING -> FormText.requireText(reader.readString());
      case BOOLEAN -> Boolean.toString(reader.readBoolean());
      case NUMBER -> number(reader.readRaw().strip());
      case NULL -> reader.isNullValue() ? null : number("");
    };
  }

  private static String number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new Refusal.Malformed("the body is not valid JSON");
    }
    return text;
  }

  private static <T> JsonAdapter<T> written(Function<T, String> text) {
    return new JsonAdapter<T>() {
      @Override
      public void toJson(JsonWriter writer, T value) {
        writer.value(text.apply(value));
      }

      @Override
      public T fromJson(JsonReader reader) {
        throw new UnsupportedOperationException("views are only written");
      }
    }.nullSafe();
  }
}
