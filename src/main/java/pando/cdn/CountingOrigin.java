package pando.cdn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import pando.cluster.HostPort;

/// A site for a bench of edges: it has a file of every name that ends in its size, such as
/// `/media/7-x-100000.webp`, and counts what is fetched.
final class CountingOrigin implements AutoCloseable {
  private static final byte[] BYTES = new byte[1 << 20];
  private static final int BACKLOG = 1_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong pulls = new AtomicLong();
  private final HttpServer server;

  CountingOrigin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// The path of a file.
  static String path(int number, int bytes) {
    return "/media/%d-x-%d.webp".formatted(number, bytes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (!path.startsWith("/media/")) {
        exchange.sendResponseHeaders(200, -1); // its health
        return;
      }
      pulls.incrementAndGet();
      var number = path.substring("/media/".length(), path.indexOf('-'));
      var bytes =
          Integer.parseInt(path.substring(path.lastIndexOf('-') + 1, path.lastIndexOf('.')));
      var headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "public, max-age=31536000, immutable");
      headers.set("Content-Type", "image/webp");
      headers.set(Tag.HEADER, "p" + number + " a1");
      exchange.sendResponseHeaders(200, bytes);
      exchange.getResponseBody().write(BYTES, 0, bytes);
    }
  }

  /// How many files have been fetched.
  long pulls() {
    return pulls.get();
  }

  HostPort address() {
    return new HostPort("127.0.0.1", server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
