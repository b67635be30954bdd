package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final byte[] PAGE = "x".repeat(13_000).getBytes(StandardCharsets.UTF_8);
  private static TestSite site;

  @BeforeAll
  static void start() {
    site =
        TestSite.with(routes ->
            routes
                .get("/api/v1/bytes", call -> Reply.json(200, PAGE))
                .post("/api/v1/echo", call -> Reply.ok(call.params().texts("a")))
                .delete("/api/v1/echo", call -> Reply.ok(call.params().texts("a")))
                .patch("/api/v1/echo", call -> Reply.ok(call.params().texts("a")))
                .post("/api/v1/unread", call -> Reply.ok("did not look"))
                .post("/api/v1/media", HttpServerTest::upload));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void bytesOfMemoryAreAnswered() throws Exception {
    var reply = site.get("/api/v1/bytes");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).hasSize(PAGE.length);
    assertThat(reply.headers().firstValue("Content-Length")).hasValue("13000");
  }

  @Test
  void everyMethodMayHaveABody() throws Exception {
    for (var method : new String[] {"POST", "DELETE", "PATCH"}) {
      var body = HttpRequest.BodyPublishers.ofString("{\"a\":[1,2]}");
      var request = site.to("/api/v1/echo").method(method, body);
      assertThat(site.send(request).body()).isEqualTo("[\"1\",\"2\"]");
    }
  }

  @Test
  void bodiesMayComeInChunks() throws Exception {
    var head = "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    var body = "Transfer-Encoding: chunked\r\n\r\n3\r\na[]\r\n2\r\n=1\r\n0\r\n\r\n";

    assertThat(site.raw(head + body)).startsWith("HTTP/1.1 200").endsWith("[\"1\"]");
  }

  @Test
  void aClientMayAskBeforeItSendsItsBody() throws Exception {
    try (var socket = site.connect()) {
      send(socket, "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
      send(socket, "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      var interim = new String(socket.getInputStream().readNBytes(21), StandardCharsets.UTF_8);
      assertThat(interim).isEqualTo("HTTP/1.1 100 Continue");
      send(socket, "a=1");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("HTTP/1.1 200")
          .endsWith("[\"1\"]");
    }
  }

  @Test
  void filesAreReceivedAndDeleted() throws Exception {
    var body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            + "photo\r\n--b--";
    var reply = site.post("/api/v1/media", "multipart/form-data; boundary=b", body);

    assertThat(reply.body()).isEqualTo("5");
    assertThat(left()).isZero();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    try (var socket = site.connect()) {
      send(socket, "POST /api/v1/media HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n");
      send(socket, "Content-Type: multipart/form-data; boundary=b\r\n\r\n");
      send(socket, "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
      send(socket, "half a photo");
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400");
    }
    assertThat(left()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /api/v1/bytes\r\n\r\n",
        "GET /api/v1/bytes HTTP/1.1\r\n\r\n",
        "GET /api/v1/bytes HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /api/v1/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/a%2fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /api/v1/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/v1/bytes HTTP/1.1\r\nHost: x\r\nBro ken: 1\r\n\r\n",
        "GET /api/v1/bytes HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\na=1",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\na=1\r\n",
        "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\na=1",
      })
  void whatIsNotHttpIsRefusedInJson(String request) throws Exception {
    var reply = site.raw(request);

    assertThat(reply).containsPattern("^HTTP/1.1 (400|501|505) ");
    assertThat(reply).contains("{\"error\":\"", "X-Request-Id: ", "Access-Control-Allow-Origin: *");
    assertThat(reply).doesNotContain("jetty", "<html>");
  }

  @Test
  void giantHeadsAreRefused() throws Exception {
    var rest = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    var giant = "x".repeat(HttpServer.MAX_HEAD_BYTES);

    assertThat(site.raw("GET /api/v1/bytes" + rest + "Cookie: " + giant + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(site.raw("GET /api/v1/" + giant + rest + "\r\n")).startsWith("HTTP/1.1 414");
    assertThat(site.raw("GET /api/v1/bytes" + rest + "X: y\r\n".repeat(5000) + "\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void giantBodiesAreRefused() throws Exception {
    assertThat(site.post("/api/v1/echo", null, "a=" + "x".repeat(Body.MAX_TEXT_BYTES)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aBodyThatNobodyReadsDoesNotHarmTheNextCall() throws Exception {
    for (var i = 0; i < 3; i++) {
      assertThat(site.post("/api/v1/unread", null, "x".repeat(100_000)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  @Timeout(60)
  void manySlowClientsDoNotDelayTheOthers() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 400; i++) { // more than Jetty lets run at once by default
        var socket = site.connect();
        slow.add(socket);
        send(socket, "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na=");
      }
      assertThat(site.get("/api/v1/bytes").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  @Tag("slow")
  @Timeout(60)
  void aHeadThatNeverEndsIsCutOff() throws Exception {
    try (var socket = site.connect()) {
      socket.setSoTimeout(500);
      send(socket, "GET /api/v1/bytes HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      var begun = System.nanoTime();
      assertThat(dripUntilClosed(socket)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(SlowHeads.MAX_TIME.minusSeconds(1), SlowHeads.MAX_TIME.plusSeconds(5));
    }
  }

  /// Sends a byte each half second (as long as a read waits) until the other side has closed.
  private static boolean dripUntilClosed(Socket socket) throws IOException {
    for (var i = 0; i < 60; i++) {
      try {
        send(socket, "x");
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException open) {
        // still open
      } catch (IOException closed) {
        return true;
      }
    }
    return false;
  }

  private static Reply upload(Call call) {
    var upload = Objects.requireNonNull(call.params().upload("file"));
    assertThat(upload.file()).exists();
    return Reply.ok(upload.sizeBytes());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static long left() throws IOException {
    try (var files = Files.list(site.directory)) {
      return files.count();
    }
  }
}
