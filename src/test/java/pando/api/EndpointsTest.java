package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pando.main.TestPando;
import pando.main.TestPerson;

/// The endpoints without which clients fail at login, reading or posting, are all there.
class EndpointsTest {
  private static final String NEEDED =
      """
      POST /api/v1/apps
      GET /oauth/authorize
      POST /oauth/token
      POST /oauth/revoke
      GET /.well-known/oauth-authorization-server
      GET /api/v1/accounts/verify_credentials
      GET /api/v2/instance
      GET /api/v1/instance
      GET /.well-known/nodeinfo
      GET /nodeinfo/2.0
      POST /api/v1/accounts
      GET /api/v1/preferences
      GET /api/v1/custom_emojis
      GET /api/v1/timelines/home
      GET /api/v1/timelines/public
      GET /api/v1/timelines/tag/fog
      GET /api/v1/bookmarks
      GET /api/v1/favourites
      GET /api/v1/statuses/{post}
      GET /api/v1/statuses/{post}/context
      GET /api/v1/statuses/{post}/favourited_by
      GET /api/v1/statuses/{post}/reblogged_by
      GET /api/v1/accounts/{ben}
      GET /api/v1/accounts/{ben}/statuses
      GET /api/v1/accounts/{ben}/followers
      GET /api/v1/accounts/{ben}/following
      GET /api/v1/accounts/relationships?id[]={ben}
      GET /api/v1/accounts/lookup?acct=ben
      GET /api/v1/accounts/search?q=ben
      GET /api/v2/search?q=ben
      POST /api/v1/statuses
      PUT /api/v1/statuses/{post}
      POST /api/v2/media
      POST /api/v1/media
      GET /api/v1/media/{photo}
      PUT /api/v1/media/{photo}
      POST /api/v1/statuses/{post}/favourite
      POST /api/v1/statuses/{post}/unfavourite
      POST /api/v1/statuses/{post}/reblog
      POST /api/v1/statuses/{post}/unreblog
      POST /api/v1/statuses/{post}/bookmark
      POST /api/v1/statuses/{post}/unbookmark
      GET /api/v1/notifications
      GET /api/v1/notifications/{notification}
      GET /api/v1/notifications/unread_count
      POST /api/v1/notifications/{notification}/dismiss
      POST /api/v1/notifications/clear
      POST /api/v1/accounts/{ben}/follow
      POST /api/v1/accounts/{ben}/unfollow
      POST /api/v1/accounts/{ben}/block
      POST /api/v1/accounts/{ben}/unblock
      POST /api/v1/accounts/{ben}/mute
      POST /api/v1/accounts/{ben}/unmute
      GET /api/v1/blocks
      GET /api/v1/mutes
      GET /api/v1/follow_requests
      POST /api/v1/follow_requests/{cleo}/authorize
      POST /api/v1/follow_requests/{dora}/reject
      PATCH /api/v1/accounts/update_credentials
      POST /api/v1/accounts/update_credentials
      GET /api/v1/streaming/health
      DELETE /api/v1/statuses/{post}
      """;

  private static final TestPando PANDO = TestPando.onOneBox();
  private static TestPerson ana = PANDO.signUp("ana");
  private static Map<String, String> names = Map.of();

  @BeforeAll
  static void meet() {
    ana.client().send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", true)).ok();
    var ben = PANDO.signUp("ben");
    var cleo = PANDO.signUp("cleo").follows(ana);
    var dora = PANDO.signUp("dora").follows(ana);
    var post = ana.posts("first light");
    ben.posts("look, @ana");
    PANDO.settle();
    var told = ana.client().get("/api/v1/notifications?types[]=mention").ok().get(0);
    names =
        Map.of(
            "{ben}", id(ben),
            "{cleo}", id(cleo),
            "{dora}", id(dora),
            "{post}", post,
            "{photo}", ana.uploads(TestPictures.small()),
            "{notification}", told.get("id").asString());
  }

  private static String id(TestPerson person) {
    return Long.toString(person.id().value());
  }

  @AfterAll
  static void close() {
    PANDO.close();
  }

  static Stream<String> needed() {
    return NEEDED.lines();
  }

  @ParameterizedTest
  @MethodSource("needed")
  void whatClientsCannotDoWithoutIsThere(String endpoint) {
    var filled = endpoint;
    for (var name : names.entrySet()) {
      filled = filled.replace(name.getKey(), name.getValue());
    }
    var call = filled.split(" ", 2);

    var answer = ana.client().send(call[0], call[1], null, "");

    assertThat(answer.status()).as(answer.body()).isNotIn(404, 405).isLessThan(500);
  }

  @Test
  void whatIsNotThereIsNotFoundInJson() {
    for (var path :
        new String[] {"/api/v9/nothing", "/api/v2/media/1", "/api/v1/statuses/1/card"}) {
      var answer = ana.client().send("PUT", path, Map.of());
      assertThat(answer.refusal()).isEqualTo("404 Record not found");
      assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
    }
  }
}
