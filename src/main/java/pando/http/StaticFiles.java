package pando.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.blobs.Blob;

/// Files that are sent as they are: photos.
///
/// HEAD, `ETag`, `If-None-Match` and a single `Range` are understood.
public final class StaticFiles {
  /// Names of photos are made from their content: what has been fetched once is good for ever.
  public static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("avif", "image/avif"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("gif", "image/gif"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("map", "application/json; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"));

  private StaticFiles() {}

  /// Part of a file: `length` bytes from `first` on.
  private record Range(long first, long length) {}

  /// The answer to a call for a file. Its tag is the hash in its name, so that all nodes tell the
  /// same, wherever the file is.
  public static Reply reply(Call call, Blob file) {
    var tag = '"' + file.name().hash() + '"';
    return tagged(call, tag, () -> ranged(call, file, tag))
        .with("Cache-Control", IMMUTABLE)
        .with("Content-Type", contentType(file.name().text()))
        .with("Accept-Ranges", "bytes");
  }

  /// The whole answer, or none if the caller has it already.
  private static Reply tagged(Call call, String tag, Supplier<Reply> whole) {
    var known = call.header("If-None-Match");
    var reply = known != null && known.contains(tag) ? Reply.empty(304) : whole.get();
    return reply.with("ETag", tag);
  }

  /// The file, or the part that the call asks for.
  private static Reply ranged(Call call, Blob file, String tag) {
    var size = file.size();
    var range = range(call, size, tag);
    if (range == null) {
      return part(call, 200, file, new Range(0, size));
    }
    if (range.length <= 0) {
      return Reply.empty(416).with("Content-Range", "bytes */" + size);
    }
    var last = range.first + range.length - 1;
    return part(call, 206, file, range)
        .with("Content-Range", "bytes %d-%d/%d".formatted(range.first, last, size));
  }

  private static Reply part(Call call, int status, Blob file, Range range) {
    var body =
        switch (file) {
          case Blob.OnDisk(_, _, var path) ->
              new Reply.Body.FilePart(path, range.first, range.length);
          case Blob.Stored(_, _, var source) when !call.method().equals("HEAD") ->
              sent(source.open(range.first, range.length));
          case Blob.Stored _ -> new Reply.Body.Bytes(ByteBuffer.allocate(0));
        };
    return Reply.of(status, body).with("Content-Length", Long.toString(range.length));
  }

  private static Reply.Body.Live sent(InputStream bytes) {
    return out -> {
      try (bytes) {
        bytes.transferTo(out);
      }
    };
  }

  /// The range that is asked for, of no length if it is outside the file; null for the whole file,
  /// also when the caller has a part of another one or asks for several ranges.
  private static @Nullable Range range(Call call, long size, String tag) {
    var asked = RANGE.matcher(Objects.requireNonNullElse(call.header("Range"), ""));
    var condition = call.header("If-Range");
    if (!asked.matches() || (condition != null && !condition.equals(tag))) {
      return null;
    }
    var from = asked.group(1);
    var to = asked.group(2);
    if (from.isEmpty()) {
      var count = to.isEmpty() ? 0 : Math.min(size, Long.parseLong(to)); // the last so many
      return new Range(size - count, count);
    }
    var first = Long.parseLong(from);
    var last = to.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(to));
    return new Range(first, last - first + 1);
  }

  /// The content type that the ending of a name says.
  public static String contentType(String name) {
    var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, UNKNOWN);
  }
}
