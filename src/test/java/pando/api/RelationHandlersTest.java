package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;

@Tag("product")
class RelationHandlersTest {
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

  private static JsonNode between(TestPerson one, TestPerson other) {
    return one.client().get("/api/v1/accounts/relationships?id[]=" + id(other)).ok().get(0);
  }

  private void lock() {
    ana.client().send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", true)).ok();
  }

  @Test
  void aFollowIsAnsweredAndSeenFromBothSidesAtOnce() {
    var answer = ben.about(ana, "follow").ok();

    assertThat(answer.get("following").asBoolean()).isTrue();
    assertThat(answer).isEqualTo(between(ben, ana));
    assertThat(between(ana, ben).get("followed_by").asBoolean()).isTrue();
    assertThat(ben.about(ana, "follow").ok()).isEqualTo(answer);
    var options = "reblogs=false&notify=true&languages[]=en&languages[]=ko";
    var changed =
        ben.client().form("POST", "/api/v1/accounts/" + id(ana) + "/follow", options).ok();
    assertThat(changed.get("showing_reblogs").asBoolean()).isFalse();
    assertThat(changed.get("notifying").asBoolean()).isTrue();
    assertThat(changed.get("languages").size()).isEqualTo(2);
    assertThat(ben.about(ana, "unfollow").ok().get("following").asBoolean()).isFalse();
    assertThat(ben.about(ana, "unfollow").ok().get("following").asBoolean()).isFalse();
    assertThat(between(ana, ben).get("followed_by").asBoolean()).isFalse();
  }

  @Test
  void nobodyFollowsThemselves() {
    assertThat(ana.about(ana, "follow").status()).isIn(403, 422);
  }

  @Test
  void whoIsLockedIsAskedFirst() {
    lock();
    var cleo = person("cleo");

    var asked = ben.about(ana, "follow").ok();
    cleo.about(ana, "follow").ok();

    assertThat(asked.get("requested").asBoolean()).isTrue();
    assertThat(asked.get("following").asBoolean()).isFalse();
    assertThat(between(ana, ben).get("requested_by").asBoolean()).isTrue();
    var first = ana.client().get("/api/v1/follow_requests?limit=1");
    assertThat(TestPerson.ids(first.ok())).containsExactly(id(cleo));
    assertThat(TestPerson.ids(ana.client().get(first.next()).ok())).containsExactly(id(ben));

    var yes = ana.client().post("/api/v1/follow_requests/" + id(ben) + "/authorize").ok();
    assertThat(yes.get("followed_by").asBoolean()).isTrue();
    assertThat(between(ben, ana).get("following").asBoolean()).isTrue();
    var no = ana.client().post("/api/v1/follow_requests/" + id(cleo) + "/reject").ok();
    assertThat(no.get("followed_by").asBoolean()).isFalse();
    assertThat(between(cleo, ana).get("requested").asBoolean()).isFalse();
    assertThat(ana.list("/api/v1/follow_requests")).isEmpty();
  }

  @Test
  void aRequestCanBeTakenBack() {
    lock();
    ben.about(ana, "follow").ok();

    assertThat(ben.about(ana, "unfollow").ok().get("requested").asBoolean()).isFalse();
    assertThat(ana.list("/api/v1/follow_requests")).isEmpty();
  }

  @Test
  void aBlockEndsFollowsAndIsListed() {
    ben.follows(ana);
    ana.follows(ben);

    var blocked = ana.about(ben, "block").ok();

    assertThat(blocked.get("blocking").asBoolean()).isTrue();
    assertThat(blocked.get("following").asBoolean()).isFalse();
    assertThat(blocked.get("followed_by").asBoolean()).isFalse();
    assertThat(between(ben, ana).get("following").asBoolean()).isFalse();
    assertThat(between(ben, ana).get("blocked_by").asBoolean()).isTrue();
    assertThat(ana.list("/api/v1/blocks")).containsExactly(id(ben));
    assertThat(ben.about(ana, "follow").status()).isIn(403, 404);
    assertThat(ana.about(ben, "unblock").ok().get("blocking").asBoolean()).isFalse();
    assertThat(ana.list("/api/v1/blocks")).isEmpty();
  }

  @Test
  void aMuteIsListedAndKnowsNotificationsAndItsEnd() {
    var path = "/api/v1/accounts/" + id(ben) + "/mute";

    var muted = ana.client().form("POST", path, "notifications=false&duration=3600").ok();

    assertThat(muted.get("muting").asBoolean()).isTrue();
    assertThat(muted.get("muting_notifications").asBoolean()).isFalse();
    assertThat(muted.get("muting_expires_at").asString()).endsWith("Z");
    assertThat(ana.list("/api/v1/mutes")).containsExactly(id(ben));
    assertThat(ana.client().get("/api/v1/mutes").ok().get(0).get("mute_expires_at"))
        .isEqualTo(muted.get("muting_expires_at"));
    var forEver = ana.about(ben, "mute").ok();
    assertThat(forEver.get("muting_notifications").asBoolean()).isTrue();
    assertThat(forEver.get("muting_expires_at").isNull()).isTrue();
    assertThat(between(ben, ana).get("muting").asBoolean()).isFalse();
    assertThat(ana.about(ben, "unmute").ok().get("muting").asBoolean()).isFalse();
    assertThat(ana.list("/api/v1/mutes")).isEmpty();
  }

  @Test
  void listsArePagedByCursorsOfTheirOwn() {
    var cleo = person("cleo");
    for (var list : List.of("block", "mute")) {
      ana.about(cleo, list).ok();
      ana.about(ben, list).ok();

      var first = ana.client().get("/api/v1/" + list + "s?limit=1");
      assertThat(TestPerson.ids(first.ok())).containsExactly(id(ben));
      var second = ana.client().get(first.next());
      assertThat(TestPerson.ids(second.ok())).containsExactly(id(cleo));
    }
  }

  @Test
  void aNoteIsForOneself() {
    var path = "/api/v1/accounts/" + id(ben) + "/note";

    assertThat(ana.client().post(path, Map.of("comment", "met in fog")).ok().get("note").asString())
        .isEqualTo("met in fog");
    assertThat(between(ben, ana).get("note").asString()).isEmpty();
    assertThat(ana.client().post(path).ok().get("note").asString()).isEmpty();
  }
}
