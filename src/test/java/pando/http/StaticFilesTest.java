package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticFilesTest {
  private static final String PHOTO = "/media/ab/cd.webp";

  @TempDir Path directory;
  private TestSite site;

  @BeforeEach
  void start() throws Exception {
    var photos = Files.createDirectories(directory.resolve("photos/ab"));
    Files.writeString(photos.resolve("cd.webp"), "0123456789");
    Files.writeString(directory.resolve("secret.webp"), "secret");
    Files.createSymbolicLink(photos.resolve("link.webp"), directory.resolve("secret.webp"));
    var files = new StaticFiles(name -> directory.resolve("photos").resolve(name));
    site = TestSite.with(it -> it.get("/media/*", files::photo));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void aPhotoIsKeptForEver() throws Exception {
    var reply = site.get(PHOTO);

    assertThat(reply.body()).isEqualTo("0123456789");
    assertThat(reply.headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("image/webp");
    assertThat(reply.headers().firstValue("Content-Length")).hasValue("10");
    assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void aPhotoThatIsKnownIsNotSentAgain() throws Exception {
    var tag = site.get(PHOTO).headers().firstValue("ETag").orElseThrow();
    var reply = site.get(PHOTO, "If-None-Match", tag);

    assertThat(reply.statusCode()).isEqualTo(304);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void partsOfAPhotoCanBeAskedFor() throws Exception {
    assertThat(range("bytes=2-4")).isEqualTo("206 234 bytes 2-4/10");
    assertThat(range("bytes=7-")).isEqualTo("206 789 bytes 7-9/10");
    assertThat(range("bytes=-3")).isEqualTo("206 789 bytes 7-9/10");
    assertThat(range("bytes=0-999")).isEqualTo("206 0123456789 bytes 0-9/10");
    assertThat(range("bytes=10-")).isEqualTo("416  bytes */10");
    assertThat(range("bytes=5-2")).isEqualTo("416  bytes */10");
    assertThat(range("bytes=-0")).isEqualTo("416  bytes */10");
    assertThat(range("bytes=0-1,3-4")).isEqualTo("200 0123456789 ");
    assertThat(range("lines=1-2")).isEqualTo("200 0123456789 ");
    var other = site.get(PHOTO, "Range", "bytes=2-4", "If-Range", "\"another\"");
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void noNameLeadsOutOfTheDirectory() throws Exception {
    var names =
        List.of(
            "../secret.webp",
            "ab/../../secret.webp",
            "%2e%2e/secret.webp",
            "..%2fsecret.webp",
            "ab/link.webp",
            "ab",
            "",
            "ab%00.webp",
            "%5c..%5csecret.webp",
            ".hidden",
            "//etc/passwd");
    for (var name : names) {
      var reply =
          site.raw("GET /media/" + name + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(reply).as(name).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("secret");
    }
  }

  private String range(String range) throws Exception {
    var reply = site.get(PHOTO, "Range", range);
    var part = reply.headers().firstValue("Content-Range").orElse("");
    return "%d %s %s".formatted(reply.statusCode(), reply.body(), part);
  }
}
