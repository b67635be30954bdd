package pando.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.main.TestClient;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Somebody who listens to live updates over a WebSocket.
final class TestSocket implements AutoCloseable {
  /// What the server does not understand and answers at once, behind all it has sent before.
  private static final String FENCE = "{\"type\":\"is that all?\"}";

  private static final long PATIENCE_SECONDS = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinkedBlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final WebSocket socket;

  /// What came: the first name of its stream, the event and the payload.
  record Message(String stream, String event, String payload) {
    JsonNode json() {
      return JSON.readTree(payload);
    }

    /// The id of the post or notification that it is about.
    String id() {
      return payload.startsWith("{") ? json().get("id").asString() : payload;
    }

    /// Such as `user update 115...`.
    @Override
    public String toString() {
      return stream + " " + event + " " + id();
    }
  }

  private TestSocket(TestClient client, String query) {
    var url = URI.create(client.site().toString().replaceFirst("^http", "ws"));
    this.socket =
        HTTP.newWebSocketBuilder()
            .subprotocols(client.token())
            .buildAsync(URI.create(url + "/api/v1/streaming" + query), new Ear())
            .join();
  }

  /// Listens to streams such as `user` or `hashtag&tag=fog`.
  static TestSocket of(TestPerson person, String... streams) {
    var socket = new TestSocket(person.client(), "");
    for (var stream : streams) {
      var parts = stream.split("[&=]", -1);
      var more = parts.length == 3 ? ",\"%s\":\"%s\"".formatted(parts[1], parts[2]) : "";
      socket.says("{\"type\":\"subscribe\",\"stream\":\"%s\"%s}".formatted(parts[0], more));
    }
    socket.heard();
    return socket;
  }

  /// What the server calls the protocol that was asked for.
  String subprotocol() {
    return socket.getSubprotocol();
  }

  void says(String message) {
    socket.sendText(message, true).join();
  }

  /// Everything that was sent to it since it was asked last.
  List<Message> heard() {
    var heard = new ArrayList<Message>();
    for (var json = untilFence(); json.has("event"); json = next()) {
      var payload = json.get("payload").asString();
      heard.add(
          new Message(json.get("stream").get(0).asString(), json.get("event").asString(), payload));
    }
    return heard;
  }

  private JsonNode untilFence() {
    says(FENCE);
    return next();
  }

  /// The next message as it came, which must come.
  JsonNode next() {
    try {
      var message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing was sent");
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether the server ends the connection.
  boolean isClosed() {
    try {
      return closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      closed.countDown();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.countDown();
    }
  }
}
