package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;

@Tag("product")
class MediaHandlersTest {
  private static final TestPando PANDO = TestPando.onOneBox();
  private static final TestPerson ANA = PANDO.signUp("ana");
  private static final TestPerson BEN = PANDO.signUp("ben");

  @AfterAll
  static void close() {
    PANDO.close();
  }

  private static JsonNode upload(String path, Map<String, String> fields) {
    return ANA.client().upload("POST", path, "file", TestPictures.jpeg(90, 60), fields).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/media", "/api/v2/media"})
  void aPhotoIsReadyInTheAnswer(String path) {
    var photo = upload(path, Map.of("description", "an aspen", "focus", "0.5,-0.25"));

    assertThat(photo.propertyNames())
        .contains(
            "id",
            "type",
            "url",
            "preview_url",
            "remote_url",
            "preview_remote_url",
            "text_url",
            "meta",
            "description",
            "blurhash");
    assertThat(photo.get("type").asString()).isEqualTo("image");
    assertThat(photo.get("description").asString()).isEqualTo("an aspen");
    assertThat(photo.get("remote_url").isNull()).isTrue();
    assertThat(photo.at("/meta/original/width").asInt()).isEqualTo(90);
    assertThat(photo.at("/meta/original/size").asString()).isEqualTo("90x60");
    assertThat(photo.at("/meta/original/aspect").asDouble()).isEqualTo(1.5);
    assertThat(photo.at("/meta/focus/y").asDouble()).isEqualTo(-0.25);
    assertThat(photo.get("blurhash").asString()).isNotBlank();
    for (var url : List.of("/url", "/preview_url", "/pando_webp/0/url", "/pando_webp/1/url")) {
      assertThat(ANA.client().download(photo.at(url).asString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPhotoCanBeAskedForByItsOwnerUntilItIsPosted() {
    var id = upload("/api/v2/media", Map.of()).get("id").asString();

    assertThat(ANA.client().get("/api/v1/media/" + id).ok().get("id").asString()).isEqualTo(id);
    assertThat(BEN.client().get("/api/v1/media/" + id).refusal()).isEqualTo("404 Record not found");
    ANA.posts("an aspen", "public", id);
    assertThat(ANA.client().get("/api/v1/media/" + id).refusal()).isEqualTo("404 Record not found");
    assertThat(ANA.client().get("/api/v1/media/0").refusal()).isEqualTo("404 Record not found");
  }

  @Test
  void whatIsSaidOfAPhotoCanBeChangedInEveryEncoding() {
    var id = upload("/api/v2/media", Map.of("description", "a tree")).get("id").asString();
    var path = "/api/v1/media/" + id;

    assertThat(ANA.client().form("PUT", path, "focus=1,1").ok().get("description").asString())
        .isEqualTo("a tree");
    var json = ANA.client().send("PUT", path, Map.of("description", "an aspen")).ok();
    assertThat(json.get("description").asString()).isEqualTo("an aspen");
    assertThat(json.at("/meta/focus/x").asDouble()).isEqualTo(1);
    assertThat(BEN.client().form("PUT", path, "description=mine").refusal())
        .isEqualTo("404 Record not found");
    assertThat(ANA.client().form("PUT", path, "focus=left").status()).isEqualTo(422);
    // Pinafore tries this path first, and goes on only if it is not found
    assertThat(ANA.client().form("PUT", "/api/v2/media/" + id, "focus=1,1").status())
        .isEqualTo(404);
  }

  @Test
  void whatIsNoPhotoIsRefused() {
    var text = "not a photo".getBytes(StandardCharsets.UTF_8);

    assertThat(ANA.client().upload("POST", "/api/v2/media", "file", text, Map.of()).refusal())
        .startsWith("422 ");
    assertThat(ANA.client().post("/api/v2/media").refusal())
        .isEqualTo("422 Validation failed: File can't be blank");
  }

  @Test
  void aPhotoThatIsNotPostedCanBeDeleted() {
    var id = upload("/api/v2/media", Map.of()).get("id").asString();

    assertThat(BEN.client().delete("/api/v1/media/" + id).status()).isEqualTo(404);
    assertThat(ANA.client().delete("/api/v1/media/" + id).status()).isEqualTo(200);
    assertThat(ANA.client().get("/api/v1/media/" + id).status()).isEqualTo(404);
  }
}
