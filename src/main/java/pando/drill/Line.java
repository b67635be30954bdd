package pando.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 connection, which shows exactly how it ended: clients of the library hide that.
final class Line implements AutoCloseable {
  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int MAX_BODY_BYTES = 32 << 20;
  private static final int HEX = 16;

  private final Socket socket = new Socket();
  private final InputStream in;
  private boolean used;
  private long deadline;

  Line(InetSocketAddress site, Duration limit) throws IOException {
    socket.setTcpNoDelay(true);
    try {
      socket.connect(site, (int) limit.toMillis());
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Whether something has been answered here.
  boolean isUsed() {
    return used;
  }

  /// Sends a request and waits for the answer.
  ///
  /// @throws Unanswered if the connection ended before the first byte of the answer
  Answer ask(byte[] request, Duration limit) throws IOException {
    deadline = System.nanoTime() + limit.toNanos();
    int first;
    try {
      socket.getOutputStream().write(request);
      first = read();
    } catch (SocketException e) {
      throw new Unanswered(e.toString());
    }
    if (first < 0) {
      throw new Unanswered("the connection was closed without an answer");
    }
    used = true;
    return answer(first);
  }

  private Answer answer(int first) throws IOException {
    var status = line(first);
    var code = Integer.parseInt(status.substring(9, 12));
    var headers = new HashMap<String, String>();
    for (var line = line(read()); !line.isEmpty(); line = line(read())) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(code, headers, body(code, headers));
  }

  private byte[] body(int code, Map<String, String> headers) throws IOException {
    if (code == 204 || code == 304) {
      return new byte[0];
    }
    var body = new ByteArrayOutputStream();
    var length = headers.get("content-length");
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      for (var size = chunk(); size > 0; size = chunk()) {
        copy(size, body);
        line(read());
      }
      line(read());
    } else if (length != null) {
      copy(Integer.parseInt(length), body);
    } else {
      for (var next = read(); next >= 0; next = read()) {
        body.write(next);
      }
    }
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(read()).split(";", 2)[0].strip(), HEX);
  }

  private void copy(int length, ByteArrayOutputStream to) throws IOException {
    if (length > MAX_BODY_BYTES) {
      throw new IOException("an answer of %d bytes".formatted(length));
    }
    var left = length;
    while (left > 0) {
      await(deadline);
      var some = in.readNBytes(left);
      if (some.length < left) {
        throw new EOFException("the answer ends %d bytes early".formatted(left - some.length));
      }
      to.writeBytes(some);
      left -= some.length;
    }
  }

  /// The rest of a line.
  private String line(int first) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = first; next != '\n'; next = read()) {
      if (next < 0 || line.size() > MAX_HEAD_BYTES) {
        throw new EOFException("the answer ends in its head");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private int read() throws IOException {
    await(deadline);
    return in.read();
  }

  private void await(long until) throws IOException {
    var left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    socket.setSoTimeout((int) left);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
