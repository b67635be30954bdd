package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestPando;
import pando.main.TestPerson;

/// What people do with posts: favourite, boost, bookmark and pin.
@Tag("product")
class StatusActionsTest {
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
    return "/api/v1/statuses/" + post + String.join("", more);
  }

  private static String id(TestPerson person) {
    return Long.toString(person.id().value());
  }

  @Test
  void whatIsDoneIsShownAtOnceAndDoingItTwiceIsDoingItOnce() {
    var post = ana.posts("first light");
    var marks = Map.of("favourite", "favourited", "bookmark", "bookmarked", "reblog", "reblogged");
    for (var action : List.of("favourite", "bookmark")) {
      for (var time = 0; time < 2; time++) {
        assertThat(ben.does(action, post).at("/" + marks.get(action)).asBoolean()).isTrue();
      }
    }
    var boost = ben.does("reblog", post);
    assertThat(ben.does("reblog", post).get("id")).isEqualTo(boost.get("id"));
    assertThat(boost.at("/reblog/id").asString()).isEqualTo(post);
    assertThat(boost.at("/reblog/reblogged").asBoolean()).isTrue();
    var shown = ben.client().get(at(post)).ok();
    assertThat(shown.get("favourites_count").asInt()).isEqualTo(1);
    assertThat(shown.get("reblogs_count").asInt()).isEqualTo(1);
    assertThat(ana.client().get(at(post)).ok().get("favourited").asBoolean()).isFalse();

    for (var action : marks.keySet()) {
      for (var time = 0; time < 2; time++) {
        var undone = ben.does("un" + action, post);
        assertThat(undone.get("id").asString()).isEqualTo(post);
        assertThat(undone.at("/" + marks.get(action)).asBoolean()).isFalse();
      }
    }
    assertThat(ben.client().get(at(post)).ok().get("favourites_count").asInt()).isZero();
    assertThat(ben.client().get(at(post)).ok().get("reblogs_count").asInt()).isZero();
  }

  @Test
  void whatIsDoneToABoostIsDoneToItsPost() {
    var post = ana.posts("first light");
    var boost = ben.does("reblog", post).get("id").asString();

    assertThat(ana.does("favourite", boost).get("id").asString()).isEqualTo(post);
    for (var more : List.of("/context", "/history", "/source", "/favourited_by", "/reblogged_by")) {
      assertThat(ana.client().get(at(boost, more)).status()).as(more).isEqualTo(200);
    }
  }

  @Test
  void whoMayNotSeeAPostIsNotToldThatItIsThere() {
    var post = ana.posts("for friends", "private");

    for (var action : List.of("favourite", "reblog", "bookmark")) {
      assertThat(ben.client().post(at(post, "/" + action)).refusal())
          .isEqualTo("404 Record not found");
    }
    ben.follows(ana);
    assertThat(ben.client().post(at(post, "/reblog")).status()).isIn(403, 404);
    assertThat(ana.does("reblog", post).get("visibility").asString()).isEqualTo("private");
    ben.does("favourite", post);
  }

  @Test
  void favouritesAndBookmarksArePagedByCursorsOfTheirOwn() {
    var old = ana.posts("old");
    var recent = ana.posts("recent");
    for (var action : List.of("favourite", "bookmark")) {
      ben.does(action, recent);
      ben.does(action, old);
      var path = "/api/v1/" + action + "s?limit=1";

      var first = ben.client().get(path);
      assertThat(TestPerson.ids(first.ok())).containsExactly(old); // the latest that was done
      assertThat(first.link().orElse("")).matches("<[^>]+>; rel=\"next\", <[^>]+>; rel=\"prev\"");
      var second = ben.client().get(first.next());
      assertThat(TestPerson.ids(second.ok())).containsExactly(recent);
      var third = ben.client().get(second.next());
      assertThat(third.ok().isEmpty()).isTrue();
      assertThat(third.link()).isEmpty();
    }
  }

  @Test
  void whoHasDoneItIsListedWithoutThoseWhomTheViewerHides() {
    var post = ana.posts("first light");
    var cleo = person("cleo");
    for (var person : List.of(ben, cleo)) {
      person.does("favourite", post);
      person.does("reblog", post);
    }
    for (var list : List.of("/favourited_by", "/reblogged_by")) {
      var first = ana.client().get(at(post, list, "?limit=1"));
      assertThat(TestPerson.ids(first.ok())).containsExactly(id(cleo));
      var second = ana.client().get(first.next());
      assertThat(TestPerson.ids(second.ok())).containsExactly(id(ben));
      assertThat(TestPerson.ids(PANDO.stranger().get(at(post, list)).ok()))
          .containsExactly(id(cleo), id(ben));
    }
    ana.about(cleo, "block").ok();
    for (var list : List.of("/favourited_by", "/reblogged_by")) {
      assertThat(ana.list(at(post, list))).containsExactly(id(ben));
    }
  }

  @Test
  void aPostIsPinnedAndShownOnTop() {
    var post = ana.posts("on top");
    ana.posts("later");

    assertThat(ana.does("pin", post).get("pinned").asBoolean()).isTrue();
    var path = "/api/v1/accounts/" + id(ana) + "/statuses?pinned=true";
    assertThat(ben.list(path)).containsExactly(post);
    assertThat(ben.client().get(path).link()).isEmpty();
    assertThat(ben.client().post(at(post, "/pin")).status()).isEqualTo(422);
    assertThat(ana.does("unpin", post).get("pinned").asBoolean()).isFalse();
    assertThat(ben.list(path)).isEmpty();
  }
}
