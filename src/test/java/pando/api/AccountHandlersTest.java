package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.main.TestPando;
import pando.main.TestPerson;

@Tag("product")
class AccountHandlersTest {
  private static final String ACCOUNTS = "/api/v1/accounts/";
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

  private static String id(TestPerson person) {
    return Long.toString(person.id().value());
  }

  private static String at(TestPerson person, String more) {
    return ACCOUNTS + id(person) + more;
  }

  @Test
  void aNewAccountHasEveryFieldAndPictures() {
    var shown = PANDO.stranger().get(at(ana, "")).ok();

    assertThat(shown.propertyNames())
        .contains(
            "id",
            "username",
            "acct",
            "display_name",
            "locked",
            "bot",
            "discoverable",
            "indexable",
            "group",
            "created_at",
            "note",
            "url",
            "uri",
            "avatar",
            "avatar_static",
            "header",
            "header_static",
            "followers_count",
            "following_count",
            "statuses_count",
            "last_status_at",
            "hide_collections",
            "noindex",
            "emojis",
            "roles",
            "fields")
        .doesNotContain("suspended", "limited", "memorial", "moved", "source");
    assertThat(shown.get("created_at").asString()).endsWith("T00:00:00.000Z");
    assertThat(shown.get("last_status_at").isNull()).isTrue();
    assertThat(shown.get("group").asBoolean()).isFalse();
    for (var picture : List.of("avatar", "avatar_static", "header", "header_static")) {
      var file = ana.client().download(shown.get(picture).asString());
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }
    ana.posts("hello");
    var today = LocalDate.now(ZoneOffset.UTC).toString();
    var later = PANDO.stranger().get(at(ana, "")).ok();
    assertThat(later.get("last_status_at").asString()).isEqualTo(today);
    assertThat(later.get("statuses_count").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "garbage", "99999999999999999999"})
  void whatCannotBeAPersonIsNotFound(String id) {
    for (var more : List.of("", "/statuses", "/followers", "/following")) {
      assertThat(PANDO.stranger().get(ACCOUNTS + id + more).refusal())
          .as(more)
          .isEqualTo("404 Record not found");
    }
    for (var action : List.of("follow", "unfollow", "block", "unblock", "mute", "unmute")) {
      assertThat(ana.client().post(ACCOUNTS + id + "/" + action).refusal())
          .as(action)
          .isEqualTo("404 Record not found");
    }
  }

  @Test
  void aPersonIsFoundUnderEverySpellingOfTheName() {
    var name = ana.name();
    var host = PANDO.url().getAuthority();
    for (var spelling :
        List.of(
            name,
            name.toUpperCase(Locale.ROOT),
            "@" + name,
            name + "@" + host,
            "@" + name + "@" + host)) {
      assertThat(
              PANDO.stranger().get(ACCOUNTS + "lookup?acct=" + spelling).ok().get("id").asString())
          .as(spelling)
          .isEqualTo(id(ana));
      assertThat(ben.list(ACCOUNTS + "search?resolve=true&q=" + spelling))
          .as(spelling)
          .startsWith(id(ana));
    }
    assertThat(PANDO.stranger().get(ACCOUNTS + "lookup?acct=nobody").refusal())
        .isEqualTo("404 Record not found");
    assertThat(PANDO.stranger().get(ACCOUNTS + "lookup?acct=" + name + "@else.where").status())
        .isEqualTo(404);
    assertThat(PANDO.stranger().get(ACCOUNTS + "lookup").refusal())
        .isEqualTo("400 param is missing or the value is empty: acct");
    assertThat(ben.client().get(ACCOUNTS + "search").status()).isEqualTo(400);
  }

  @Test
  void theSearchCanBeForThoseWhomOneFollows() {
    var path = ACCOUNTS + "search?following=true&q=" + ana.name();
    assertThat(ben.list(path)).isEmpty();

    ben.follows(ana);

    assertThat(ben.list(path)).containsExactly(id(ana));
    assertThat(ben.list(ACCOUNTS + "search?limit=1&q=a")).hasSize(1);
  }

  @Test
  void postsOfAPersonAreFiltered() {
    var plain = ana.posts("plain #Fog");
    var photo = ana.posts("an aspen", "public", ana.uploads(TestPictures.small()));
    var self = ana.replies(plain, "and more");
    var answer = ana.replies(ben.posts("who was there?"), "I was");
    var boost = ana.does("reblog", ben.posts("look")).get("id").asString();

    assertThat(ben.list(at(ana, "/statuses"))).containsExactly(boost, answer, self, photo, plain);
    assertThat(ben.list(at(ana, "/statuses?only_media=true"))).containsExactly(photo);
    assertThat(ben.list(at(ana, "/statuses?exclude_reblogs=true")))
        .containsExactly(answer, self, photo, plain);
    assertThat(ben.list(at(ana, "/statuses?exclude_replies=true")))
        .containsExactly(boost, self, photo, plain);
    PANDO.settle();
    assertThat(ben.list(at(ana, "/statuses?tagged=FOG"))).containsExactly(plain);
    assertThat(ben.list(at(ana, "/statuses?pinned=true"))).isEmpty();
  }

  @Test
  void followersArePagedByCursorsOfTheirOwn() {
    var fans = new ArrayList<String>();
    for (var i = 0; i < 3; i++) {
      fans.addFirst(id(person("fan").follows(ana)));
    }

    var first = ben.client().get(at(ana, "/followers?limit=2"));
    assertThat(TestPerson.ids(first.ok())).containsExactlyElementsOf(fans.subList(0, 2));
    var second = ben.client().get(first.next());
    assertThat(TestPerson.ids(second.ok())).containsExactly(fans.get(2));
    assertThat(second.link().orElse("")).doesNotContain("rel=\"next\"");
    assertThat(ben.client().get(at(ana, "/followers")).link().orElse(""))
        .doesNotContain("rel=\"next\"");

    assertThat(PANDO.stranger().get(at(ana, "")).ok().get("followers_count").asInt()).isEqualTo(3);
    ana.follows(ben);
    assertThat(ben.list(at(ana, "/following"))).containsExactly(id(ben));
  }

  @Test
  void followersAreNotForWhoIsBlockedNorForOthersIfTheyAreHidden() {
    var fan = person("fan").follows(ana);
    var other = person("fan").follows(ana);
    ben.about(fan, "mute").ok();
    assertThat(ben.list(at(ana, "/followers"))).containsExactly(id(other));

    ana.about(ben, "block").ok();
    assertThat(ben.list(at(ana, "/followers"))).isEmpty();

    ana.client()
        .send("PATCH", "/api/v1/accounts/update_credentials", Map.of("hide_collections", true))
        .ok();
    assertThat(other.list(at(ana, "/followers"))).isEmpty();
    assertThat(ana.list(at(ana, "/followers"))).containsExactly(id(other), id(fan));
  }

  @Test
  void relationshipsComeInTheOrderOfTheQuestion() {
    var cleo = person("cleo");
    ana.follows(ben);
    var path = ACCOUNTS + "relationships?id[]=%s&id[]=1&id[]=%s".formatted(id(cleo), id(ben));

    assertThat(ana.list(path)).containsExactly(id(cleo), id(ben));
    assertThat(ana.list(ACCOUNTS + "relationships?id=" + id(ben))).containsExactly(id(ben));
    assertThat(ana.list(ACCOUNTS + "relationships")).isEmpty();
    var relationship = ana.client().get(path).ok().get(1);
    assertThat(relationship.get("following").asBoolean()).isTrue();
    assertThat(relationship.get("showing_reblogs").asBoolean()).isTrue();
    assertThat(relationship.get("requested").asBoolean()).isFalse();
    assertThat(relationship.get("note").asString()).isEmpty();
    assertThat(relationship.get("muting_expires_at").isNull()).isTrue();
  }

  @Test
  void manyPeopleAreAskedForAtOnce() {
    var path = "/api/v1/accounts?id[]=%s&id[]=1&id[]=%s".formatted(id(ben), id(ana));

    assertThat(TestPerson.ids(PANDO.stranger().get(path).ok()))
        .containsExactlyInAnyOrder(id(ana), id(ben));
    var ids = new ArrayList<String>();
    for (var i = 1; i <= 41; i++) {
      ids.add("id[]=" + i);
    }
    assertThat(ben.client().get("/api/v1/accounts?" + String.join("&", ids)).status())
        .isEqualTo(422);
  }
}
