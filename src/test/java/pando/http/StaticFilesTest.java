package pando.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Id;
import pando.base.MediaId;
import pando.blobs.Area;
import pando.blobs.Blobs;
import pando.config.ObjectsConfig;

class StaticFilesTest {
  private static final MediaId ID = new MediaId(Id.firstOf(1_000_000) | 7 << 6);

  @TempDir Path directory;
  private TestSite site;
  private String photo;

  @BeforeEach
  void start() throws Exception {
    var blobs = Blobs.of(objects(), directory);
    photo = "/media/" + blobs.keep(Area.PUBLIC, ID, "0123456789".getBytes(UTF_8), "webp");
    site =
        TestSite.with(it ->
            it.get(
                "/media/*",
                call -> {
                  var file = blobs.find(Area.PUBLIC, call.pathParam("*"));
                  return StaticFiles.reply(call, Objects.requireNonNull(file));
                }));
  }

  /// Where the files are.
  ObjectsConfig objects() {
    return ObjectsConfig.DEFAULT;
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void aPhotoIsKeptForEver() throws Exception {
    var reply = site.get(photo);

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
    var tag = site.get(photo).headers().firstValue("ETag").orElseThrow();
    var reply = site.get(photo, "If-None-Match", tag);

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
    var other = site.get(photo, "Range", "bytes=2-4", "If-Range", "\"another\"");
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void theSizeOfAPhotoIsToldWithoutItsBytes() throws Exception {
    var reply = site.raw("HEAD " + photo + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(reply).startsWith("HTTP/1.1 200 ").containsIgnoringCase("Content-Length: 10\r\n");
    assertThat(reply).endsWith("\r\n\r\n");
  }

  private String range(String range) throws Exception {
    var reply = site.get(photo, "Range", range);
    var part = reply.headers().firstValue("Content-Range").orElse("");
    return "%d %s %s".formatted(reply.statusCode(), reply.body(), part);
  }
}
