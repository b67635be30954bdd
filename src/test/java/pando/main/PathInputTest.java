package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths that want to lead elsewhere, and heads that do not say what they are.
class PathInputTest extends HostileInput {
  private static final String CLOSE = "Host: x\r\nConnection: close\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../",
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%252e%252e%252fetc%252fpasswd",
        "..;/..;/etc/passwd",
        "..\\..\\etc\\passwd",
        "..%5c..%5cetc%5cpasswd",
        "%c0%ae%c0%ae/etc/passwd",
        "%00",
        "a%00.jpg",
        "front.css%00.jpg",
        "front.css;.jpg",
        "front.css;a=b",
        ";/front.css",
        "//front.css",
        "/etc/passwd",
        "./front.css",
        "%2e/front.css",
        "a/../front.css",
        ".hidden",
        "..front.css",
        "",
        "%e2%80%ae.jpg",
        "%ff",
        "%",
        "%zz",
        "front.css%20",
        "pages.css.",
        "PAGES.CSS",
        "~root",
        "file:///etc/passwd",
        "http://localhost/",
        "pando/main/Main.class",
        "schema/001-pando.sql",
        "..%2fschema%2f001-pando.sql",
        "..%2fpando%2fmain%2fMain.class",
        "aux",
        "con.css",
        "media/../originals/x",
      })
  void noPathLeadsOutOfWhereFilesAre(String rest) {
    for (var root : new String[] {"/media/", "/assets/", "/media", "/assets"}) {
      var answer = site.get(root + rest);
      assertThat(answer.body()).doesNotContain("root:", "create table", "\u00ca\u00fe\u00ba\u00be");
      var outer = Set.of(site.get("/").body(), site.get("/assets/pages.css").body());
      if (!outer.contains(answer.body())) { // ".." of a folder is the site itself
        assertThat(answer.status()).as(root + rest).isIn(400, 404);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/accounts/%00",
        "/api/v1/tags/%00",
        "/api/v1/tags/a%00b",
        "/api/v1/tags/%ff",
        "/api/v1/timelines/tag/%00",
        "/api/v1/timelines/tag/%ed%a0%80",
        "/api/v1//statuses/1",
        "//api/v1/statuses/1",
        "/api/v1/statuses;x=1/1",
        "/api/%2e%2e/api/v1/statuses/1",
        "/api/v1/statuses/1%2fcontext",
        "/api/v1/statuses/1%252fcontext",
        "/api/v1/nothing",
        "/api/v1/statuses/1/context/more",
        "/api/v1/tags/",
        "/api/v1/tags//",
        "/api/",
        "/api/v1",
        "/api/v1/streaming/%00",
        "/api/v1/streaming/nothing",
        "/api/v1/%73tatuses/1",
      })
  void aPathOfTheApiThatIsNoneIsToldInJson(String path) {
    site.get(path).isRefused(400, 401, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/preferences HTTP/1.1\r\n\r\n",
        "get /api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "BREW /api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "TRACE /api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "CONNECT /api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET http://other/api/v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
        "POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx",
        "PUT /api/v1/markers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n",
        "GET /api/v1/preferences HTTP/1.1\r\nHost: x\r\nA\u0000: b\r\nConnection: close\r\n\r\n",
        "GET /api/v1/preferences HTTP/1.1\r\nHost: x y\r\nConnection: close\r\n\r\n",
        "GET /api/v1/preferences HTTP/1.1\r\nHost: x\r\n folded\r\nConnection: close\r\n\r\n",
        "GET /api/v1/preferences HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer x\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
      })
  void aHeadThatIsNoneIsRefused(String request) {
    var answer = site.raw(request);
    assertThat(answer.status()).isIn(400, 401, 404, 405, 413, 501, 505);
    assertThat(answer.reason()).isNotBlank();
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedForLongByOthers() throws IOException {
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), site.pando.url().getPort())) {
      send(slow, "POST /api/v1/statuses HTTP/1.1\r\n" + CLOSE);
      send(slow, "Authorization: Bearer " + site.ana.client().token() + "\r\n");
      send(slow, "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
      assertThat(new String(first(slow.getInputStream(), 25), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 100 ");
      assertThat(site.get("/api/v1/preferences").status()).isEqualTo(200);
      send(slow, "status=half");
      slow.shutdownOutput();
      assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("HTTP/1.1 400", "{\"error\":\"the body ended early");
    }
  }

  private static byte[] first(InputStream in, int count) throws IOException {
    return in.readNBytes(count);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
