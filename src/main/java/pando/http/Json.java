package pando.http;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
    var all = ByteBuffer.allocate(joinedSize(objects));
    putJoined(all, objects);
    return all.array();
  }

  /// An array of objects, each of which is joined from its own list of objects. A page of a feed is
  /// put together from what is kept by copying each byte once.
  public static byte[] arrayOfJoined(List<byte[][]> list) {
    var size = 1 + Math.max(list.size(), 1); // the brackets and commas
    for (var objects : list) {
      size += joinedSize(objects);
    }
    var all = ByteBuffer.allocate(size).put((byte) '[');
    for (var objects : list) {
      putJoined(all, objects);
      all.put((byte) ',');
    }
    return all.put(size - 1, (byte) ']').array(); // in the place of the last comma
  }

  private static int joinedSize(byte[][] objects) {
    var size = 2;
    var fields = 0;
    for (var object : objects) {
      if (object.length > 2) {
        size += object.length - 2;
        fields++;
      }
    }
    return size + Math.max(fields - 1, 0);
  }

  private static void putJoined(ByteBuffer all, byte[][] objects) {
    var next = (byte) '{';
    for (var object : objects) {
      if (object.length > 2) {
        all.put(next).put(object, 1, object.length - 2);
        next = (byte) ',';
      }
    }
    if (next == '{') {
      all.put(next);
    }
    all.put((byte) '}');
  }

  /// An object with one field, whose value is encoded already.
  public static byte[] field(String name, byte[] value) {
    var key = bytes(name);
    var object = ByteBuffer.allocate(key.length + value.length + 3);
    return object.put((byte) '{').put(key).put((byte) ':').put(value).put((byte) '}').array();
  }

  /// The value in what [#field] made.
  ///
  /// @param name of the field, without anything that JSON escapes
  public static byte[] valueOf(String name, byte[] object) {
    return Arrays.copyOfRange(object, name.length() + 4, object.length - 1);
  }

  /// An array of values that are encoded already.
  public static byte[] array(List<byte[]> values) {
    var size = 1 + Math.max(values.size(), 1);
    for (var value : values) {
      size += value.length;
    }
    var all = ByteBuffer.allocate(size).put((byte) '[');
    for (var value : values) {
      all.put(value).put((byte) ',');
    }
    return all.put(size - 1, (byte) ']').array(); // in the place of the last comma
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
