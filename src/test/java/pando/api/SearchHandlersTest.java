package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestClient;
import pando.main.TestPando;
import pando.main.TestPerson;

@Tag("product")
class SearchHandlersTest {
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

  private static List<String> found(TestClient client, String part, String query, String more) {
    var q = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return TestPerson.ids(client.get("/api/v2/search?q=" + q + more).ok().get(part));
  }

  private String anasId() {
    return Long.toString(ana.id().value());
  }

  @Test
  void aPersonIsFoundUnderEverySpellingAtOnce() {
    var at = "@" + PANDO.url().getAuthority();
    for (var name : List.of(ana.name(), ana.name().toUpperCase(Locale.ROOT))) {
      for (var spelling : List.of(name, "@" + name, name + at, "@" + name + at)) {
        assertThat(found(ben.client(), "accounts", spelling, "&type=accounts&resolve=true"))
            .as(spelling)
            .startsWith(anasId());
      }
    }
    assertThat(found(ben.client(), "accounts", PANDO.url() + "/@" + ana.name(), "&resolve=true"))
        .containsExactly(anasId());
  }

  @Test
  void aPostIsFoundByItsAddress() {
    var post = ana.posts("first light");
    for (var url :
        List.of("/@" + ana.name() + "/" + post, "/users/" + ana.name() + "/statuses/" + post)) {
      assertThat(found(ben.client(), "statuses", PANDO.url() + url, "&resolve=true"))
          .containsExactly(post);
    }
    assertThat(found(ben.client(), "statuses", "https://else.where/@a/" + post, "")).isEmpty();
  }

  @Test
  void tagsAreFoundByTheirBeginning() {
    ana.posts("in the #Fogbank" + people);
    PANDO.settle();
    for (var query : List.of("#fogBANK" + people, "fogbank" + people, "#fogb")) {
      var q = URLEncoder.encode(query, StandardCharsets.UTF_8);
      var tags = ben.client().get("/api/v2/search?type=hashtags&q=" + q).ok().get("hashtags");
      assertThat(tags.findValuesAsString("name")).contains("fogbank" + people);
      assertThat(tags.get(0).get("history").isArray()).isTrue();
    }
  }

  @Test
  void theThreeListsAreAlwaysThere() {
    var all = ben.client().get("/api/v2/search?q=" + ana.name()).ok();
    assertThat(all.propertyNames()).contains("accounts", "statuses", "hashtags");
    var some = ben.client().get("/api/v2/search?type=statuses&q=" + ana.name()).ok();
    assertThat(some.get("accounts").isEmpty()).isTrue();
    assertThat(some.get("hashtags").isEmpty()).isTrue();
  }

  @Test
  void wordsAreFoundInPostsOfThoseWhoWantThat() {
    var word = "aspen" + people;
    var post = ana.posts("an " + word);
    PANDO.settle();
    assertThat(found(ben.client(), "statuses", word, "")).containsExactly(post);
    assertThat(found(ben.client(), "statuses", word, "&type=statuses&offset=1")).isEmpty();

    ana.client()
        .send("PATCH", "/api/v1/accounts/update_credentials", Map.of("indexable", false))
        .ok();

    assertThat(found(ben.client(), "statuses", word, "")).isEmpty();
    assertThat(found(ana.client(), "statuses", word, "")).containsExactly(post);
  }

  @Test
  void whoHasNoTokenMayNotPageNorResolve() {
    var stranger = PANDO.stranger();

    assertThat(stranger.get("/api/v2/search?q=ana&type=accounts&offset=1").status()).isEqualTo(401);
    assertThat(stranger.get("/api/v2/search?q=ana&resolve=true").status()).isEqualTo(401);
    assertThat(found(stranger, "accounts", ana.name(), "")).contains(anasId());
    assertThat(stranger.get("/api/v2/search").refusal())
        .isEqualTo("400 param is missing or the value is empty: q");
    assertThat(ben.client().get("/api/v2/search?q=a&offset=-1").status()).isEqualTo(400);
  }

  @Test
  void aTagIsShownWhetherItWasUsedOrNot() {
    for (var name : List.of("Fog", "never")) {
      var tag = ben.client().get("/api/v1/tags/" + name).ok();
      assertThat(tag.get("name").asString()).isEqualTo(name.toLowerCase(Locale.ROOT));
    }
  }
}
