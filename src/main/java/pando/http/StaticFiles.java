package pando.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Files that are sent as they are: the photos of a directory.
///
/// A handler of a route that ends in `*`. Only names of a few harmless characters are looked for,
/// so that no name leads out of the directory. HEAD, `ETag`, `If-None-Match` and a single `Range`
/// are understood.
public final class StaticFiles {
  /// Names of photos are made from their content: what has been fetched once is good for ever.
  public static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /// Words of letters, digits, `_`, `@`, `-` and `.`, none of which begins with a dot.
  private static final Pattern NAME = Pattern.compile("[\\w@-][\\w@.-]*(/[\\w@-][\\w@.-]*)*");

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

  private final Function<String, @Nullable Path> photos;

  /// Part of a file: `length` bytes from `first` on.
  private record Range(long first, long length) {}

  /// @param photos the file of a photo's name, or null if there is none
  public StaticFiles(Function<String, @Nullable Path> photos) {
    this.photos = photos;
  }

  /// A photo, by the rest of the path.
  public Reply photo(Call call) {
    var name = requireName(call);
    var file = photos.apply(name);
    if (file == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal.NotFound();
    }
    try {
      var size = Files.size(file);
      var tag = "\"%x-%x\"".formatted(size, Files.getLastModifiedTime(file).toMillis());
      return tagged(call, tag, () -> ranged(call, file, size, tag))
          .with("Cache-Control", IMMUTABLE)
          .with("Content-Type", contentType(name))
          .with("Accept-Ranges", "bytes");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The rest of the path, if it is the name of a file.
  private static String requireName(Call call) {
    var name = call.pathParam("*");
    if (!NAME.matcher(name).matches() || name.indexOf('.') < 0) { // without a dot it is a folder
      throw new Refusal.NotFound();
    }
    return name;
  }

  /// The whole answer, or none if the caller has it already.
  private static Reply tagged(Call call, String tag, Supplier<Reply> whole) {
    var known = call.header("If-None-Match");
    var reply = known != null && known.contains(tag) ? Reply.empty(304) : whole.get();
    return reply.with("ETag", tag);
  }

  /// The file, or the part that the call asks for.
  private static Reply ranged(Call call, Path file, long size, String tag) {
    var range = range(call, size, tag);
    if (range == null) {
      return part(200, file, new Range(0, size));
    }
    if (range.length <= 0) {
      return Reply.empty(416).with("Content-Range", "bytes */" + size);
    }
    var last = range.first + range.length - 1;
    return part(206, file, range)
        .with("Content-Range", "bytes %d-%d/%d".formatted(range.first, last, size));
  }

  private static Reply part(int status, Path file, Range range) {
    return Reply.of(status, new Reply.Body.FilePart(file, range.first, range.length))
        .with("Content-Length", Long.toString(range.length));
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
