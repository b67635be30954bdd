package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What people do, from app to app, over HTTP.
@Tag("product")
class WholeSiteTest {
  private static final TestPando PANDO = TestPando.withShards(2);
  private static int people;

  @AfterAll
  static void close() {
    PANDO.close();
  }

  private static TestPerson person(String name) {
    return PANDO.signUp(name + ++people);
  }

  @Test
  void aFollowerSeesANewPostFirstAndAtOnce() {
    var ana = person("ana");
    var ben = person("ben").follows(ana);

    var first = ana.posts("first light");
    var second = ana.posts("second light");

    assertThat(ben.home()).containsExactly(second, first);
    assertThat(ana.home()).containsExactly(second, first);
  }

  @Test
  void aPhotoIsPostedAndSeenByAFollower() {
    var ana = person("ana");
    var ben = person("ben").follows(ana);

    var photo = ana.uploads(photo());
    var post = ana.posts("an aspen", "public", photo);

    var seen = ben.client().get("/api/v1/timelines/home").ok().get(0);
    assertThat(seen.get("id").asString()).isEqualTo(post);
    var media = seen.get("media_attachments").get(0);
    assertThat(media.get("description").asString()).isEqualTo("a photo");
    assertThat(media.at("/meta/original/width").asInt()).isEqualTo(1200);
    var file = ben.client().download(media.get("url").asString());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
  }

  @Test
  void anEditOfAPostedPhotoIsSeenInThePostAndCanBeUndone() {
    var ana = person("ana");
    var photo = ana.uploads(photo());
    var post = ana.posts("an aspen", "public", photo);
    var before = url(ana, post);

    var steps = List.of(Map.of("kind", "crop", "x", 0, "y", 0, "width", 0.5, "height", 1));
    var edited =
        ana.client().post("/api/pando/v1/media/" + photo + "/edits", Map.of("steps", steps)).ok();

    assertThat(edited.at("/media/meta/original/width").asInt()).isEqualTo(600);
    assertThat(url(ana, post)).isNotEqualTo(before);
    ana.client().delete("/api/pando/v1/media/" + photo + "/edits").ok();
    assertThat(url(ana, post)).isEqualTo(before);
  }

  private static String url(TestPerson person, String post) {
    return person
        .client()
        .get("/api/v1/statuses/" + post)
        .ok()
        .at("/media_attachments/0/url")
        .asString();
  }

  @Test
  void whatBenDoesWithAPostIsShownToHimAtOnceAndToldToAna() {
    var ana = person("ana");
    var ben = person("ben");
    var post = ana.posts("first light");

    var shown = ben.does("favourite", post);

    assertThat(shown.get("favourited").asBoolean()).isTrue();
    assertThat(shown.get("favourites_count").asInt()).isEqualTo(1);
    PANDO.settle();
    var told = ana.client().get("/api/v1/notifications").ok();
    assertThat(told.get(0).get("type").asString()).isEqualTo("favourite");
    assertThat(told.get(0).at("/account/username").asString()).isEqualTo(ben.name());
    assertThat(told.get(0).at("/status/id").asString()).isEqualTo(post);
  }

  @Test
  void aBoostIsWrappedAndItsUndoAnswersTheOriginal() {
    var ana = person("ana");
    var ben = person("ben");
    var cleo = person("cleo").follows(ben);
    var post = ana.posts("first light");

    var boost = ben.does("reblog", post);

    assertThat(boost.at("/reblog/id").asString()).isEqualTo(post);
    assertThat(boost.at("/reblog/reblogs_count").asInt()).isEqualTo(1);
    assertThat(cleo.home()).containsExactly(boost.get("id").asString());
    assertThat(ben.does("unreblog", post).get("id").asString()).isEqualTo(post);
    assertThat(cleo.home()).isEmpty();
  }

  @Test
  void aThreadIsShownFromEveryOfItsPosts() {
    var ana = person("ana");
    var ben = person("ben");
    var root = ana.posts("who was there?");
    var reply = ben.replies(root, "I was");
    var last = ana.replies(reply, "good");

    var context = ben.client().get("/api/v1/statuses/" + reply + "/context").ok();

    assertThat(TestPerson.ids(context.get("ancestors"))).containsExactly(root);
    assertThat(TestPerson.ids(context.get("descendants"))).containsExactly(last);
  }

  @Test
  void aDeletedPostIsGoneEverywhere() {
    var ana = person("ana");
    var ben = person("ben").follows(ana);
    var post = ana.posts("a mistake #oops");

    var gone = ana.client().delete("/api/v1/statuses/" + post).ok();

    assertThat(gone.get("text").asString()).isEqualTo("a mistake #oops");
    assertThat(ben.home()).isEmpty();
    assertThat(ben.client().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    PANDO.settle();
    assertThat(ben.list("/api/v1/timelines/tag/oops")).isEmpty();
  }

  static byte[] photo() {
    var image = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 1200, 800, Color.BLUE));
    graphics.fillRect(0, 0, 1200, 800);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
