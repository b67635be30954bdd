package pando.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  /// More than a connection reads at once.
  private static final byte[] PAGE = new byte[300_000];

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Load load = Load.start();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    load.close();
    server.stop(0);
  }

  @Test
  void requestsAreSentInTurnAndEachAnswerIsCounted() {
    var result = load.run(run(SHORT, "/ana", "/ben"));

    assertThat(asked.keySet()).containsExactlyInAnyOrder("/ana", "/ben");
    assertThat(calls("/ana") - calls("/ben")).isBetween(0, 1);
    assertThat(result.answered()).isPositive().isEqualTo(calls("/ana") + calls("/ben"));
    assertThat(result.times().p50())
        .isPositive()
        .isLessThanOrEqualTo(result.times().p99())
        .isLessThanOrEqualTo(result.times().longest());
    assertThat(result.seconds()).isGreaterThanOrEqualTo(0.2);
  }

  @Test
  void inAnOpenLoopAsManyAreSentAsAreDue() {
    var result = load.run(run(Duration.ofMillis(500), "/ana").at(100));

    assertThat(result.answered()).isBetween(30, 70);
  }

  @Test
  void oneProcessDoesOneRunAfterTheOther() {
    assertThat(load.run(run(SHORT, "/ana")).answered()).isPositive();
    assertThat(load.run(run(SHORT, "/ben")).answered()).isEqualTo(calls("/ben"));
  }

  @Test
  void aRefusalIsAMistakeOfTheBenchAndShown() {
    assertThatThrownBy(() -> load.run(run(SHORT, "/missing")))
        .hasMessageContaining("requests were refused: HTTP/1.1 404 Not Found")
        .hasMessageEndingWith("there is nothing here");
  }

  private int calls(String path) {
    return asked.getOrDefault(path, 0);
  }

  private Load.Run run(Duration time, String... paths) {
    var requests =
        List.of(paths).stream()
            .map(path -> "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path))
            .map(request -> request.getBytes(US_ASCII))
            .toList();
    return new Load.Run(server.getAddress().getPort(), 4, time, 0, requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      asked.merge(path, 1, Integer::sum);
      var missing = path.equals("/missing");
      var body = missing ? "there is nothing here".getBytes(US_ASCII) : PAGE;
      exchange.sendResponseHeaders(missing ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
