package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.accounts.App;
import pando.accounts.TestPeople;
import pando.accounts.Tokens.AppForm;
import pando.base.AccountId;
import pando.http.TestServer;

class EmptyHandlersTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final TestServer SERVER = new TestServer(PEOPLE, EmptyHandlers::routes);
  private static final AccountId ANA = PEOPLE.id("ana");
  private static final App APP = PEOPLE.tokens.register(form()).app();

  private static AppForm form() {
    return new AppForm("Leaf", null, List.of("x:y"), Set.of("read", "write", "follow", "push"));
  }

  @AfterAll
  static void close() {
    SERVER.close();
    PEOPLE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/instance/rules",
        "/api/v1/instance/activity",
        "/api/v1/instance/peers",
        "/api/v1/instance/translation_languages",
        "/api/v1/custom_emojis",
        "/api/v1/trends/tags",
        "/api/v1/trends/statuses",
        "/api/v1/trends/links",
        "/api/v1/accounts/7/featured_tags",
        "/api/v1/accounts/7/endorsements"
      })
  void everyoneIsToldThatThereIsNothing(String path) throws Exception {
    var answer = SERVER.get(path, null);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isIn("[]", "{}");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=15");
    Schema.check("GET", path, answer.statusCode(), answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/announcements, read",
    "/api/v1/filters, read:filters",
    "/api/v2/filters, read:filters",
    "/api/v1/lists, read:lists",
    "/api/v1/accounts/7/lists, read:lists",
    "/api/v1/domain_blocks, read:blocks",
    "/api/v1/domain_blocks, follow",
    "/api/v1/endorsements, read:accounts",
    "/api/v1/followed_tags, read:follows",
    "/api/v1/featured_tags, read:accounts",
    "/api/v1/featured_tags/suggestions, read:accounts",
    "/api/v1/conversations, read:statuses",
    "/api/v1/scheduled_statuses, read:statuses",
    "/api/v1/notifications/requests, read:notifications",
    "/api/v1/notifications/requests/merged, read:notifications",
    "/api/v2/notifications/policy, read:notifications"
  })
  void aPersonIsToldThatThereIsNothingAndNobodyElseIs(String path, String scope) throws Exception {
    var answer = SERVER.get(path, token(scope));

    assertThat(answer.statusCode()).isEqualTo(200);
    if (!path.equals("/api/v1/filters")) { // whose list the schema takes for one filter
      Schema.check("GET", path, answer.statusCode(), answer.body());
    }
    assertThat(SERVER.get(path, null).statusCode()).isEqualTo(401);
    assertThat(SERVER.get(path, appToken()).statusCode()).isEqualTo(422);
    if (!path.endsWith("announcements")) {
      assertThat(SERVER.get(path, token("push")).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void everyNotificationIsAcceptedWhateverIsAskedFor() throws Exception {
    var path = "/api/v2/notifications/policy";
    var body = "{\"for_not_following\":\"drop\"}";

    var answer = SERVER.send("PATCH", path, body, "application/json", "Bearer " + token("write"));

    assertThat(TestServer.text(answer, "for_not_following")).isEqualTo("accept");
    Schema.check("PATCH", path, answer.statusCode(), answer.body());
  }

  @Test
  void nobodyHasAPushSubscription() throws Exception {
    assertThat(SERVER.get("/api/v1/push/subscription", token("push")).statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/api/v1/push/subscription", token("read")).statusCode()).isEqualTo(403);
  }

  private static String token(String scope) {
    return PEOPLE.tokens.issue(APP, ANA, Set.of(scope)).token();
  }

  private static String appToken() {
    return PEOPLE.tokens.issue(APP, Set.of("read")).token();
  }
}
