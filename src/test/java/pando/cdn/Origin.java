package pando.cdn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import pando.cluster.HostPort;

/// A site that has what it is told to have, and counts how often it is asked.
final class Origin implements AutoCloseable {
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  final Map<String, File> files = new ConcurrentHashMap<>();
  final List<String> askedWith = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> pulls = new ConcurrentHashMap<>();
  private final HttpServer server;

  /// Answers wait for it.
  volatile CountDownLatch gate = new CountDownLatch(0);

  /// Whether every answer but that of health is 503.
  volatile boolean broken;

  record File(int bytes, Map<String, String> headers) {}

  Origin() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().toString();
    if (path.equals("/health")) {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    pulls.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    exchange.getRequestHeaders().forEach((name, value) -> askedWith.add(name + ": " + value));
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    var file = files.get(path);
    if (file == null || broken) {
      exchange.getResponseHeaders().set("Cache-Control", "private, no-store");
      exchange.sendResponseHeaders(broken ? 503 : 404, -1);
    } else {
      file.headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(200, file.bytes);
      exchange.getResponseBody().write(new byte[file.bytes]);
    }
    exchange.close();
  }

  /// Has a file of a photo and its owner that never changes.
  String photo(String name, int bytes, String tags) {
    files.put(
        "/media/" + name, new File(bytes, Map.of("Cache-Control", FOR_EVER, Tag.HEADER, tags)));
    return "/media/" + name;
  }

  int pulls(String path) {
    var count = pulls.get(path);
    return count == null ? 0 : count.get();
  }

  HostPort address() {
    return new HostPort("127.0.0.1", server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
