package pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.config.SiteConfig;
import pando.http.TestSite;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What a browser needs to keep the app.
class InstalledAppTest {
  private static TestSite site;

  @BeforeAll
  static void start() {
    var assets = FrontPage.assets();
    site =
        TestSite.with(it -> {
          new InstalledApp(SiteConfig.DEFAULT, assets).routes(it);
          it.get("/assets/*", assets::show);
        });
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void theManifestNamesIconsOfTheSizesThatTheyHave() throws Exception {
    var reply = site.get("/manifest.webmanifest");
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/manifest+json");
    var manifest = new ObjectMapper().readTree(reply.body());

    assertThat(manifest.get("name").asString()).isEqualTo("Pando");
    assertThat(manifest.get("display").asString()).isEqualTo("standalone");
    assertThat(manifest.get("icons"))
        .extracting(icon -> icon.get("purpose").asString())
        .contains("any", "maskable");
    for (var icon : manifest.get("icons")) {
      var image = image(icon);
      assertThat(image.getWidth() + "x" + image.getHeight())
          .isEqualTo(icon.get("sizes").asString());
    }
  }

  private static BufferedImage image(JsonNode icon) throws IOException {
    var path = icon.get("src").asString().replaceFirst("/assets/[0-9a-f]{16}/", "/web/");
    return ImageIO.read(Objects.requireNonNull(InstalledAppTest.class.getResource(path), path));
  }

  @Test
  void theServiceWorkerKeepsFilesThatAreThere() throws Exception {
    var worker = site.get("/service-worker.js");
    assertThat(worker.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(worker.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");

    var files = Pattern.compile("\"(/assets/[^\"]+)\"").matcher(worker.body()).results().toList();
    assertThat(files).hasSizeGreaterThan(40);
    for (var file : files) {
      assertThat(site.get(file.group(1)).statusCode()).as(file.group(1)).isEqualTo(200);
    }
    assertThat(worker.body()).doesNotContain("cropper").contains("words/ko.json");
  }

  @Test
  void thePageWithoutNetworkSpeaksBothLanguages() throws Exception {
    var page = site.get("/offline");
    assertThat(page.body()).contains("cannot be reached").contains("연결할 수 없어요");
    var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe");
  }
}
