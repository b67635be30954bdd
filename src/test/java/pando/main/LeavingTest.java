package pando.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.accounts.Account.Role;
import pando.accounts.SignUp;
import pando.base.Refusal;
import pando.posts.Draft;
import pando.queue.Lane;

/// Ana leaves, and Ben looks for her.
class LeavingTest {
  private TestPando site = TestPando.withShards(2);

  @AfterEach
  void close() {
    site.close();
  }

  private void leave(TestPerson person) {
    site.rooms().desks().people().logins().leave(person.id());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everythingOfAnaIsGoneForBenAtOnce(int shards) {
    site.close();
    site = TestPando.withShards(shards);
    var ana = site.signUp("ana");
    var ben = site.signUp("ben").follows(ana);
    var photo = ana.uploads(WholeSiteTest.photo());
    var post = ana.posts("first light in #Fishlake, @ben", "public", photo);
    site.settle();

    leave(ana);

    assertThat(ben.client().get("/api/v1/accounts/" + ana.id().value()).status()).isEqualTo(404);
    assertThat(ben.client().get("/api/v1/accounts/lookup?acct=ana").status()).isEqualTo(404);
    assertThat(ben.client().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(ben.home()).isEmpty();
    assertThat(ben.list("/api/v1/timelines/public")).isEmpty();
    assertThat(ben.list("/api/v1/timelines/tag/fishlake")).isEmpty();
    assertThat(ben.list("/api/v1/notifications")).isEmpty();
    assertThat(ben.list("/api/v1/accounts/" + ben.id().value() + "/following")).isEmpty();
    var found = ben.client().get("/api/v2/search?q=light").ok();
    assertThat(found.get("statuses")).isEmpty();
    assertThat(ben.client().get("/api/v2/search?q=ana").ok().get("accounts")).isEmpty();
    assertThat(ana.client().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatAnaDidIsCountedNoMore(int shards) throws Exception {
    site.close();
    site = TestPando.withShards(shards);
    var ana = site.signUp("ana");
    var ben = site.signUp("ben").follows(ana);
    var post = ben.posts("second light");
    ana.follows(ben);
    ana.does("favourite", post);
    ana.does("bookmark", post);
    ana.does("reblog", post);
    ana.replies(post, "what a tree, @ben");
    ana.about(site.signUp("dan"), "block").ok();
    ana.about(site.signUp("cleo"), "mute").ok();
    ana.uploads(WholeSiteTest.photo());
    site.settle();
    assertThat(ben.client().get("/api/v1/notifications/unread_count").ok().get("count").asInt())
        .isPositive();

    leave(ana);
    site.settle();

    var seen = ben.client().get("/api/v1/statuses/" + post).ok();
    assertThat(seen.get("favourites_count").asInt()).isZero();
    assertThat(seen.get("reblogs_count").asInt()).isZero();
    assertThat(seen.get("replies_count").asInt()).isZero();
    var me = ben.client().get("/api/v1/accounts/verify_credentials").ok();
    assertThat(me.get("followers_count").asInt()).isZero();
    assertThat(me.get("following_count").asInt()).isZero();
    assertThat(ben.client().get("/api/v1/notifications/unread_count").ok().get("count").asInt())
        .isZero();
    assertThat(filesOfPhotos()).isZero();
    for (var table : List.of("follows", "followers", "blocks", "mutes", "bookmarks", "media")) {
      assertThat(rows("select count(*) as n from " + table)).as(table).isZero();
    }
    assertThat(rows("select count(*) as n from logins where email like 'ana%'")).isZero();
    assertThat(rows("select count(*) as n from posts where body like '%tree%'")).isZero();
  }

  @Test
  void nobodyElseCanHaveTheNameAndTheAddressIsFree() {
    leave(site.signUp("ana"));
    site.settle();
    var logins = site.rooms().desks().people().logins();

    assertThatThrownBy(() -> logins.signUp(form("Ana", "other@example.org")))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("taken");
    assertThat(logins.signUp(form("anna", "ana@example.org")).username()).isEqualTo("anna");
    assertThatThrownBy(() -> logins.authenticate("ana", TestPando.PASSWORD))
        .isInstanceOf(Refusal.Unauthorized.class);
  }

  @Test
  void whoDiesInTheMiddleOfErasingGoesOnWithWhatIsLeft() {
    var ana = site.signUp("ana");
    for (var i = 0; i < 120; i++) {
      site.rooms().desks().publishing().posts().publish(ana.id(), Draft.of("light " + i));
    }
    site.settle();
    leave(ana);

    site.rooms().lanes().drain(Lane.MAINTENANCE);
    var left = rows("select count(*) as n from posts where deleted_at is null");
    assertThat(left).isBetween(1L, 119L);
    forgetPlaces(); // as a process does that dies before it has written down how far it was
    site.settle();

    assertThat(rows("select count(*) as n from posts where deleted_at is null")).isZero();
    assertThat(rows("select count(*) as n from logins")).isZero();
    assertThat(rows("select posts as n from account_counts")).isZero();
  }

  @Test
  void anAdministratorIsNotLostByAClick() {
    var ana = site.signUp("ana");
    var people = site.rooms().desks().people();
    people.accounts().assign(ana.id(), Role.ADMIN);

    assertThatThrownBy(() -> leave(ana)).isInstanceOf(Refusal.Invalid.class);
    assertThat(people.accounts().find(ana.id())).isNotNull();
  }

  @Test
  void anOperatorCannotOpenTheAccountOfWhoLeft() {
    var ana = site.signUp("ana");
    leave(ana);

    assertThatThrownBy(() -> site.rooms().desks().people().logins().enable(ana.id()))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void whatAnaHasReportedStaysAndWhatWasReportedOfHerIsSeenNoMore() {
    var ana = site.signUp("ana");
    var ben = site.signUp("ben");
    var scopes = Set.of("read", "admin:read", "admin:write");
    var mia = site.signUp("mia", Role.MODERATOR, scopes);
    var byAna = report(ana, ben);
    var aboutAna = report(ben, ana);
    site.settle();
    mia.client()
        .post(
            "/api/v1/admin/accounts/%d/action".formatted(ana.id().value()), Map.of("type", "none"))
        .ok();

    leave(ana);
    site.settle();

    assertThat(mia.list("/api/v1/admin/reports")).containsExactly(byAna);
    var report = mia.client().get("/api/v1/admin/reports/" + byAna).ok();
    assertThat(report.get("account").isNull()).isTrue();
    assertThat(mia.client().get("/api/v1/admin/reports/" + aboutAna).status()).isEqualTo(404);
    assertThat(mia.client().get("/api/v1/notifications").ok()).isEmpty();
    var log = mia.client().get("/api/pando/v1/admin/log").ok().get(0);
    assertThat(log.get("account").isNull()).isTrue();
    assertThat(log.get("moderator").get("username").asString()).isEqualTo("mia");
  }

  private static String report(TestPerson by, TestPerson about) {
    var form = Map.of("account_id", Long.toString(about.id().value()), "comment", "rude");
    return by.client().post("/api/v1/reports", form).ok().get("id").asString();
  }

  private static SignUp form(String name, String email) {
    return new SignUp(name, email, TestPando.PASSWORD, true, "en");
  }

  private void forgetPlaces() {
    for (var shard : site.shards().all()) {
      shard.update("update lane_parts set xact = '0', id = 0");
    }
  }

  private long rows(String sql) {
    return site.shards().gatherAll(shard -> shard.list(sql, row -> row.longValue("n"))).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private long filesOfPhotos() throws IOException {
    try (var files = Files.walk(site.folder().resolve("media"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
