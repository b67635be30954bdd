package pando.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/// An HTTP/1.1 connection that is kept open, with at most one request on its way.
final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAX_QUOTE = 500;
  private static final String SUCCESS = "HTTP/1.1 2";
  private static final String LENGTH = "\r\ncontent-length:";

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long since;
  private String head = "";

  /// How many bytes of the body are still to come; -1 before the end of the head.
  private long bodyLeft;

  Connection(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /// Sends a request.
  ///
  /// @param since when its time began, as of [System#nanoTime]
  void send(byte[] request, long since) throws IOException {
    this.since = since;
    bodyLeft = -1;
    in.clear();
    var out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out); // small beside the socket's buffer, so this does not spin
    }
  }

  /// Reads what has come.
  ///
  /// @return whether the answer is complete
  boolean receive() throws IOException {
    while (true) {
      var read = channel.read(in);
      if (read < 0) {
        throw new EOFException("the server has closed a connection");
      }
      if (read == 0) {
        return false;
      }
      if (bodyLeft >= 0) {
        bodyLeft -= read;
      } else {
        readHead();
      }
      if (bodyLeft == 0) {
        return true;
      }
      if (bodyLeft > 0) {
        in.clear();
      }
    }
  }

  private void readHead() throws IOException {
    var end = headEnd();
    if (end < 0) {
      if (!in.hasRemaining()) {
        throw new IOException("an answer begins with %d bytes of headers".formatted(BUFFER_BYTES));
      }
      return;
    }
    var bytes = new byte[Math.min(in.position(), end + MAX_QUOTE)];
    in.get(0, bytes);
    head = new String(bytes, ISO_8859_1);
    bodyLeft = end + contentLength(head.substring(0, end)) - in.position();
  }

  /// Where the body begins, or -1.
  private int headEnd() {
    for (var i = 3; i < in.position(); i++) {
      if (in.get(i) == '\n' && in.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static long contentLength(String head) throws IOException {
    var lower = head.toLowerCase(Locale.ROOT);
    var at = lower.indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("an answer without a length: " + head);
    }
    var from = at + LENGTH.length();
    return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
  }

  /// Whether the answer was 2xx.
  boolean isSuccess() {
    return head.startsWith(SUCCESS);
  }

  /// The beginning of the answer.
  String answer() {
    return head;
  }

  /// When the time of the request began.
  long since() {
    return since;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
