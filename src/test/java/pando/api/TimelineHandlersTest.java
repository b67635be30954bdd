package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.main.TestPando;
import pando.main.TestPerson;

@Tag("product")
class TimelineHandlersTest {
  private static final TestPando PANDO = TestPando.withShards(2);
  private static int people;

  private final TestPerson ana = person("ana");
  private final TestPerson ben = person("ben").follows(ana);

  private static TestPerson person(String name) {
    return PANDO.signUp(name + ++people);
  }

  @AfterAll
  static void close() {
    PANDO.close();
  }

  /// The ids of so many posts of Ana, the newest first.
  private List<String> posts(int count) {
    var posts = new ArrayList<String>();
    for (var i = 1; i <= count; i++) {
      posts.addFirst(ana.posts("post " + i + " #walk"));
    }
    return posts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/walk",
        "/api/v1/accounts/{ana}/statuses"
      })
  void pagesAreBoundedByIdsThatAreNotPartOfThem(String timeline) {
    var path = timeline.replace("{ana}", Long.toString(ana.id().value()));
    var it = posts(6); // 0 is the newest

    assertThat(ben.list(path + "?limit=2")).containsExactly(it.get(0), it.get(1));
    assertThat(ben.list(path + "?limit=2&max_id=" + it.get(1)))
        .containsExactly(it.get(2), it.get(3));
    assertThat(ben.list(path + "?limit=2&since_id=" + it.get(5)))
        .as("the newest")
        .containsExactly(it.get(0), it.get(1));
    assertThat(ben.list(path + "?limit=2&min_id=" + it.get(5)))
        .as("those immediately above")
        .containsExactly(it.get(3), it.get(4));
    assertThat(ben.list(path + "?min_id=" + it.get(5) + "&since_id=" + it.get(1) + "&limit=2"))
        .containsExactly(it.get(3), it.get(4));
    assertThat(ben.list(path + "?min_id=" + it.get(0))).isEmpty();
    assertThat(ben.list(path + "?max_id=&since_id=&min_id=&limit=1")).containsExactly(it.get(0));
    assertThat(ben.list(path + "?max_id=garbage&limit=1")).containsExactly(it.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/timelines/home",
        "/api/v1/timelines/public?local=true",
        "/api/v1/timelines/tag/walk?only_media=false&any%5B%5D=fog",
        "/api/v1/accounts/{ana}/statuses?exclude_replies=true"
      })
  void linksGoOnWithTheSameFilters(String timeline) {
    var path = timeline.replace("{ana}", Long.toString(ana.id().value()));
    var first = posts(2).getFirst();
    var second = ben.list(path).get(1);
    var and = path.contains("?") ? "&" + path.replaceFirst(".*\\?", "") + "&" : "&";
    var base = PANDO.url() + path.replaceFirst("\\?.*", "") + "?limit=2" + and;

    var answer = ben.client().get(path + (path.contains("?") ? "&" : "?") + "limit=2");

    assertThat(answer.link())
        .hasValue(
            "<%smax_id=%s>; rel=\"next\", <%smin_id=%s>; rel=\"prev\""
                .formatted(base, second, base, first));
  }

  @Test
  void anEmptyPageHasNoLinks() {
    assertThat(ana.client().get("/api/v1/timelines/home").link()).isEmpty();
    assertThat(ana.client().get("/api/v1/timelines/tag/nobody").link()).isEmpty();
  }

  @Test
  void aLimitIsCutAtTwiceItsDefaultAndNeverNegative() {
    posts(41);

    assertThat(ben.home()).hasSize(20);
    assertThat(ben.list("/api/v1/timelines/home?limit=99")).hasSize(40);
    assertThat(ben.client().get("/api/v1/timelines/home?limit=-1").status()).isEqualTo(400);
    assertThat(ben.client().get("/api/v1/timelines/home?limit=many").status()).isEqualTo(400);
  }

  @Test
  void everyonesPostsAreThereForWhoHasNoToken() {
    var post = ana.posts("an aspen", "public", ana.uploads(TestPictures.small()));
    var words = ana.posts("only words");
    ana.posts("unlisted", "unlisted");
    ben.replies(words, "an answer");
    ben.does("reblog", words);
    var stranger = PANDO.stranger();

    assertThat(TestPerson.ids(stranger.get("/api/v1/timelines/public?limit=2").ok()))
        .containsExactly(words, post);
    assertThat(TestPerson.ids(stranger.get("/api/v1/timelines/public?only_media=1&limit=1").ok()))
        .containsExactly(post);
    assertThat(TestPerson.ids(stranger.get("/api/v1/timelines/public?local=true&limit=1").ok()))
        .containsExactly(words);
    assertThat(TestPerson.ids(stranger.get("/api/v1/timelines/public?remote=true").ok())).isEmpty();
  }

  @Test
  void tagsAreFoundInAnyCaseAndWithOthers() {
    var fog = ana.posts("one #FogOnTheHill" + people);
    var both = ana.posts("two #fogonthehill" + people + " #Dawn" + people);
    var dawn = ana.posts("three #dawn" + people);
    var path = "/api/v1/timelines/tag/FOGonthehill" + people;

    assertThat(ben.list(path)).containsExactly(both, fog);
    assertThat(ben.list(path + "?any[]=dawn" + people)).containsExactly(dawn, both, fog);
    assertThat(ben.list(path + "?all[]=DAWN" + people)).containsExactly(both);
    assertThat(ben.list(path + "?none[]=dawn" + people)).containsExactly(fog);
  }

  @Test
  void homeIsRightAtOnceAfterEachWrite() {
    var post = ana.posts("first light");
    assertThat(ben.home()).containsExactly(post);

    ben.about(ana, "unfollow").ok();
    assertThat(ben.home()).isEmpty();

    ben.follows(ana);
    assertThat(ben.home()).containsExactly(post);

    ben.about(ana, "mute").ok();
    assertThat(ben.home()).isEmpty();

    ben.about(ana, "unmute").ok();
    ana.client().delete("/api/v1/statuses/" + post).ok();
    assertThat(ben.home()).isEmpty();
  }

  @Test
  void boostsOfSomebodyCanBeHidden() {
    var cleo = person("cleo");
    ana.does("reblog", cleo.posts("first light"));
    assertThat(ben.home()).hasSize(1);

    ben.client().post("/api/v1/accounts/" + ana.id().value() + "/follow?reblogs=false").ok();

    assertThat(ben.home()).isEmpty();
  }
}
