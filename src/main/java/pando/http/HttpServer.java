package pando.http;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import pando.accounts.Access;

/// The HTTP/1.1 server: Jetty, with one virtual thread for each request that is being answered.
public final class HttpServer implements AutoCloseable {
  /// Connections that are open at once; more wait to be accepted.
  static final int MAX_CONNECTIONS = 10_000;

  /// Requests that are being answered at once, live streams among them. (Jetty's own limit is 200.)
  static final int MAX_CALLS = MAX_CONNECTIONS;

  /// Request line and headers together; more is answered with 431 or 414.
  static final int MAX_HEAD_BYTES = 16 << 10;

  /// How long a connection may be silent, between requests and in the midst of one.
  static final Duration IDLE = Duration.ofSeconds(30);

  private static final int ACCEPT_QUEUE = 1024;
  private static final Duration STOP_IDLE = Duration.ofMillis(100);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final Server server;
  private final ServerConnector connector;
  private final SlowHeads slowHeads;

  /// @param authenticate what a token allows, or a refusal
  public HttpServer(
      ServerConfig config,
      Router router,
      RateLimits limits,
      Function<String, Access> authenticate) {
    this.config = config;
    this.server = new Server(new VirtualThreadPool(MAX_CALLS));
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(STOP_IDLE.toMillis());
    this.slowHeads = new SlowHeads(connector);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    server.setStopTimeout(STOP.toMillis());
    var sockets = ServerWebSocketContainer.ensure(server);
    sockets.setIdleTimeout(StreamSocket.PING.multipliedBy(3));
    sockets.setMaxTextMessageSize(StreamSocket.MAX_MESSAGE_BYTES);
    sockets.setMaxBinaryMessageSize(StreamSocket.MAX_MESSAGE_BYTES);
    server.setHandler(new Entrance(new Front(config, router, limits, authenticate), sockets));
    server.setErrorHandler(Entrance::refuse);
  }

  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  /// Starts to listen, and returns when it does.
  public HttpServer start() {
    try {
      Files.createDirectories(config.uploads());
      emptyUploads();
      server.start();
      slowHeads.start();
      return this;
    } catch (Exception failure) {
      close();
      throw new IllegalStateException(
          "cannot listen on %s:%d".formatted(config.host(), config.port()), failure);
    }
  }

  /// The port that is listened on.
  public int port() {
    return connector.getLocalPort();
  }

  /// Lets calls that run end, for a few seconds, and stops.
  @Override
  public void close() {
    slowHeads.close();
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("cannot stop the HTTP server", failure);
    }
  }

  /// Deletes what a process that died has left.
  private void emptyUploads() throws IOException {
    try (var left = Files.newDirectoryStream(config.uploads(), "upload*")) {
      for (var file : left) {
        Files.delete(file);
      }
    }
  }
}
