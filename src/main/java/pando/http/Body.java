package pando.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.MultiPart;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The body of a call, as it arrives: limited in bytes and in time.
final class Body {
  /// What a JSON or form body may hold.
  static final int MAX_TEXT_BYTES = 1 << 20;

  /// What a whole body may hold, files included.
  static final int MAX_BYTES = Multipart.MAX_FILES * Multipart.MAX_FILE_BYTES + MAX_TEXT_BYTES;

  /// How long a body may take to arrive. (The connection breaks off sooner when nothing comes.)
  static final Duration MAX_TIME = Duration.ofMinutes(2);

  private final InputStream stream;
  private final long begunNanos = System.nanoTime();
  private long bytes;

  Body(InputStream stream) {
    this.stream = stream;
  }

  /// Reads what the body says, as far as it can be understood: multipart by its type; else JSON if
  /// it looks like an object; else a form. Clients send all three under wrong or missing types.
  ///
  /// @param files where the path of each file is added that is made in `directory`
  Map<String, @Nullable Object> tree(@Nullable String type, Path directory, List<Path> files) {
    var kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (type != null && kind.startsWith("multipart/")) {
      return new Multipart(boundary(type), directory, files).tree(this);
    }
    var text = FormText.utf8(readText()).strip();
    if (text.startsWith("{") || text.startsWith("\ufeff{")) {
      return JsonText.parse(text);
    }
    if (kind.contains("json") && text.indexOf('=') < 0) {
      return text.isEmpty() || text.equals("null") ? Map.of() : JsonText.parse(text);
    }
    return FormText.tree(text).root();
  }

  private static String boundary(String type) {
    try {
      var boundary = MultiPart.extractBoundary(type);
      if (boundary != null && !boundary.isEmpty()) {
        return boundary;
      }
    } catch (IllegalArgumentException oddlyQuoted) {
      // as if there were none
    }
    throw new Refusal.Malformed("the multipart body has no boundary");
  }

  /// The next bytes of the body; -1 at its end.
  int read(byte[] buffer) {
    try {
      var count = stream.read(buffer);
      bytes += Math.max(0, count);
      if (bytes > MAX_BYTES) {
        throw new Refusal.TooLarge("the body is larger than %d bytes".formatted(MAX_BYTES));
      }
      if (System.nanoTime() - begunNanos > MAX_TIME.toNanos()) {
        throw new Refusal.Malformed("the body did not arrive in time");
      }
      return count;
    } catch (IOException broken) {
      throw new Refusal.Malformed("the body ended early or came too slowly");
    }
  }

  private byte[] readText() {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    for (var count = read(buffer); count >= 0; count = read(buffer)) {
      all.write(buffer, 0, count);
      if (all.size() > MAX_TEXT_BYTES) {
        throw new Refusal.TooLarge("the body is larger than %d bytes".formatted(MAX_TEXT_BYTES));
      }
    }
    return all.toByteArray();
  }
}
