package pando.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.bench.Scene;
import pando.main.TestClient.Answer;
import pando.main.TestPando;
import pando.main.TestPerson;

/// What a stranger, a search engine and another site are told of a page before the app runs.
class FrontPageTest {
  private static TestPando site;
  private static TestPerson ana;
  private static TestPerson ben;

  @BeforeAll
  static void start() {
    site = TestPando.onOneBox();
    ana = site.signUp("ana");
    ben = site.signUp("ben");
    ben.follows(ana);
    ana.client()
        .send(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            Map.of("display_name", "Ana <Kim>", "note", "Mountains & \"mist\""));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static Answer page(String path) {
    return site.stranger().with("Accept", "text/html").get(path);
  }

  /// What the head of a page says, as in `property="og:title" content="Ana"`.
  private static String meta(String name, String content) {
    return "%s\" content=\"%s\"".formatted(name, content);
  }

  @Test
  void aProfileIsPreviewedAndItsTextCannotBecomeMarkup() {
    var page = page("/@ANA");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("<title>Ana &lt;Kim&gt; (@ana) · Pando</title>")
        .contains(meta("og:type", "profile"))
        .contains(meta("og:description", "Mountains &amp; &quot;mist&quot;"))
        .contains("<link rel=\"canonical\" href=\"" + site.url() + "/@ana\">")
        .contains(meta("og:image", site.url() + "/assets/avatar.png"))
        .doesNotContain("<Kim>");
    assertThat(page("/@ana/followers").body()).contains(meta("og:url", site.url() + "/@ana"));
  }

  @Test
  void aPostIsPreviewedWithItsFirstPhoto() {
    var photo =
        ana.client()
            .upload(
                "POST",
                "/api/v2/media",
                "file",
                Scene.jpeg(90, 60, 0.9f),
                Map.of("description", "Fog over a \"lake\""))
            .ok();
    var id = ana.posts("First light\n\nat the lake", "public", photo.get("id").asString());

    var page = page("/@ana/" + id);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains(meta("og:type", "article"))
        .contains(meta("og:description", "First light at the lake"))
        .contains(meta("og:image", photo.get("url").asString()))
        .contains(meta("og:image:alt", "Fog over a &quot;lake&quot;"))
        .contains(meta("og:image:width", "90"))
        .contains(meta("og:image:height", "60"))
        .contains(meta("twitter:card", "summary_large_image"))
        .contains("href=\"" + site.url() + "/api/v1/statuses/" + id + "\"");
    assertThat(page("/@ana/" + id + "/boosts").status()).isEqualTo(200);
  }

  @Test
  void whatIsBehindAWarningStaysThere() {
    var photo = ana.uploads(Scene.jpeg(90, 60, 0.9f));
    var form =
        Map.of("status", "A wolf", "spoiler_text", "Blood", "media_ids", new String[] {photo});
    var id = ana.client().post("/api/v1/statuses", form).ok().get("id").asString();

    assertThat(page("/@ana/" + id).body())
        .contains(meta("og:description", "Blood"))
        .doesNotContain("wolf")
        .doesNotContain("og:image");
  }

  @Test
  void aPrivatePostLooksToStrangersAsIfThereWereNone() {
    var hidden = page("/@ana/" + ana.posts("for followers alone", "private"));
    var none = page("/@ana/1");

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.body()).isEqualTo(none.body()).contains(meta("robots", "noindex"));
    assertThat(none.status()).isEqualTo(404);
  }

  @Test
  void whatDoesNotExistIsNotFoundAndStillTheApp() {
    for (var path : new String[] {"/@nobody", "/@nobody/followers", "/@ana/none", "/@ana/0"}) {
      var page = page(path);
      assertThat(page.status()).as(path).isEqualTo(404);
      assertThat(page.body()).as(path).contains("app.js").doesNotContain("og:title");
    }
    assertThat(page("/nothing").status()).isEqualTo(404);
    assertThat(page("/@ana/1/nothing").status()).isEqualTo(404);
  }

  @Test
  void theFirstPageIsAboutTheSite() {
    assertThat(page("/").body())
        .contains("<title>Pando</title>")
        .contains(meta("og:title", "Pando"))
        .contains("<link rel=\"canonical\" href=\"" + site.url() + "/\">")
        .doesNotContain("noindex");
    assertThat(page("/tags/dawn").body()).contains(meta("og:title", "#dawn"));
  }

  @Test
  void theWordsOfTheReaderComeWithThePage() {
    for (var accepted : List.of("ko-KR,ko;q=0.9,en;q=0.8", "fr, ko;q=0.5")) {
      var page = site.stranger().with("Accept-Language", accepted).get("/");
      assertThat(page.body()).contains("<html lang=\"ko\">").contains("words/ko.json");
      assertThat(page.header("Vary").orElseThrow()).contains("Accept-Language");
    }
    for (var accepted : List.of("en-GB, ko", "fr", "not; a = language", "*")) {
      var page = site.stranger().with("Accept-Language", accepted).get("/");
      assertThat(page.body()).contains("<html lang=\"en\">").contains("words/en.json");
    }
  }
}
