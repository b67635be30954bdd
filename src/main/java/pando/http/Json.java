package pando.http;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;

/// JSON, out. ([JsonText] is JSON that comes in.)
///
/// A view is a record with `@Json(naming = Json.Naming.LowerUnderscore)` of avaje-jsonb, which
/// generates its writer. Every component is written: null as `null`, an empty list as `[]`, an id
/// as a decimal text, an [Instant] as `2026-11-21T04:05:06.789Z` with exactly three digits.
///
/// A field that may be *absent* is not a component of the view but of a second record, and the two
/// encoded objects are joined with [#join]: `{"id":"1"}` and `{"pinned":true}` become
/// `{"id":"1","pinned":true}`. So is a post encoded once for all viewers and joined with the few
/// fields that differ for each. [#field] and [#array] put what is encoded into more JSON. (avaje's
/// `rawValue` does this too, but takes a string: for a page of 20 posts in Korean it needs about
/// ten times as long as copying bytes. Its adapters may also leave a field out by writing nothing
/// after its name; records that are joined say so in their types.)
public final class Json {
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

  private Json() {}

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
