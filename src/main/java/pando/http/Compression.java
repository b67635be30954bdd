package pando.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import pando.http.Reply.Body.Bytes;

/// Makes JSON short for the line: a page of posts is a sixth of its length then.
///
/// Pages for people are sent as they are: they have secrets of forms beside texts that others may
/// choose, and the length of both compressed together would tell of them (the BREACH attack).
final class Compression {
  /// What fits one packet gains nothing.
  static final int MIN_BYTES = 1_400;

  private Compression() {}

  /// The same answer, compressed if that is worth it and the client takes it.
  static Reply apply(Head head, Reply reply) {
    if (!(reply.body() instanceof Bytes(var plain))
        || !Reply.JSON.equals(reply.header("Content-Type"))
        || reply.header("Content-Encoding") != null) {
      return reply;
    }
    reply.vary("Accept-Encoding");
    var accepted = head.header("Accept-Encoding");
    var isWorthIt = plain.remaining() >= MIN_BYTES && accepted != null && accepted.contains("gzip");
    return isWorthIt ? reply.with(zip(plain)).with("Content-Encoding", "gzip") : reply;
  }

  private static Bytes zip(ByteBuffer plain) {
    var out = new ByteArrayOutputStream(plain.remaining() / 4);
    try (var zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      zip.write(plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // does not happen in memory
    }
    return new Bytes(ByteBuffer.wrap(out.toByteArray()));
  }
}
