package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;

@Tag("product")
class StatusHandlersTest {
  private static final String STATUSES = "/api/v1/statuses";
  private static final TestPando PANDO = TestPando.withShards(2);
  private static int people;

  private final TestPerson ana = person("ana");
  private final TestPerson ben = person("ben");

  private static TestPerson person(String name) {
    return PANDO.signUp(name + ++people);
  }

  @AfterAll
  static void close() {
    PANDO.close();
  }

  private static String at(String post, String... more) {
    return STATUSES + "/" + post + String.join("", more);
  }

  @Test
  void everyFieldIsThereAndNoListIsNull() {
    var post = ana.posts("hello");
    var forAll =
        List.of(
            "id",
            "created_at",
            "in_reply_to_id",
            "in_reply_to_account_id",
            "sensitive",
            "spoiler_text",
            "visibility",
            "language",
            "uri",
            "url",
            "replies_count",
            "reblogs_count",
            "favourites_count",
            "quotes_count",
            "edited_at",
            "content",
            "reblog",
            "account",
            "media_attachments",
            "mentions",
            "tags",
            "emojis",
            "tagged_collections",
            "quote",
            "card",
            "poll",
            "quote_approval");
    var forViewers = List.of("favourited", "reblogged", "muted", "bookmarked", "filtered");

    var open = PANDO.stranger().get(at(post)).ok();
    assertThat(open.propertyNames()).containsAll(forAll).doesNotContainAnyElementsOf(forViewers);
    assertThat(ben.client().get(at(post)).ok().propertyNames())
        .containsAll(forAll)
        .containsAll(forViewers)
        .doesNotContain("pinned");
    assertThat(ana.client().get(at(post)).ok().propertyNames()).contains("pinned");
    for (var list : List.of("media_attachments", "mentions", "tags", "emojis")) {
      assertThat(open.get(list).isArray()).as(list).isTrue();
    }
    assertThat(open.get("id").asString()).matches("[0-9]{18}");
    assertThat(open.get("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(open.get("url").asString()).isEqualTo(PANDO.url() + "/@" + ana.name() + "/" + post);
    assertThat(open.at("/application/name").asString()).isEqualTo("Test");
    assertThat(open.get("account").propertyNames())
        .contains("group", "last_status_at", "hide_collections", "emojis", "roles", "fields");
  }

  @Test
  void textIsShownByteForByteAsClientsExpectIt() {
    var text =
        "a <b>\nwith @%s and @nobody\n\n#Fog at https://example.org/a/very/long/path/to/somewhere"
            .formatted(ben.name().toUpperCase(Locale.ROOT));

    var post = ana.client().post(STATUSES, Map.of("status", text)).ok();

    var account = PANDO.url() + "/@" + ben.name();
    assertThat(post.get("content").asString())
        .isEqualTo(
            "<p>a &lt;b&gt;<br />with <span class=\"h-card\" translate=\"no\"><a href=\""
                + account
                + "\" class=\"u-url mention\">@<span>"
                + ben.name()
                + "</span></a></span>"
                + " and @nobody</p><p><a href=\""
                + PANDO.url()
                + "/tags/fog\""
                + " class=\"mention hashtag\" rel=\"tag\">#<span>Fog</span></a> at "
                + "<a href=\"https://example.org/a/very/long/path/to/somewhere\""
                + " target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">"
                + "<span class=\"invisible\">https://</span>"
                + "<span class=\"ellipsis\">example.org/a/very/long/path/t</span>"
                + "<span class=\"invisible\">o/somewhere</span></a></p>");
    assertThat(post.at("/mentions/0/url").asString()).isEqualTo(account);
    assertThat(post.at("/tags/0/url").asString()).isEqualTo(PANDO.url() + "/tags/fog");
    assertThat(post.at("/tags/0/name").asString()).isEqualTo("fog");
  }

  @Test
  void photosNeedNoText() {
    var post = ana.posts("", "public", ana.uploads(TestPictures.small()));

    assertThat(ana.client().get(at(post)).ok().get("content").asString()).isEmpty();
  }

  @Test
  void everyEncodingIsUnderstood() {
    var one = ana.uploads(TestPictures.small());
    var two = ana.uploads(TestPictures.small());
    var form = "status=by+form&media_ids[]=" + one + "&media_ids[]=" + two + "&sensitive=true";
    assertThat(photos(ana.client().form("POST", STATUSES, form).ok())).containsExactly(one, two);

    var number = Long.parseLong(ana.uploads(TestPictures.small()));
    var json = Map.of("status", "by JSON", "media_ids", List.of(number), "sensitive", "1");
    var posted = ana.client().post(STATUSES, json).ok();
    assertThat(photos(posted)).containsExactly(Long.toString(number));
    assertThat(posted.get("sensitive").asBoolean()).isTrue();

    var single = ana.uploads(TestPictures.small());
    assertThat(photos(ana.client().post(STATUSES, Map.of("status", "x", "media_ids", single)).ok()))
        .containsExactly(single);

    var query = ana.client().post(STATUSES + "?status=by+query&visibility=unlisted").ok();
    assertThat(query.get("content").asString()).isEqualTo("<p>by query</p>");
    assertThat(query.get("visibility").asString()).isEqualTo("unlisted");

    var part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    var multipart = part.formatted("status", "by parts") + part.formatted("sensitive", "false");
    var type = "multipart/form-data; boundary=b";
    var parts = ana.client().send("POST", STATUSES, type, multipart + "--b--\r\n").ok();
    assertThat(parts.get("content").asString()).isEqualTo("<p>by parts</p>");

    assertThat(ana.client().send("POST", STATUSES, null, "{\"status\":\"untyped\"}").status())
        .isEqualTo(200);
    assertThat(ana.client().send("POST", STATUSES, "text/plain", "status=mistyped").status())
        .isEqualTo(200);
  }

  private static List<String> photos(JsonNode post) {
    return TestPerson.ids(post.get("media_attachments"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                     | 422 Validation failed: Text can't be blank",
        "{\"status\":\"  \"}                    | 422 Validation failed: Text can't be blank",
        "{\"status\":\"x\",\"in_reply_to_id\":1}"
            + "| 404 The post you are trying to reply to does not appear to exist.",
        "{\"status\":\"x\",\"visibility\":\"loud\"}"
            + "| 422 Validation failed: Visibility is not one of public, unlisted, private, direct",
      })
  void whatCannotBePostedIsRefusedWithAReason(String body, String refusal) {
    var answer = ana.client().send("POST", STATUSES, "application/json", body);

    assertThat(answer.refusal()).isEqualTo(refusal);
  }

  @Test
  void aTextThatIsTooLongAndAPhotoOfAnotherAreRefused() {
    var tooLong = ana.client().post(STATUSES, Map.of("status", "x".repeat(501)));
    assertThat(tooLong.refusal()).startsWith("422 Validation failed: ");
    ana.client().post(STATUSES, Map.of("status", "x".repeat(500))).ok();
    ana.client()
        .post(STATUSES, Map.of("status", "x".repeat(476) + " https://e.org/" + "y".repeat(99)))
        .ok();

    var photo = ben.uploads(TestPictures.small());
    var stolen = ana.client().post(STATUSES, Map.of("status", "x", "media_ids", List.of(photo)));
    assertThat(stolen.refusal()).startsWith("422 ").contains("not found or already attached");
  }

  @Test
  void aRequestThatIsSentAgainAnswersTheFirstPost() {
    var client = ana.client().with("Idempotency-Key", "one");
    var first = client.post(STATUSES, Map.of("status", "once")).ok().get("id");

    assertThat(client.post(STATUSES, Map.of("status", "once")).ok().get("id")).isEqualTo(first);
    assertThat(ana.home()).hasSize(1);
    var other = ana.client().with("Idempotency-Key", "two");
    assertThat(other.post(STATUSES, Map.of("status", "once")).ok().get("id")).isNotEqualTo(first);
  }

  @Test
  void newPostsAreAsTheirAuthorPrefers() {
    ana.client()
        .form(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            "source[privacy]=private&source[sensitive]=true&source[language]=ko")
        .ok();

    var post = ana.client().post(STATUSES, Map.of("status", "as I like it")).ok();

    assertThat(post.get("visibility").asString()).isEqualTo("private");
    assertThat(post.get("sensitive").asBoolean()).isTrue();
    assertThat(post.get("language").asString()).isEqualTo("ko");
  }

  @Test
  void anEditKeepsTheAudienceAndItsHistory() {
    var photo = ana.uploads(TestPictures.small());
    var post = ana.posts("first", "unlisted", photo);
    var form =
        "status=second&spoiler_text=careful&media_ids[]=%s&media_attributes[][id]=%s"
                .formatted(photo, photo)
            + "&media_attributes[][description]=an+aspen&media_attributes[][focus]=0.5,-0.5";

    var edited = ana.client().form("PUT", at(post), form).ok();

    assertThat(edited.get("content").asString()).isEqualTo("<p>second</p>");
    assertThat(edited.get("visibility").asString()).isEqualTo("unlisted");
    assertThat(edited.get("edited_at").isNull()).isFalse();
    assertThat(edited.at("/media_attachments/0/description").asString()).isEqualTo("an aspen");
    assertThat(edited.at("/media_attachments/0/meta/focus/x").asDouble()).isEqualTo(0.5);
    assertThat(ben.client().get(at(post)).ok().at("/media_attachments/0/description").asString())
        .isEqualTo("an aspen");
    var history = ben.client().get(at(post, "/history")).ok();
    assertThat(history.get(0).get("content").asString()).isEqualTo("<p>first</p>");
    assertThat(history.get(1).get("content").asString()).isEqualTo("<p>second</p>");
    var source = ana.client().get(at(post, "/source")).ok();
    assertThat(source.get("text").asString()).isEqualTo("second");
    assertThat(source.get("spoiler_text").asString()).isEqualTo("careful");
    assertThat(ben.client().send("PUT", at(post), Map.of("status", "mine")).refusal())
        .isEqualTo("404 Record not found");
  }

  @Test
  void aDeletedPostIsAnsweredWithItsSourceAndItsPhotosCanBePostedAgain() {
    var photo = ana.uploads(TestPictures.small());
    var post = ana.posts("a <mistake>", "public", photo);

    assertThat(ben.client().delete(at(post)).refusal()).isEqualTo("404 Record not found");
    var gone = ana.client().delete(at(post)).ok();

    assertThat(gone.get("text").asString()).isEqualTo("a <mistake>");
    assertThat(photos(gone)).containsExactly(photo);
    assertThat(ana.client().delete(at(post)).refusal()).isEqualTo("404 Record not found");
    assertThat(photos(ana.client().get(at(ana.posts("again", "public", photo))).ok()))
        .containsExactly(photo);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "garbage", "999999999999999999999", "-5"})
  void whatCannotBeAPostIsNotFound(String id) {
    for (var more : List.of("", "/context", "/favourited_by", "/reblogged_by", "/history")) {
      assertThat(PANDO.stranger().get(at(id, more)).refusal()).isEqualTo("404 Record not found");
    }
    for (var action : List.of("favourite", "unfavourite", "reblog", "bookmark", "pin")) {
      assertThat(ana.client().post(at(id, "/" + action)).refusal())
          .isEqualTo("404 Record not found");
    }
  }

  @Test
  void manyPostsAreAskedForAtOnce() {
    var one = ana.posts("one");
    var two = ana.posts("two");
    var hidden = ana.posts("hidden", "direct");
    var path = "%s?id[]=%s&id[]=%s&id[]=%s&id[]=1".formatted(STATUSES, two, hidden, one);

    assertThat(ben.list(path)).containsExactlyInAnyOrder(one, two);
    var ids = new ArrayList<String>();
    for (var i = 1; i <= 21; i++) {
      ids.add("id[]=" + i);
    }
    assertThat(ben.client().get(STATUSES + "?" + String.join("&", ids)).status()).isEqualTo(422);
  }
}
