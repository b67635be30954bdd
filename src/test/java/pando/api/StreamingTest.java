package pando.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestPando;
import pando.main.TestPerson;

/// What clients hear while they listen. Who hears of which post is in [AudienceMatrixTest].
@Tag("product")
class StreamingTest {
  private static final TestPando PANDO = TestPando.onOneBox();
  private static final Map<String, String> APP =
      Map.of("client_name", "Leaf", "redirect_uris", "x:y", "scopes", "read write");

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

  private static List<String> heard(TestSocket socket) {
    PANDO.settle();
    return socket.heard().stream().map(TestSocket.Message::toString).toList();
  }

  @Test
  void aNewPostComesToAllItsStreamsAsItIsShown() {
    ben.follows(ana);
    try (var socket =
        TestSocket.of(ben, "user", "public", "public:local", "hashtag&tag=Fog", "public:remote")) {
      var post = ana.posts("in the #fog");

      PANDO.settle();
      var messages = socket.heard();

      assertThat(messages.stream().map(TestSocket.Message::toString))
          .containsExactlyInAnyOrder(
              "user update " + post,
              "public update " + post,
              "public:local update " + post,
              "hashtag update " + post);
      var shown = ben.client().get("/api/v1/statuses/" + post).ok();
      assertThat(messages.getFirst().json().get("content")).isEqualTo(shown.get("content"));
      for (var message : messages) {
        Schema.check("GET", "/api/v1/statuses/" + post, 200, message.payload());
      }
    }
  }

  @Test
  void postsWithPhotosComeToTheStreamsOfPhotos() {
    try (var socket = TestSocket.of(ben, "public:media", "public:local:media")) {
      ana.posts("only words");
      var post = ana.posts("an aspen", "public", ana.uploads(TestPictures.small()));

      assertThat(heard(socket))
          .containsExactlyInAnyOrder(
              "public:media update " + post, "public:local:media update " + post);
    }
  }

  @Test
  void anEditIsHeardByThoseWhoSeeThePost() {
    ben.follows(ana);
    var post = ana.posts("first light");
    var secret = ana.posts("for me alone", "direct");
    try (var socket = TestSocket.of(ben, "user", "public")) {
      ana.client().send("PUT", "/api/v1/statuses/" + post, Map.of("status", "last light")).ok();
      ana.client().send("PUT", "/api/v1/statuses/" + secret, Map.of("status", "or not")).ok();

      PANDO.settle();
      var messages = socket.heard();

      assertThat(messages.stream().map(TestSocket.Message::toString))
          .containsExactlyInAnyOrder("user status.update " + post, "public status.update " + post);
      assertThat(messages.getFirst().json().get("content").asString())
          .isEqualTo("<p>last light</p>");
    }
  }

  @Test
  void aDeletedPostIsHeardByItsId() {
    ben.follows(ana);
    var post = ana.posts("a mistake #oops");
    try (var socket = TestSocket.of(ben, "user", "public", "hashtag&tag=oops")) {
      ana.client().delete("/api/v1/statuses/" + post).ok();

      assertThat(heard(socket))
          .containsExactlyInAnyOrder(
              "user delete " + post, "public delete " + post, "hashtag delete " + post);
    }
  }

  @Test
  void nobodyHearsThatAPostIsGoneWhichTheyWereNotShown() {
    var cleo = person("cleo");
    var dora = person("dora").follows(ana);
    var post = ana.posts("for @" + ben.name() + " and friends", "private");
    try (var mentioned = TestSocket.of(ben, "user");
        var follower = TestSocket.of(dora, "user");
        var stranger = TestSocket.of(cleo, "user", "public")) {
      ana.client().delete("/api/v1/statuses/" + post).ok();

      assertThat(heard(mentioned)).containsExactly("user delete " + post);
      assertThat(heard(follower)).containsExactly("user delete " + post);
      assertThat(heard(stranger)).isEmpty();
    }
  }

  @Test
  void whatHappensToAnaIsToldToHer() {
    var post = ana.posts("first light");
    try (var socket = TestSocket.of(ana, "user", "user:notification")) {
      ben.follows(ana);
      ben.does("favourite", post);
      ben.does("reblog", post);
      ben.posts("look, @" + ana.name());

      PANDO.settle();
      var messages = socket.heard();

      assertThat(messages.stream().map(it -> it.stream() + " " + it.json().get("type").asString()))
          .containsExactlyInAnyOrder(
              "user follow",
              "user:notification follow",
              "user favourite",
              "user:notification favourite",
              "user reblog",
              "user:notification reblog",
              "user mention",
              "user:notification mention");
      var id = messages.getFirst().id();
      Schema.check("GET", "/api/v1/notifications/" + id, 200, messages.getFirst().payload());
    }
  }

  @Test
  void boostsComeHomeAndNowhereElse() {
    var cleo = person("cleo").follows(ben);
    var post = ana.posts("first light #fog");
    PANDO.settle();
    try (var socket = TestSocket.of(cleo, "user", "public", "hashtag&tag=fog")) {
      var boost = ben.does("reblog", post).get("id").asString();
      ben.does("unreblog", post);

      assertThat(heard(socket)).containsExactly("user update " + boost, "user delete " + boost);
    }
  }

  @Test
  void aFollowAndItsEndAreHeardAtOnce() {
    try (var socket = TestSocket.of(ben, "user")) {
      ana.posts("before");
      ben.follows(ana);
      var post = ana.posts("now");
      ben.about(ana, "unfollow").ok();
      ana.posts("after");

      assertThat(heard(socket)).containsExactly("user update " + post);
    }
  }

  @Test
  void aBlockAndAMuteAreHeardAtOnce() {
    ben.follows(ana);
    var cleo = person("cleo");
    try (var socket = TestSocket.of(ben, "user", "public", "hashtag&tag=fog")) {
      ben.about(ana, "mute").ok();
      ana.posts("muted #fog");
      ben.about(ana, "unmute").ok();
      var post = ana.posts("heard again");
      ana.about(ben, "block").ok();
      ana.posts("blocked #fog");
      cleo.replies(post, "an answer #fog");
      ana.posts("look, @" + ben.name());

      assertThat(heard(socket)).containsExactly("user update " + post, "public update " + post);
    }
  }

  @Test
  void aRevokedTokenClosesItsSocketAndNoOther() {
    var app = ana.client().post("/api/v1/apps", APP).ok();
    var secrets = new HashMap<String, Object>();
    secrets.put("client_id", app.get("client_id").asString());
    secrets.put("client_secret", app.get("client_secret").asString());
    var signIn = new HashMap<>(secrets);
    signIn.put("grant_type", "password");
    signIn.put("username", ana.name() + "@example.org");
    signIn.put("password", TestPando.PASSWORD);
    signIn.put("scope", "read");
    var token = PANDO.stranger().post("/oauth/token", signIn).ok().get("access_token").asString();
    try (var gone = TestSocket.of(new TestPerson(PANDO.with(token), ana.id(), "ana"), "user");
        var other = TestSocket.of(ben, "user")) {
      secrets.put("token", token);
      PANDO.stranger().post("/oauth/revoke", secrets).ok();

      assertThat(gone.isClosed()).isTrue();
      var post = ben.posts("still here");
      assertThat(heard(other)).containsExactly("user update " + post);
    }
  }

  @Test
  void theProtocolThatCarriesTheTokenIsEchoed() {
    try (var socket = TestSocket.of(ana)) {
      assertThat(socket.subprotocol()).isEqualTo(ana.client().token());
    }
  }

  @Test
  void nobodyListensWithoutAToken() {
    assertThat(PANDO.stranger().get("/api/v1/streaming/user").status()).isEqualTo(401);
    assertThat(PANDO.stranger().get("/api/v1/streaming").status()).isEqualTo(401);
    var stranger = new TestPerson(PANDO.with("not-a-token"), ana.id(), "nobody");
    assertThatThrownBy(() -> TestSocket.of(stranger))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    assertThat(PANDO.app().get("/api/v1/streaming/user").status()).isEqualTo(401);
  }

  @Test
  void whatIsNoStreamIsRefusedAndTheConnectionStays() {
    try (var socket = TestSocket.of(ana)) {
      for (var wrong :
          List.of(
              "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"\"}",
              "{\"type\":\"subscribe\",\"stream\":\"nothing\"}",
              "{\"type\":\"subscribe\"}",
              "not even JSON")) {
        socket.says(wrong);
        var answer = socket.next();
        assertThat(answer.get("status").asInt()).isEqualTo(400);
        assertThat(answer.get("error").asString()).isNotBlank();
      }
      socket.says("{\"type\":\"subscribe\",\"stream\":\"user\"}");
      var post = ana.posts("still here");
      assertThat(heard(socket)).containsExactly("user update " + post);
    }
  }

  @Test
  void whoUnsubscribesHearsNoMore() {
    try (var socket = TestSocket.of(ana, "user")) {
      socket.says("{\"type\":\"unsubscribe\",\"stream\":\"user\"}");
      socket.heard();
      ana.posts("to the wind");

      assertThat(heard(socket)).isEmpty();
    }
  }

  @Test
  void aTokenForPostsHearsNoNotifications() {
    var cleo = PANDO.signUp("cleo" + ++people, Set.of("read:statuses"));
    try (var socket = TestSocket.of(cleo, "user", "public")) {
      ana.posts("look, @" + cleo.name());

      assertThat(heard(socket)).allMatch(message -> message.startsWith("public update"));
    }
  }

  @Test
  void theHealthOfStreamsIsOk() {
    assertThat(PANDO.stranger().get("/api/v1/streaming/health").body()).isEqualTo("OK");
  }
}
