package pando.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import pando.blueprint.Layout;
import pando.blueprint.Member;
import pando.data.RunningPostgres;

/// Asks members whether they can serve.
final class Probe {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Layout layout;
  private final Patroni patroni;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  Probe(Layout layout, Patroni patroni) {
    this.layout = layout;
    this.patroni = patroni;
  }

  /// Whether a member that was just started has come up.
  boolean hasStarted(Running running) {
    return switch (running.role()) {
      case BOX, WEB, WORKER -> saysReady(running);
      case DATABASE -> RunningPostgres.find(layout.postgres()) != null;
      case REDIS, SENTINEL -> pings(running.member());
      case PATRONI -> !patroni.servers(running.name()).isEmpty();
      case OBJECTS, ETCD, EDGE -> connects(running.member());
      case BALANCER -> speaks(running.member());
    };
  }

  /// Whether a member can serve now.
  boolean isHealthy(Running running) {
    return running.isAlive()
        && switch (running.role()) {
          case BOX, WEB -> answers(running.member());
          case PATRONI -> patroni.isRunning(running.name());
          case OBJECTS, REDIS, SENTINEL, ETCD, DATABASE, WORKER, BALANCER, EDGE ->
              hasStarted(running);
        };
  }

  private boolean saysReady(Running running) {
    if (running.member().command().isEmpty()) {
      return true; // it was there before the supervisor
    }
    var report = NodeReport.read(layout.member(running.name()));
    return report != null && report.pid() == running.pid();
  }

  /// Forgets that an earlier process of a member had started.
  void forget(String name) throws IOException {
    Files.deleteIfExists(NodeReport.file(layout.member(name)));
  }

  private boolean answers(Member member) {
    var uri = URI.create("http://%s:%d/health".formatted(member.host(), member.port()));
    try {
      var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean connects(Member member) {
    try (var socket = open(member)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// Others may listen on the port of the balancer, but not on the socket that it is told what to
  /// do on.
  private boolean speaks(Member balancer) {
    var socket = layout.member(balancer.name()).resolve("runtime.sock");
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// Redis answers `PONG`, or, to whom it does not know, that it wants a password.
  private static boolean pings(Member member) {
    try (var socket = open(member)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var first = socket.getInputStream().read();
      var rest = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
      return first == '+' || rest.startsWith("NOAUTH");
    } catch (IOException _) {
      return false;
    }
  }

  private static Socket open(Member member) throws IOException {
    var socket = new Socket();
    try {
      var limit = Math.toIntExact(LIMIT.toMillis());
      socket.connect(new InetSocketAddress(member.host(), member.port()), limit);
      socket.setSoTimeout(limit);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
