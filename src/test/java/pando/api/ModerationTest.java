package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Account.Role;
import pando.main.TestClient.Answer;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;

/// Ben reports Ana, and the moderators act.
class ModerationTest {
  private static final TestPando PANDO = TestPando.withShards(2);
  private static final Set<String> ALL =
      Set.of("read", "write", "follow", "admin:read", "admin:write");
  private static final TestPerson MIA = PANDO.signUp("mia", Role.MODERATOR, ALL);
  private static final TestPerson NOA = PANDO.signUp("noa", Role.ADMIN, ALL);
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

  private static Answer report(TestPerson by, TestPerson about, Map<String, Object> more) {
    var form = new HashMap<>(more);
    form.put("account_id", id(about));
    return by.client().post("/api/v1/reports", form);
  }

  private static String reported(TestPerson by, TestPerson about, String... posts) {
    var form = Map.<String, Object>of("status_ids", List.of(posts), "comment", "not a photo");
    return report(by, about, form).ok().get("id").asString();
  }

  private static Answer acts(TestPerson moderator, TestPerson on, String type) {
    return moderator
        .client()
        .post("/api/v1/admin/accounts/" + id(on) + "/action", Map.of("type", type));
  }

  private static Answer opens(TestPerson moderator, TestPerson account) {
    return moderator.client().post("/api/v1/admin/accounts/" + id(account) + "/unsuspend");
  }

  private static JsonNode show(String report) {
    return MIA.client().get("/api/v1/admin/reports/" + report).ok();
  }

  private static List<String> kinds(String query) {
    return MIA.client().get("/api/pando/v1/admin/log?" + query).ok().values().stream()
        .map(entry -> entry.get("kind").asString())
        .toList();
  }

  // reporting

  @Test
  void aReportIsAnsweredAsItWasFiled() {
    var post = ana.posts("buy cheap watches");

    var answer =
        report(
                ben,
                ana,
                Map.of(
                    "status_ids",
                    List.of(post),
                    "comment",
                    " again and again ",
                    "category",
                    "spam",
                    "forward",
                    true))
            .ok();

    assertThat(answer.get("category").asString()).isEqualTo("spam");
    assertThat(answer.get("comment").asString()).isEqualTo("again and again");
    assertThat(answer.get("action_taken").asBoolean()).isFalse();
    assertThat(answer.get("forwarded").asBoolean()).isFalse();
    assertThat(answer.get("status_ids").get(0).asString()).isEqualTo(post);
    assertThat(answer.get("target_account").get("id").asString()).isEqualTo(id(ana));
  }

  @Test
  void theSameReportIsFiledOnceWhileItIsOpen() {
    var post = ana.posts("a post");
    var first = reported(ben, ana, post);

    assertThat(reported(ben, ana, post, post)).isEqualTo(first);
    assertThat(reported(ben, ana)).isNotEqualTo(first);
    assertThat(reported(MIA, ana, post)).isNotEqualTo(first);
    MIA.client().post("/api/v1/admin/reports/" + first + "/resolve").ok();
    assertThat(reported(ben, ana, post)).isNotEqualTo(first);
  }

  @Test
  void onlyPostsOfTheReportedThatTheReporterSeesAreKept() {
    var seen = ana.posts("for everyone");
    var hidden = ana.posts("for followers", "private");
    var other = ben.posts("of another");

    var report = show(reported(ben, ana, other, hidden, seen, "7"));

    assertThat(TestPerson.ids(report.get("statuses"))).containsExactly(seen);
    ben.about(ana, "block").ok();
    var again =
        show(report(ben, ana, Map.of("status_ids", List.of(seen))).ok().get("id").asString());
    assertThat(TestPerson.ids(again.get("statuses"))).containsExactly(seen);
  }

  @Test
  void whatIsReportedMustMakeSense() {
    assertThat(report(ben, ben, Map.of()).status()).isEqualTo(422);
    assertThat(report(ben, ana, Map.of("category", "ugly")).status()).isEqualTo(422);
    assertThat(report(ben, ana, Map.of("comment", "x".repeat(1_001))).status()).isEqualTo(422);
    assertThat(ben.client().post("/api/v1/reports", Map.of("account_id", "7")).status())
        .isEqualTo(404);
    assertThat(ben.client().post("/api/v1/reports").status()).isEqualTo(404);
    assertThat(PANDO.stranger().post("/api/v1/reports", Map.of("account_id", id(ana))).status())
        .isEqualTo(401);
    var ruled = report(ben, ana, Map.of("rule_ids", List.of("1"), "category", "spam")).ok();
    assertThat(ruled.get("category").asString()).isEqualTo("violation");
  }

  @Test
  void moderatorsAreToldOfAReportAndNobodyElse() {
    var report = reported(ben, ana, ana.posts("a post"));
    PANDO.settle();

    var path = "/api/v1/notifications?types[]=admin.report&account_id=" + id(ben);
    var told = MIA.client().get(path).ok().get(0);
    assertThat(told.get("report").get("id").asString()).isEqualTo(report);
    assertThat(told.get("account").get("id").asString()).isEqualTo(id(ben));
    assertThat(NOA.client().get(path).ok()).hasSize(1);
    assertThat(ana.client().get(path).ok()).isEmpty();
    assertThat(ben.client().get(path).ok()).isEmpty();
  }

  @Test
  void aModeratorWhoIsReportedNeitherSeesItNorClosesIt() {
    var report = reported(ben, MIA);
    PANDO.settle();

    assertThat(MIA.client().get("/api/v1/admin/reports/" + report).status()).isEqualTo(404);
    assertThat(MIA.list("/api/v1/admin/reports")).doesNotContain(report);
    assertThat(MIA.client().post("/api/v1/admin/reports/" + report + "/resolve").status())
        .isEqualTo(404);
    assertThat(MIA.client().get("/api/v1/notifications?types[]=admin.report").body())
        .doesNotContain("\"" + report + "\"");
    assertThat(NOA.list("/api/v1/admin/reports")).contains(report);
    assertThat(
            NOA.client()
                .post("/api/v1/admin/reports/" + report + "/resolve")
                .ok()
                .get("action_taken_by_account")
                .get("id")
                .asString())
        .isEqualTo(id(NOA));
    assertThat(MIA.client().get("/api/pando/v1/admin/log?account_id=" + id(MIA)).ok()).isEmpty();
  }

  // looking after reports

  @Test
  void aReportIsAssignedResolvedAndReopened() {
    var path = "/api/v1/admin/reports/" + reported(ben, ana);

    var assigned = MIA.client().post(path + "/assign_to_self").ok();
    assertThat(assigned.get("assigned_account").get("id").asString()).isEqualTo(id(MIA));
    assertThat(NOA.client().post(path + "/unassign").ok().get("assigned_account").isNull())
        .isTrue();
    var resolved = MIA.client().post(path + "/resolve").ok();
    assertThat(resolved.get("action_taken").asBoolean()).isTrue();
    assertThat(resolved.get("action_taken_by_account").get("id").asString()).isEqualTo(id(MIA));
    assertThat(NOA.list("/api/v1/admin/reports?resolved=true&account_id=" + id(ben))).hasSize(1);
    assertThat(NOA.list("/api/v1/admin/reports?target_account_id=" + id(ana))).isEmpty();
    var reopened = MIA.client().post(path + "/reopen").ok();
    assertThat(reopened.get("action_taken_at").isNull()).isTrue();
    assertThat(NOA.list("/api/v1/admin/reports?target_account_id=" + id(ana))).hasSize(1);
    assertThat(kinds("account_id=" + id(ana)))
        .containsExactly("reopened", "resolved", "unassigned", "assigned");
  }

  @Test
  void reportsOfAllShardsArePagedNewestFirst() {
    var cleo = person("cleo");
    var filed = List.of(reported(cleo, ana), reported(cleo, ben), reported(cleo, MIA));
    var path = "/api/v1/admin/reports?limit=1&account_id=" + id(cleo);

    var first = NOA.client().get(path);
    var second = NOA.client().get(first.next());

    assertThat(TestPerson.ids(first.ok())).containsExactly(filed.get(2));
    assertThat(TestPerson.ids(second.ok())).containsExactly(filed.get(1));
    assertThat(TestPerson.ids(NOA.client().get(second.next()).ok())).containsExactly(filed.get(0));
    assertThat(NOA.list(path + "&min_id=" + filed.get(0))).containsExactly(filed.get(1));
  }

  // acting

  @Test
  void whoIsSuspendedIsGoneForEveryoneAndBackWhenReopened() {
    var post = ana.posts("first light #dawn" + id(ana));
    ben.follows(ana);
    ana.does("favourite", ben.posts("a post of ben's"));
    PANDO.settle();
    assertThat(ben.home()).contains(post);

    acts(MIA, ana, "suspend").ok();

    assertThat(ana.client().get("/api/v1/accounts/verify_credentials").status()).isIn(401, 403);
    for (var path :
        List.of(
            "/api/v1/accounts/" + id(ana),
            "/api/v1/accounts/" + id(ana) + "/statuses",
            "/api/v1/accounts/" + id(ana) + "/followers",
            "/api/v1/accounts/lookup?acct=" + ana.name(),
            "/api/v1/statuses/" + post,
            "/api/v1/statuses/" + post + "/context")) {
      assertThat(ben.client().get(path).status()).as(path).isEqualTo(404);
      assertThat(PANDO.stranger().get(path).status()).as(path).isEqualTo(404);
    }
    for (var path :
        List.of(
            "/api/v1/timelines/home",
            "/api/v1/timelines/public",
            "/api/v1/timelines/tag/dawn" + id(ana),
            "/api/v1/notifications",
            "/api/v1/accounts?id[]=" + id(ana),
            "/api/v1/accounts/" + id(ben) + "/followers",
            "/api/v1/accounts/" + id(ben) + "/following",
            "/api/v2/search?q=" + ana.name())) {
      assertThat(ben.client().get(path).ok().toString()).as(path).doesNotContain(id(ana));
    }
    var seen = MIA.client().get("/api/v1/admin/accounts/" + id(ana)).ok();
    assertThat(seen.get("suspended").asBoolean()).isTrue();
    assertThat(seen.get("disabled").asBoolean()).isTrue();

    assertThat(opens(MIA, ana).ok().get("suspended").asBoolean()).isFalse();

    assertThat(ben.home()).contains(post);
    assertThat(ana.client().get("/api/v1/accounts/verify_credentials").status()).isEqualTo(401);
    assertThat(kinds("account_id=" + id(ana))).containsExactly("unsuspended", "suspended");
  }

  @Test
  void whoIsDisabledIsSuspended() {
    acts(MIA, ana, "disable").ok();

    assertThat(report(ben, ana, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void anActionAboutAReportResolvesIt() {
    var report = reported(ben, ana);

    MIA.client()
        .post(
            "/api/v1/admin/accounts/" + id(ana) + "/action",
            Map.of("type", "none", "report_id", report, "text", "asked her to stop"))
        .ok();

    assertThat(show(report).get("action_taken").asBoolean()).isTrue();
    var logged = MIA.client().get("/api/pando/v1/admin/log?report_id=" + report).ok().get(0);
    assertThat(logged.get("kind").asString()).isEqualTo("noted");
    assertThat(logged.get("note").asString()).isEqualTo("asked her to stop");
    assertThat(logged.get("moderator").get("username").asString()).isEqualTo(MIA.name());
    assertThat(logged.get("account").get("username").asString()).isEqualTo(ana.name());
  }

  @Test
  void aReportAboutSomebodyElseIsNoReasonAndNothingIsDone() {
    var report = reported(ana, ben);
    var form = Map.of("type", "suspend", "report_id", report);

    var path = "/api/v1/admin/accounts/" + id(ana) + "/action";
    assertThat(MIA.client().post(path, form).status()).isEqualTo(404);

    assertThat(ben.client().get("/api/v1/accounts/" + id(ana)).status()).isEqualTo(200);
    assertThat(kinds("account_id=" + id(ana))).isEmpty();
    assertThat(show(report).get("action_taken").asBoolean()).isFalse();
  }

  @Test
  void aReportedPostIsDeletedForEveryoneAndItsReportStaysOpen() {
    var post = ana.posts("a post", "private");
    ben.follows(ana);
    var kept = ana.posts("another");
    var report = reported(ben, ana, post, kept);
    assertThat(TestPerson.ids(show(report).get("statuses"))).containsExactly(post, kept);

    MIA.client().delete("/api/pando/v1/admin/statuses/" + post + "?report_id=" + report).ok();

    assertThat(ben.client().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(ana.client().get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(ben.home()).contains(kept).doesNotContain(post);
    var now = show(report);
    assertThat(TestPerson.ids(now.get("statuses"))).containsExactly(kept);
    assertThat(now.get("status_ids")).hasSize(2);
    assertThat(now.get("action_taken").asBoolean()).isFalse();
    assertThat(kinds("report_id=" + report)).containsExactly("post_deleted");
    assertThat(MIA.client().delete("/api/pando/v1/admin/statuses/" + post).status()).isEqualTo(404);
  }

  @Test
  void nobodyActsOnThemselvesOrOnSomebodyOfTheirRoleOrAbove() {
    var mio = PANDO.signUp("mio" + ++people, Role.MODERATOR, ALL);
    var other = PANDO.signUp("admin" + ++people, Role.ADMIN, ALL);
    var post = NOA.posts("of an administrator");

    for (var type : List.of("none", "disable", "suspend")) {
      assertThat(acts(MIA, NOA, type).status()).isEqualTo(403);
      assertThat(acts(MIA, MIA, type).status()).isEqualTo(403);
      assertThat(acts(MIA, mio, type).status()).isEqualTo(403);
      assertThat(acts(NOA, NOA, type).status()).isEqualTo(403);
      assertThat(acts(NOA, other, type).status()).isEqualTo(403);
      assertThat(acts(NOA, mio, type).status()).isEqualTo(200);
      assertThat(opens(NOA, mio).status()).isEqualTo(200);
      assertThat(opens(MIA, NOA).status()).isEqualTo(403);
    }
    assertThat(MIA.client().delete("/api/pando/v1/admin/statuses/" + post).status()).isEqualTo(403);
    assertThat(ben.client().get("/api/v1/statuses/" + post).status()).isEqualTo(200);
    assertThat(acts(MIA, ana, "sensitive").status()).isEqualTo(422);
    assertThat(
            MIA.client().post("/api/v1/admin/accounts/7/action", Map.of("type", "none")).status())
        .isEqualTo(404);
  }

  // people

  @Test
  void peopleAreFoundByTheirNamesAndAddressesAndState() {
    var all = MIA.list("/api/v2/admin/accounts?limit=2");
    assertThat(all).containsExactly(id(ben), id(ana));
    var next = MIA.client().get("/api/v1/admin/accounts?limit=1");
    assertThat(TestPerson.ids(MIA.client().get(next.next()).ok())).containsExactly(id(ana));
    assertThat(MIA.list("/api/v2/admin/accounts?limit=1&min_id=" + id(ana)))
        .containsExactly(id(ben));
    var name = ana.name().toUpperCase(Locale.ROOT);
    assertThat(MIA.list("/api/v2/admin/accounts?username=" + name)).contains(id(ana));
    assertThat(MIA.list("/api/v1/admin/accounts?email=" + ana.name() + "@"))
        .containsExactly(id(ana));
    assertThat(MIA.list("/api/v1/admin/accounts?email=%25")).isEmpty();
    assertThat(MIA.list("/api/v2/admin/accounts?permissions=staff"))
        .contains(id(MIA), id(NOA))
        .doesNotContain(id(ana));
    acts(MIA, ana, "suspend").ok();
    assertThat(MIA.list("/api/v2/admin/accounts?status=suspended")).contains(id(ana));
    assertThat(MIA.list("/api/v1/admin/accounts?suspended=true")).doesNotContain(id(ben));
    assertThat(MIA.list("/api/v2/admin/accounts?status=active&username=" + ana.name())).isEmpty();
    for (var none : List.of("v1/admin/accounts?remote=true", "v2/admin/accounts?status=pending")) {
      assertThat(MIA.list("/api/" + none)).isEmpty();
    }
  }

  @Test
  void moderatorsSeeTheAddressTheRoleAndTheLastVisit() {
    var seen = NOA.client().get("/api/v1/admin/accounts/" + id(MIA)).ok();

    assertThat(seen.get("email").asString()).isEqualTo("mia@example.org");
    assertThat(seen.get("role").get("name").asString()).isEqualTo("Moderator");
    assertThat(seen.get("last_seen_at").isNull()).isFalse();
    assertThat(seen.get("account").get("username").asString()).isEqualTo("mia");
    assertThat(NOA.client().get("/api/v1/admin/accounts/7").status()).isEqualTo(404);
  }
}
