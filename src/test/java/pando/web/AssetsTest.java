package pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.http.TestSite;

class AssetsTest {
  private static final String STYLES = "/assets/css/test.css";

  /// All scripts, each compressed.
  private static final int MAX_SCRIPT_BYTES = 120 * 1024;

  private static Assets assets;
  private static TestSite site;

  @BeforeAll
  static void start() {
    assets = Assets.read("test-web");
    site = TestSite.with(it -> it.get("/assets/*", assets::show));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void theWebAppIsCheckedEachTime() throws Exception {
    var reply = site.get(STYLES);
    assertThat(reply.body()).contains("body");
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
    assertThat(reply.headers().firstValue("Cache-Control")).hasValue("public, no-cache");
    var tag = reply.headers().firstValue("ETag").orElseThrow();

    assertThat(site.get(STYLES, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(site.get(STYLES).body()).isEqualTo(reply.body());
    assertThat(site.get("/assets/css").statusCode()).isEqualTo(404);
    assertThat(site.get("/assets/none.css").statusCode()).isEqualTo(404);
    assertThat(site.get("/assets/../pando/api/Call.class").statusCode()).isEqualTo(404);
  }

  @Test
  void underItsHashItIsKeptForEver() throws Exception {
    var url = assets.url("css/test.css").toString();
    assertThat(url).matches("/assets/[0-9a-f]{16}/css/test.css");
    assertThat(assets.names()).contains("css/test.css");

    var reply = site.get(url);
    assertThat(reply.body()).isEqualTo(site.get(STYLES).body());
    assertThat(reply.headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=31536000, immutable");
    var other = url.replaceFirst("[0-9a-f]{16}", "0123456789abcdef");
    assertThat(site.get(other).statusCode()).isEqualTo(404);
  }

  @Test
  void textsAreSentCompressed() throws Exception {
    var reply = site.get(STYLES, "Accept-Encoding", "br, gzip");

    assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(reply.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
    assertThat(reply.body()).doesNotContain("body");
    assertThat(site.get(STYLES).headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void aPageNamesTheModulesThatItBeginsWithAndNoneThatIsFetchedLater() {
    var modules = Assets.read("web").modules("app.js");

    assertThat(modules).startsWith("app.js").doesNotHaveDuplicates();
    assertThat(modules).contains("lit/lit.js", "core/early.js", "feed/photo.js");
    assertThat(modules).doesNotContain("edit/edit.js");
  }

  @Test
  void theScriptsOfTheAppAreSmall() throws Exception {
    var bytes = new ByteArrayOutputStream();
    for (var name : Assets.read("web").names()) {
      if (name.endsWith(".js")) {
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/web/" + name));
            var zip = new GZIPOutputStream(bytes)) {
          script.transferTo(zip);
        }
      }
    }
    assertThat(bytes.size()).isLessThan(MAX_SCRIPT_BYTES);
  }
}
