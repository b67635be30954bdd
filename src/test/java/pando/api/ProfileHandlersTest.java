package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestPando;
import pando.main.TestPerson;

@Tag("product")
class ProfileHandlersTest {
  private static final String UPDATE = "/api/v1/accounts/update_credentials";
  private static final TestPando PANDO = TestPando.onOneBox();
  private static int people;

  private final TestPerson ana = PANDO.signUp("ana" + ++people);

  @AfterAll
  static void close() {
    PANDO.close();
  }

  @Test
  void onlyOneselfSeesOnesSourceAndRole() {
    var own = ana.client().get("/api/v1/accounts/verify_credentials").ok();

    assertThat(own.get("source").propertyNames())
        .contains("privacy", "sensitive", "language", "note", "fields", "follow_requests_count");
    assertThat(own.at("/source/privacy").asString()).isEqualTo("public");
    assertThat(own.at("/role/id").asString()).isEqualTo("-99");
    var path = "/api/v1/accounts/" + ana.id().value();
    assertThat(ana.client().get(path).ok().propertyNames()).doesNotContain("source", "role");
  }

  @Test
  void everyEncodingOfAProfileIsUnderstood() {
    var form =
        "display_name=Ana&note=I+see+%23fog&locked=1&bot=false&source[privacy]=unlisted"
            + "&fields_attributes[0][name]=place&fields_attributes[0][value]=hill"
            + "&fields_attributes[1][name]=page&fields_attributes[1][value]=https%3A%2F%2Fe.org";

    var byForm = ana.client().form("PATCH", UPDATE, form).ok();

    assertThat(byForm.get("display_name").asString()).isEqualTo("Ana");
    assertThat(byForm.get("note").asString()).startsWith("<p>I see <a href=\"" + PANDO.url());
    assertThat(byForm.at("/source/note").asString()).isEqualTo("I see #fog");
    assertThat(byForm.at("/source/privacy").asString()).isEqualTo("unlisted");
    assertThat(byForm.get("locked").asBoolean()).isTrue();
    assertThat(byForm.at("/fields/0/name").asString()).isEqualTo("place");
    assertThat(byForm.at("/fields/1/value").asString()).startsWith("<a href=\"https://e.org\"");
    assertThat(byForm.at("/source/fields/1/value").asString()).isEqualTo("https://e.org");

    var json =
        Map.of(
            "note", "",
            "fields_attributes", List.of(Map.of("name", "only", "value", "one")),
            "source", Map.of("language", "ko"));
    var byJson = ana.client().send("PATCH", UPDATE, json).ok();
    assertThat(byJson.get("note").asString()).isEmpty();
    assertThat(byJson.get("fields").size()).isEqualTo(1);
    assertThat(byJson.at("/source/language").asString()).isEqualTo("ko");
    assertThat(byJson.get("display_name").asString()).as("what is not sent stays").isEqualTo("Ana");

    assertThat(
            ana.client().form("POST", UPDATE, "display_name=").ok().get("display_name").asString())
        .isEmpty();
  }

  @Test
  void picturesComeByMultipartAndGo() {
    var before = ana.client().get("/api/v1/accounts/verify_credentials").ok().get("avatar");
    for (var picture : List.of("avatar", "header")) {
      var shown =
          ana.client()
              .upload("PATCH", UPDATE, picture, TestPictures.jpeg(400, 400), Map.of("bot", "true"))
              .ok();
      assertThat(shown.get("bot").asBoolean()).isTrue();
      var url = shown.get(picture).asString();
      assertThat(ana.client().download(url).statusCode()).isEqualTo(200);
      var path = "/api/v1/accounts/" + ana.id().value();
      assertThat(PANDO.stranger().get(path).ok().get(picture).asString()).isEqualTo(url);
    }
    assertThat(ana.client().delete("/api/v1/profile/avatar").ok().get("avatar")).isEqualTo(before);
    assertThat(ana.client().delete("/api/v1/profile/header").status()).isEqualTo(200);
  }

  @Test
  void whatIsTooLongIsRefused() {
    for (var form :
        List.of(
            "display_name=" + "x".repeat(31), "note=" + "x".repeat(501), "source[privacy]=loud")) {
      assertThat(ana.client().form("PATCH", UPDATE, form).refusal())
          .startsWith("422 Validation failed: ");
    }
  }

  @Test
  void preferencesAreThoseOfNewPosts() {
    ana.client().form("PATCH", UPDATE, "source[privacy]=private&source[sensitive]=on").ok();

    var preferences = ana.client().get("/api/v1/preferences").ok();

    assertThat(preferences.get("posting:default:visibility").asString()).isEqualTo("private");
    assertThat(preferences.get("posting:default:sensitive").asBoolean()).isTrue();
    assertThat(preferences.has("posting:default:language")).isTrue();
    assertThat(preferences.get("reading:expand:media").asString()).isEqualTo("default");
  }

  @Test
  void markersRememberWhatWasRead() {
    var post = ana.posts("read");

    var set = ana.client().form("POST", "/api/v1/markers", "home[last_read_id]=" + post).ok();

    assertThat(set.at("/home/last_read_id").asString()).isEqualTo(post);
    var found = ana.client().get("/api/v1/markers?timeline[]=home&timeline[]=notifications").ok();
    assertThat(found.propertyNames()).containsExactly("home");
    assertThat(found.at("/home/last_read_id").asString()).isEqualTo(post);
  }

  @Test
  void requestsToFollowAreCounted() {
    ana.client().form("PATCH", UPDATE, "locked=true").ok();
    PANDO.signUp("ben" + people).follows(ana);

    var own = ana.client().get("/api/v1/accounts/verify_credentials").ok();

    assertThat(own.at("/source/follow_requests_count").asInt()).isEqualTo(1);
  }
}
