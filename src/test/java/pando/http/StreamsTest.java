package pando.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamsTest {
  private static final StreamKey ANAS = StreamKey.of("user", TestSite.ANA);
  private static final String CLOSED = "(closed)";

  private final Streams streams =
      new Streams((access, key) -> !key.subject().equals("13"), Duration.ofMillis(200));
  private final TestSite site = TestSite.with(streams::addTo);

  @AfterEach
  void stop() {
    streams.close();
    site.close();
  }

  /// What a client hears, as text.
  private static final class Ear implements WebSocket.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add(CLOSED);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable broken) {
      heard.add(CLOSED);
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }
  }

  /// A client that is connected and reads nothing.
  private static final class Deaf implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket socket) {}
  }

  @Test
  void whoListensHearsWhatIsPublished() throws Exception {
    var ear = new Ear();
    connect("/api/v1/streaming?access_token=ana&stream=user", ear);
    await(() -> streams.count() == 1);
    publishUntilHeard(ear, ANAS, "update", "{\"id\":\"1\",\"content\":\"<p>\\\"사진\\\"</p>\"}");

    assertThat(ear.next())
        .isEqualTo(
            """
            {"stream":["user"],"event":"update",\
            "payload":"{\\"id\\":\\"1\\",\\"content\\":\\"<p>\\\\\\"사진\\\\\\"</p>\\"}"}\
            """);
  }

  @Test
  void oneSocketListensToManyStreamsAndStopsToListen() throws Exception {
    var ear = new Ear();
    var socket = connect("/api/v1/streaming/?access_token=ana", ear);
    socket.sendText("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"Fog\"}", true).join();
    socket.sendText("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":12}", true).join();
    publishUntilHeard(ear, StreamKey.list(12), "update", "{}");
    assertThat(ear.next()).startsWith("{\"stream\":[\"list\",\"12\"]");

    streams.publish(StreamKey.tag("hashtag", "FOG"), "delete", "7");
    assertThat(nextOf(ear, "hashtag"))
        .isEqualTo("{\"stream\":[\"hashtag\",\"fog\"],\"event\":\"delete\",\"payload\":\"7\"}");

    socket
        .sendText("{\"type\":\"unsubscribe\",\"stream\":\"hashtag\",\"tag\":\"fog\"}", true)
        .join();
    socket.sendText("{\"type\":\"subscribe\",\"stream\":\"public\"}", true).join();
    publishUntilHeard(ear, StreamKey.of("public"), "update", "{}");
    streams.publish(StreamKey.tag("hashtag", "fog"), "delete", "8");
    streams.publish(StreamKey.of("public"), "delete", "9");
    assertThat(nextOf(ear, "delete")).contains("\"9\"");
  }

  @Test
  void nobodyHearsTheStreamOfAnother() throws Exception {
    var ear = new Ear();
    connect("/api/v1/streaming?access_token=ben&stream=user", ear);
    streams.publish(ANAS, "update", "{}");
    publishUntilHeard(ear, StreamKey.of("user", TestSite.BEN), "update", "{\"for\":\"ben\"}");

    assertThat(ear.next()).contains("ben");
  }

  @Test
  void theTokenMayBeTheSubProtocolWhichIsSaidAgain() throws Exception {
    var socket =
        site.client
            .newWebSocketBuilder()
            .subprotocols("ana")
            .buildAsync(address("/api/v1/streaming?stream=user"), new Ear())
            .join();

    assertThat(socket.getSubprotocol()).isEqualTo("ana");
  }

  @Test
  void aBadTokenIsRefusedBeforeTheUpgrade() {
    for (var path : new String[] {"?access_token=stolen", "", "?access_token=app"}) {
      assertThatThrownBy(() -> connect("/api/v1/streaming" + path, new Ear()))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }
  }

  @Test
  void whatCannotBeListenedToIsSaidOnTheSocket() throws Exception {
    var ear = new Ear();
    var socket = connect("/api/v1/streaming?access_token=ana", ear);
    var refused =
        new String[] {
          "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"\"}",
          "{\"type\":\"subscribe\",\"stream\":\"nonsense\"}",
          "{\"type\":\"subscribe\"}",
          "{\"type\":\"dance\"}",
          "[]",
          "nonsense",
        };
    for (var message : refused) {
      socket.sendText(message, true).join();
      assertThat(ear.next()).as(message).startsWith("{\"error\":").endsWith("\"status\":400}");
    }
    socket.sendText("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":\"13\"}", true).join();
    assertThat(ear.next()).endsWith("\"status\":403}");
  }

  @Test
  void aSocketListensToABoundedNumberOfStreams() throws Exception {
    var ear = new Ear();
    var socket = connect("/api/v1/streaming?access_token=ana", ear);
    for (var i = 0; i <= Streams.MAX_STREAMS; i++) {
      var tag = "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"t%d\"}".formatted(i);
      socket.sendText(tag, true).join();
    }
    assertThat(ear.next()).contains("at most 64 streams");
  }

  @Test
  void aTokenHasABoundedNumberOfConnections() throws Exception {
    for (var i = 0; i < Streams.MAX_LISTENERS_OF_TOKEN; i++) {
      connect("/api/v1/streaming?access_token=ana", new Ear());
    }
    await(() -> streams.count() == Streams.MAX_LISTENERS_OF_TOKEN);
    var ear = new Ear();
    connect("/api/v1/streaming?access_token=ana", ear);

    assertThat(ear.next()).isEqualTo(CLOSED);
    assertThat(site.get("/api/v1/streaming/user?access_token=ana").statusCode()).isEqualTo(503);
  }

  @Test
  void revokingATokenClosesItsStreams() throws Exception {
    var ana = new Ear();
    var ben = new Ear();
    connect("/api/v1/streaming?access_token=ana&stream=public", ana);
    connect("/api/v1/streaming?access_token=ben&stream=public", ben);
    await(() -> streams.count() == 2);
    streams.closeToken("hash-of-ana");

    assertThat(ana.next()).isEqualTo(CLOSED);
    publishUntilHeard(ben, StreamKey.of("public"), "update", "{}");
    assertThat(streams.count()).isEqualTo(1);
  }

  @Test
  void aReaderThatDoesNotKeepUpIsCutAndNobodyWaits() throws Exception {
    var ear = new Ear();
    connect("/api/v1/streaming?access_token=ben&stream=public", ear);
    connect("/api/v1/streaming?access_token=ana&stream=user", new Deaf());
    await(() -> streams.count() == 2);
    publishUntilHeard(ear, StreamKey.of("public"), "update", "{}");
    var payload = "x".repeat(200_000);
    for (var i = 0; i < 2_000 && streams.count() == 2; i++) {
      streams.publish(ANAS, "update", payload);
    }

    await(() -> streams.count() == 1);
    streams.publish(StreamKey.of("public"), "delete", "1");
    assertThat(nextOf(ear, "delete")).contains("\"1\"");
  }

  @Test
  void aClientThatLeavesIsForgotten() throws Exception {
    var socket = connect("/api/v1/streaming?access_token=ana&stream=user", new Ear());
    await(() -> streams.count() == 1);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    await(() -> streams.count() == 0);
  }

  @Test
  void whatIsNoWebSocketIsToldSo() throws Exception {
    var reply = site.get("/api/v1/streaming?access_token=ana");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("{\"error\":\"This address is for WebSockets\"}");
  }

  @Test
  void theHealthOfStreamingIsOk() throws Exception {
    HttpResponse<String> reply = site.get("/api/v1/streaming/health");

    assertThat(reply.body()).isEqualTo("OK");
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void eventsAreSentOverPlainHttpToo() throws Exception {
    try (var socket = listen("/api/v1/streaming/hashtag/local?tag=Fog&access_token=ana")) {
      var lines = lines(socket);
      assertThat(until(lines, ":)")).contains("HTTP/1.1 200", "text/event-stream", "*");
      streams.publish(StreamKey.tag("hashtag:local", "fog"), "update", "{\"id\":\"1\"}");

      assertThat(until(lines, "data")).contains("event: update\ndata: {\"id\":\"1\"}");
    }
    for (var i = 0; i < 100 && streams.count() > 0; i++) {
      streams.publish(StreamKey.tag("hashtag:local", "fog"), "update", "{}");
      await(() -> true);
    }
    await(() -> streams.count() == 0);
  }

  @Test
  void revokingATokenEndsItsEventStream() throws Exception {
    try (var socket = listen("/api/v1/streaming/user/notification?access_token=ana")) {
      var lines = lines(socket);
      until(lines, ":)");
      streams.closeToken("hash-of-ana");

      await(() -> streams.count() == 0);
      assertThat(until(lines, "(nothing)")).doesNotContain("event:");
    }
  }

  @Test
  void eventStreamsRefuseInJson() throws Exception {
    assertThat(site.get("/api/v1/streaming/user").statusCode()).isEqualTo(401);
    assertThat(site.get("/api/v1/streaming/hashtag?access_token=ana").statusCode()).isEqualTo(400);
    assertThat(site.get("/api/v1/streaming/nonsense?access_token=ana").statusCode()).isEqualTo(400);
    assertThat(site.get("/api/v1/streaming/list?list=13&access_token=ana").statusCode())
        .isEqualTo(403);
    assertThat(streams.count()).isZero();
  }

  @Test
  void aQuietEventStreamThumps() throws Exception {
    try (var socket = listen("/api/v1/streaming/user?access_token=ana")) {
      assertThat(until(lines(socket), ":thump")).contains(":)");
    }
  }

  private WebSocket connect(String target, WebSocket.Listener listener) {
    return site.client.newWebSocketBuilder().buildAsync(address(target), listener).join();
  }

  private URI address(String target) {
    return URI.create("ws://127.0.0.1:" + site.port() + target);
  }

  private Socket listen(String target) throws Exception {
    var socket = site.connect();
    var request = "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(target);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static Scanner lines(Socket socket) throws Exception {
    return new Scanner(socket.getInputStream(), StandardCharsets.UTF_8);
  }

  /// All lines up to the first that begins so, or to the end.
  private static String until(Scanner lines, String beginning) {
    var all = new StringBuilder();
    while (lines.hasNextLine()) {
      var line = lines.nextLine();
      all.append(line).append('\n');
      if (line.startsWith(beginning)) {
        break;
      }
    }
    return all.toString();
  }

  /// A subscription is there a moment after it was sent: publishes until it is.
  private void publishUntilHeard(Ear ear, StreamKey key, String event, String payload) {
    await(() -> {
      streams.publish(key, event, payload);
      return !ear.heard.isEmpty();
    });
  }

  /// The next message that mentions a word.
  private static String nextOf(Ear ear, String word) throws InterruptedException {
    var message = ear.next();
    while (!message.contains(word) && !message.equals("null")) {
      message = ear.next();
    }
    return message;
  }

  private static void await(BooleanSupplier condition) {
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
