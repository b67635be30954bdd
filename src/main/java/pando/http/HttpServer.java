package pando.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.base.AccountId;
import pando.proxy.SharedPort;

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

  /// How long a server that leaves waits for the connections that are open to end.
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final ServerConfig config;
  private final Server server;
  private final ServerConnector connector;
  private final SlowHeads slowHeads;
  private final Entrance entrance;
  private @Nullable SharedPort port;

  /// @param authenticate what a token allows, or a refusal
  /// @param wrote hears of who may have written something, before they are answered
  public HttpServer(
      ServerConfig config,
      Router router,
      RateLimits limits,
      Function<String, Access> authenticate,
      Consumer<AccountId> wrote) {
    this.config = config;
    this.server = new Server(new VirtualThreadPool(MAX_CALLS));
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(config.host());
    connector.setPort(config.port());
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
    this.entrance = new Entrance(new Front(config, router, limits, authenticate, wrote), sockets);
    server.setHandler(entrance);
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
      port = SharedPort.open(config.host(), config.port(), ACCEPT_QUEUE);
      connector.open(port.channel());
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
    return requireNonNull(port).port();
  }

  /// Takes the port over from who listens there: all new connections come here.
  public void claim() {
    requireNonNull(port).claim();
  }

  /// Whether somebody else listens on the port too, as who is about to take it over does.
  public boolean isShared() {
    return requireNonNull(port).isShared();
  }

  /// Leaves without a request being lost: gives new connections to whoever else listens on the
  /// port, stops listening, and lets the open connections end, each after an answer that says so. A
  /// connection on which nothing is asked for a while is closed then. Those who still wait for
  /// something after ten seconds are left to [#close].
  ///
  /// @param endStreams ends what would go on for ever, once clients that come again reach others
  public void drain(Runnable endStreams) {
    requireNonNull(port).leave();
    entrance.leave();
    connector.close();
    endStreams.run();
    new Leaving(connector).await(DRAIN);
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
