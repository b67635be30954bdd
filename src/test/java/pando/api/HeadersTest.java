package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.main.TestClient;
import pando.main.TestPando;
import pando.main.TestPerson;

/// What is the same for every endpoint: who may ask, in which words they are refused, and the
/// headers that scripts of other sites need.
class HeadersTest {
  private static final TestPando PANDO = TestPando.onOneBox();
  private static final TestPerson ANA = PANDO.signUp("ana");
  private static int people;

  @AfterAll
  static void close() {
    PANDO.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/timelines/home",
        "/api/v1/timelines/public",
        "/api/v1/statuses/0",
        "/api/v1/accounts/search",
        "/api/v9/nothing"
      })
  void scriptsOfOtherSitesMayReadEveryAnswerAndItsLimits(String path) {
    for (var client : new TestClient[] {ANA.client(), PANDO.stranger()}) {
      var answer = client.with("Origin", "https://elk.example").get(path);

      assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("*");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(answer.header("Access-Control-Expose-Headers").orElse(""))
          .contains("Link", "X-RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining");
      assertThat(answer.header("X-RateLimit-Limit").orElse("")).matches("[0-9]+");
      assertThat(answer.header("X-RateLimit-Remaining").orElse("")).matches("[0-9]+");
      assertThat(answer.header("X-RateLimit-Reset").orElse(""))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/apps",
        "/api/v1/statuses/1",
        "/oauth/token",
        "/oauth/revoke",
        "/.well-known/nodeinfo",
        "/nodeinfo/2.0"
      })
  void scriptsMayAskBeforehandWithAnyHeader(String path) {
    var answer =
        PANDO
            .stranger()
            .with("Origin", "https://elk.example")
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "authorization,idempotency-key")
            .send("OPTIONS", path, null, "");

    assertThat(answer.status()).isBetween(200, 204);
    assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .hasValue("authorization,idempotency-key");
    assertThat(answer.header("Access-Control-Allow-Methods").orElse(""))
        .contains("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
  }

  @Test
  void photosMayBeReadByScriptsOfOtherSites() {
    var photo =
        ANA.client().upload("POST", "/api/v2/media", "file", TestPictures.small(), Map.of());
    var file = ANA.client().download(photo.ok().get("url").asString());

    assertThat(file.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  /// What each endpoint asks of a token.
  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/timelines/home, read:statuses",
    "GET, /api/v1/accounts/verify_credentials, read:accounts",
    "GET, /api/v1/preferences, read:accounts",
    "GET, /api/v1/bookmarks, read:bookmarks",
    "GET, /api/v1/favourites, read:favourites",
    "GET, /api/v1/accounts/relationships, read:follows",
    "GET, /api/v1/accounts/search?q=a, read:accounts",
    "GET, /api/v1/blocks, read:blocks",
    "GET, /api/v1/mutes, read:mutes",
    "GET, /api/v1/follow_requests, read:follows",
    "GET, /api/v1/notifications, read:notifications",
    "GET, /api/v1/notifications/unread_count, read:notifications",
    "POST, /api/v1/notifications/clear, write:notifications",
    "POST, /api/v1/statuses, write:statuses",
    "PUT, /api/v1/statuses/1, write:statuses",
    "DELETE, /api/v1/statuses/1, write:statuses",
    "POST, /api/v2/media, write:media",
    "POST, /api/v1/statuses/1/favourite, write:favourites",
    "POST, /api/v1/statuses/1/bookmark, write:bookmarks",
    "POST, /api/v1/statuses/1/reblog, write:statuses",
    "POST, /api/v1/accounts/1/follow, write:follows",
    "POST, /api/v1/accounts/1/block, write:blocks",
    "POST, /api/v1/accounts/1/mute, write:mutes",
    "PATCH, /api/v1/accounts/update_credentials, write:accounts"
  })
  void whoMayNotIsToldSoInMastodonsWords(String method, String path, String scope) {
    assertThat(PANDO.stranger().send(method, path, null, "").refusal())
        .isEqualTo("401 The access token is invalid");
    var wrong = PANDO.with("wrong").send(method, path, null, "");
    assertThat(wrong.refusal()).isEqualTo("401 The access token is invalid");
    assertThat(wrong.header("WWW-Authenticate").orElse("")).startsWith("Bearer ");
    assertThat(PANDO.app().send(method, path, null, "").refusal())
        .isEqualTo("422 This method requires an authenticated user");
    var other = scope.startsWith("read") ? "write" : "read";
    assertThat(withToken(other).send(method, path, null, "").refusal())
        .isEqualTo("403 This action is outside the authorized scopes");
    assertThat(withToken(scope).send(method, path, null, "").status()).isNotIn(401, 403);
  }

  @Test
  void aTokenMayBeInTheQueryOrTheForm() {
    var token = ANA.client().token();
    var stranger = PANDO.stranger();

    stranger.get("/api/v1/accounts/verify_credentials?access_token=" + token).ok();
    stranger.form("POST", "/api/v1/statuses", "status=hi&access_token=" + token).ok();
    PANDO.stranger().with("Authorization", "bearer " + token).get("/api/v1/preferences").ok();
  }

  @Test
  void answersAreKeptByNobodyUnlessTheyAreForAll() {
    assertThat(ANA.client().get("/api/v1/timelines/home").header("Cache-Control"))
        .hasValue("private, no-store");
    assertThat(PANDO.stranger().get("/api/v2/instance").header("Cache-Control"))
        .hasValue("public, max-age=15");
    assertThat(ANA.client().get("/api/v2/instance").header("Cache-Control"))
        .hasValue("private, no-store");
    assertThat(PANDO.stranger().get("/api/v2/instance").header("Vary").orElse(""))
        .contains("Authorization");
  }

  /// A person whose token has one scope.
  private static TestClient withToken(String scope) {
    return PANDO.signUp("ben" + ++people, Set.of(scope)).client();
  }
}
