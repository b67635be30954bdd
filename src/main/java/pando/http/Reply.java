package pando.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import pando.base.Page;
import pando.base.PageRequest;

/// The answer to a [Call]: a status, headers and a body.
///
/// What every answer carries (request id, CORS, security headers) is added by [Front]; a header
/// that a reply has already is kept. An answer of the API is private to the viewer, unless the
/// handler calls [#shared].
public final class Reply {
  static final String JSON = "application/json; charset=utf-8";

  /// What fits one packet gains nothing.
  private static final int MIN_COMPRESSED_BYTES = 1_400;

  private static final String HTML = "text/html; charset=utf-8";
  private static final Set<String> CURSORS =
      Set.of("max_id", "since_id", "min_id", "limit", "access_token");

  private final int status;
  private final Body body;
  private final HttpFields.Mutable headers = HttpFields.build();
  private boolean shared;

  /// What is sent after the headers.
  sealed interface Body {
    record Bytes(ByteBuffer bytes) implements Body {}

    /// `length` bytes of a file from `first` on.
    record FilePart(Path file, long first, long length) implements Body {}

    /// Goes on as a WebSocket.
    record Upgrade(Supplier<Object> endpoint) implements Body {}

    /// Written as long as it goes on, such as a stream of events.
    non-sealed interface Live extends Body {
      void write(OutputStream out) throws IOException;
    }
  }

  private Reply(int status, Body body) {
    this.status = status;
    this.body = body;
  }

  /// 200 with a view, a list or a map as JSON.
  public static Reply ok(Object view) {
    return json(200, Json.bytes(view));
  }

  /// JSON that is encoded already.
  public static Reply json(int status, byte[] json) {
    return bytes(status, JSON, json);
  }

  /// `{"error": reason}`.
  public static Reply error(int status, String reason) {
    return json(status, Json.bytes(Map.of("error", reason)));
  }

  /// A page for people. Its scripts and styles come from `/assets`, never from the page itself.
  public static Reply html(int status, String page) {
    return bytes(status, HTML, page.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes of any type.
  public static Reply bytes(int status, String contentType, byte[] bytes) {
    return of(status, new Body.Bytes(ByteBuffer.wrap(bytes))).with("Content-Type", contentType);
  }

  /// What is written as it goes, and never held in memory.
  public interface Writing {
    void write(OutputStream out) throws IOException;
  }

  /// A file of any length for the reader to keep, written while it is sent.
  public static Reply download(String contentType, String fileName, Writing writing) {
    Body.Live live = writing::write;
    return of(200, live)
        .with("Content-Type", contentType)
        .with("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
  }

  /// A status without a body.
  public static Reply empty(int status) {
    return of(status, new Body.Bytes(ByteBuffer.allocate(0)));
  }

  /// Sends the client on to another place, to be fetched with GET (303).
  public static Reply redirect(String location) {
    return empty(303).with("Location", location);
  }

  /// Any status and body.
  static Reply of(int status, Body body) {
    return new Reply(status, body);
  }

  /// Adds the `Link` header of a timeline: first `next` (older), then `prev` (newer), both whenever
  /// anything was read, with the filters of the call kept.
  public Reply timeline(Call call, PageRequest asked, Page<?> page) {
    return page.bounds() == null ? this : links(call, asked, page.bounds(), true);
  }

  /// Adds the `Link` header of any other list: `next` only when the page is full.
  public Reply list(Call call, PageRequest asked, Page<?> page) {
    return page.bounds() == null ? this : links(call, asked, page.bounds(), page.bounds().full());
  }

  private Reply links(Call call, PageRequest asked, Page.Bounds bounds, boolean more) {
    var next = more ? link(call, asked, "max_id", bounds.oldest(), "next") + ", " : "";
    return with("Link", next + link(call, asked, "min_id", bounds.newest(), "prev"));
  }

  private static String link(Call call, PageRequest page, String cursor, long id, String rel) {
    var url = new StringBuilder(call.publicUrl().toString());
    url.append(URIUtil.encodePath(call.path())).append("?limit=").append(page.limit());
    for (var pair : call.queryPairs()) {
      if (!CURSORS.contains(pair.name())) {
        url.append('&').append(FormText.encode(pair.name()));
        url.append('=').append(FormText.encode(pair.value()));
      }
    }
    return "<%s&%s=%d>; rel=\"%s\"".formatted(url, cursor, id, rel);
  }

  /// Sets a header.
  public Reply with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// Sets a header that the reply does not have yet.
  Reply withDefault(String name, String value) {
    return headers.contains(name) ? this : with(name, value);
  }

  /// The same, shorter on the line if it is long JSON and the client takes it: a page of posts is a
  /// quarter of its length then.
  ///
  /// Pages for people are sent as they are: they have secrets of forms beside texts that others may
  /// choose, and the length of both compressed together would tell of them (the BREACH attack).
  Reply compressedFor(Head head) {
    if (!(body instanceof Body.Bytes(var plain))
        || !JSON.equals(header("Content-Type"))
        || headers.contains("Content-Encoding")) {
      return this;
    }
    vary("Accept-Encoding");
    var accepted = head.header("Accept-Encoding");
    if (plain.remaining() < MIN_COMPRESSED_BYTES
        || accepted == null
        || !accepted.contains("gzip")) {
      return this;
    }
    var shorter = new Reply(status, zip(plain));
    shorter.headers.add(headers).add("Content-Encoding", "gzip");
    return shorter;
  }

  private static Body zip(ByteBuffer plain) {
    var out = new ByteArrayOutputStream(plain.remaining() / 4);
    try (var zip = new FastZip(out)) {
      zip.write(plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // does not happen in memory
    }
    return new Body.Bytes(ByteBuffer.wrap(out.toByteArray()));
  }

  /// Takes less than half of the usual time for a seventh more bytes, measured with 20 posts.
  private static final class FastZip extends GZIPOutputStream {
    FastZip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /// Says that the answer differs by a header of the request.
  Reply vary(String name) {
    headers.add("Vary", name);
    return this;
  }

  /// Sets a cookie that scripts cannot read and other sites do not send; empty with no time left
  /// deletes it.
  public Reply cookie(Call call, String name, String value, Duration maxAge) {
    var secure = call.secure() ? "; Secure" : "";
    headers.add(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(name, value, maxAge.toSeconds(), secure));
    return this;
  }

  /// Says that the answer is the same for all who ask without a token, so that caches may keep it
  /// for a few seconds.
  public Reply shared() {
    shared = true;
    return this;
  }

  public int status() {
    return status;
  }

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  boolean isHtml() {
    return HTML.equals(header("Content-Type"));
  }

  boolean isShared() {
    return shared;
  }

  Body body() {
    return body;
  }

  HttpFields.Mutable headers() {
    return headers;
  }
}
