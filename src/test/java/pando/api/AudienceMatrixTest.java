package pando.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import pando.main.TestClient;
import pando.main.TestPando;
import pando.main.TestPerson;
import tools.jackson.databind.JsonNode;

/// Who sees which posts of Ana, and where. Her account is locked; everybody follows Rob.
@Tag("product")
class AudienceMatrixTest {
  /// A cell names the audiences that a viewer is shown in a place: of **e**veryone, **u**nlisted,
  /// **f**ollowers only, **m**entioned only. All posts mention Max. Mia follows Ana and mutes her.
  /// Bob and Cleo followed Ana before Ana blocked Bob, and Cleo blocked Ana. Boosts that Rob makes
  /// are not shown to Fay and Ana, whose homes have the posts themselves.
  private static final String TABLE =
      """
      place           | nobody | sam | fay | max  | ana  | bob | cleo | mia | pia
      status          | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      statuses        | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      source          |        | eu  | euf | eufm | eufm |     |      | euf | eu
      history         | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      favourited_by   | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      reblogged_by    | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      context         | eu     | eu  | euf | eufm | eufm |     |      |     | eu
      ancestors       | eu     | eu  | euf | eufm | eufm |     |      |     | eu
      account         | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      home            |        |     | euf |      | eufm |     |      |     |
      home, boosted   |        | eu  |     | eu   |      |     |      |     | eu
      public          | e      | e   | e   | e    | e    |     |      |     | e
      tag             | e      | e   | e   | e    | e    |     |      |     | e
      favourites      |        | eu  | euf | eufm | eufm |     |      | euf | eu
      bookmarks       |        | eu  | euf | eufm | eufm |     |      | euf | eu
      search by url   | eu     | eu  | euf | eufm | eufm |     |      | euf | eu
      search by words |        | e   | e   | e    | eufm |     |      |     | e
      notifications   |        |     |     | eufm |      |     |      |     |
      stream user     |        |     | euf |      | eufm |     |      |     |
      stream public   |        | e   | e   | e    | e    |     |      |     | e
      stream hashtag  |        | e   | e   | e    | e    |     |      |     | e
      stream mentions |        |     |     | eufm |      |     |      |     |
      """;

  private static final Map<Character, String> AUDIENCES = new LinkedHashMap<>();

  static {
    AUDIENCES.put('e', "public");
    AUDIENCES.put('u', "unlisted");
    AUDIENCES.put('f', "private");
    AUDIENCES.put('m', "direct");
  }

  private static final TestPando PANDO = TestPando.withShards(2);

  private static final Map<String, TestPerson> PEOPLE = new LinkedHashMap<>();
  private static final Map<String, TestSocket> SOCKETS = new LinkedHashMap<>();

  /// What the sockets heard, as `stream event id`.
  private static final Map<String, List<String>> HEARD = new LinkedHashMap<>();

  private static final Map<String, List<String>> UNBOOSTED_HOMES = new LinkedHashMap<>();

  private static final Map<Character, String> POSTS = new LinkedHashMap<>();
  private static final Map<Character, String> REPLIES = new LinkedHashMap<>();
  private static final Map<Character, String> ANSWERS = new LinkedHashMap<>();
  private static final Map<Character, String> STREAMED = new LinkedHashMap<>();

  private static String root;

  @BeforeAll
  static void write() {
    for (var name : List.of("ana", "rob", "sam", "fay", "max", "bob", "cleo", "mia", "pia")) {
      PEOPLE.put(name, PANDO.signUp(name));
    }
    var ana = person("ana");
    ana.client()
        .send("PATCH", "/api/v1/accounts/update_credentials", Map.of("indexable", true))
        .ok();
    for (var follower : List.of("fay", "bob", "cleo", "mia")) {
      person(follower).follows(ana);
    }
    ana.client().send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", true)).ok();
    person("pia").follows(ana);
    PEOPLE.values().stream()
        .filter(one -> !one.equals(person("rob")))
        .forEach(one -> one.follows(person("rob")));
    root = person("rob").posts("who saw it?");
    for (var audience : AUDIENCES.keySet()) {
      POSTS.put(audience, posts(audience, ""));
      REPLIES.put(audience, posts(audience, root));
    }
    PANDO.settle();
    reactAndPartWays();
    listen();
    boost();
  }

  private static void reactAndPartWays() {
    for (var person : PEOPLE.values()) {
      for (var post : POSTS.values()) {
        person.client().post("/api/v1/statuses/" + post + "/favourite");
        person.client().post("/api/v1/statuses/" + post + "/bookmark");
      }
    }
    AUDIENCES
        .keySet()
        .forEach(
            audience -> ANSWERS.put(audience, person("max").replies(id(POSTS, audience), "I did")));
    person("ana").about(person("bob"), "block").ok();
    person("cleo").about(person("ana"), "block").ok();
    person("mia").about(person("ana"), "mute").ok();
    PANDO.settle();
  }

  private static void listen() {
    for (var name : viewers()) {
      if (!name.equals("nobody")) {
        SOCKETS.put(name, TestSocket.of(person(name), "user", "public", "hashtag&tag=aspen"));
      }
    }
    for (var audience : AUDIENCES.keySet()) {
      STREAMED.put(audience, posts(audience, ""));
    }
    PANDO.settle();
    SOCKETS.forEach((name, socket) ->
        HEARD.put(name, socket.heard().stream().map(AudienceMatrixTest::subject).toList()));
  }

  /// Such as `user update 115...`; a notification by the post that it tells of.
  private static String subject(TestSocket.Message message) {
    var status = message.event().equals("notification") ? message.json().get("status") : null;
    return status == null
        ? message.toString()
        : "%s %s %s".formatted(message.stream(), message.event(), status.get("id").asString());
  }

  /// Rob boosts what he may, after the homes without boosts were read.
  private static void boost() {
    PEOPLE.forEach((name, person) -> UNBOOSTED_HOMES.put(name, person.home()));
    for (var post : POSTS.values()) {
      person("rob").client().post("/api/v1/statuses/" + post + "/reblog");
    }
    PANDO.settle();
  }

  private static String posts(char audience, String replyTo) {
    var form = new LinkedHashMap<String, Object>();
    form.put("status", "a golden grove, @max #aspen");
    form.put("visibility", AUDIENCES.get(audience));
    if (!replyTo.isEmpty()) {
      form.put("in_reply_to_id", replyTo);
    }
    return person("ana").client().post("/api/v1/statuses", form).ok().get("id").asString();
  }

  @AfterAll
  static void close() {
    SOCKETS.values().forEach(TestSocket::close);
    PANDO.close();
  }

  /// Whether a viewer sees the post of an audience in one place.
  private static final Map<String, BiPredicate<String, Character>> PLACES = new LinkedHashMap<>();

  static {
    PLACES.put("status", (who, to) -> finds(who, "/api/v1/statuses/" + POSTS.get(to)));
    PLACES.put("statuses", (who, to) -> lists(who, "/api/v1/statuses?id[]=%s", to));
    for (var part : List.of("source", "history", "favourited_by", "reblogged_by")) {
      PLACES.put(part, (who, to) -> finds(who, "/api/v1/statuses/" + POSTS.get(to) + "/" + part));
    }
    PLACES.put(
        "context",
        (who, to) -> has(who, "/api/v1/statuses/" + root + "/context", "descendants", REPLIES, to));
    PLACES.put(
        "ancestors",
        (who, to) ->
            has(who, "/api/v1/statuses/" + ANSWERS.get(to) + "/context", "ancestors", POSTS, to));
    PLACES.put(
        "account",
        (who, to) ->
            lists(who, "/api/v1/accounts/" + person("ana").id().value() + "/statuses", to));
    PLACES.put(
        "home", (who, to) -> UNBOOSTED_HOMES.getOrDefault(who, List.of()).contains(POSTS.get(to)));
    PLACES.put("home, boosted", AudienceMatrixTest::isBoostedAtHome);
    PLACES.put("public", (who, to) -> lists(who, "/api/v1/timelines/public", to));
    PLACES.put("tag", (who, to) -> lists(who, "/api/v1/timelines/tag/aspen", to));
    PLACES.put("favourites", (who, to) -> lists(who, "/api/v1/favourites", to));
    PLACES.put("bookmarks", (who, to) -> lists(who, "/api/v1/bookmarks", to));
    PLACES.put(
        "search by url",
        (who, to) ->
            has(
                who,
                "/api/v2/search?q=" + PANDO.url() + "/@ana/" + POSTS.get(to),
                "statuses",
                POSTS,
                to));
    PLACES.put(
        "search by words",
        (who, to) -> has(who, "/api/v2/search?q=golden+grove", "statuses", POSTS, to));
    PLACES.put("notifications", AudienceMatrixTest::isToldOf);
    PLACES.put("stream user", (who, to) -> hears(who, "user update", to));
    PLACES.put("stream public", (who, to) -> hears(who, "public update", to));
    PLACES.put("stream hashtag", (who, to) -> hears(who, "hashtag update", to));
    PLACES.put("stream mentions", (who, to) -> hears(who, "user notification", to));
  }

  @TestFactory
  Stream<DynamicTest> everyoneSeesWhatIsForThemAndNothingElse() {
    var rows = TABLE.lines().skip(1).map(line -> line.split("\\|", -1)).toList();
    assertThat(rows.stream().map(row -> row[0].strip())).containsExactlyElementsOf(PLACES.keySet());
    var viewers = viewers();
    var tests = new ArrayList<DynamicTest>();
    for (var row : rows) {
      var place = row[0].strip();
      for (var i = 0; i < viewers.size(); i++) {
        var viewer = viewers.get(i);
        var expected = row[i + 1].strip();
        tests.add(
            dynamicTest(
                "%s: %s sees \"%s\"".formatted(place, viewer, expected),
                () -> assertThat(seen(place, viewer)).isEqualTo(expected)));
      }
    }
    return tests.stream();
  }

  /// What strangers may not see, the page of a post does not give away, not even that it is there.
  @Test
  void thePageOfAPostThatStrangersMayNotSeeIsThatOfNoPost() {
    var nobody = client("nobody");
    var hidden =
        POSTS.values().stream()
            .filter(id -> nobody.get("/api/v1/statuses/" + id).status() == 404)
            .toList();

    assertThat(hidden).isNotEmpty().hasSizeLessThan(POSTS.size());
    var none = nobody.get("/@ana/1").body();
    assertThat(hidden).allMatch(id -> nobody.get("/@ana/" + id).body().equals(none));
  }

  private static String seen(String place, String viewer) {
    var seen = new StringBuilder();
    for (var audience : AUDIENCES.keySet()) {
      if (requireNonNull(PLACES.get(place)).test(viewer, audience)) {
        seen.append(audience);
      }
    }
    return seen.toString();
  }

  private static List<String> viewers() {
    var head = TABLE.lines().findFirst().orElseThrow().split("\\|", -1);
    return Stream.of(head).skip(1).map(String::strip).toList();
  }

  private static String id(Map<Character, String> posts, char audience) {
    return requireNonNull(posts.get(audience));
  }

  private static TestPerson person(String name) {
    return requireNonNull(PEOPLE.get(name));
  }

  private static TestClient client(String viewer) {
    return viewer.equals("nobody") ? PANDO.stranger() : person(viewer).client();
  }

  /// Whether there is something for the viewer: else it is not found, or nobody may ask.
  private static boolean finds(String viewer, String path) {
    var answer = client(viewer).get(path);
    assertThat(answer.status()).isIn(200, 404, viewer.equals("nobody") ? 401 : 404);
    return answer.status() == 200;
  }

  private static boolean lists(String viewer, String path, char audience) {
    var answer = client(viewer).get(path.formatted(POSTS.get(audience)));
    return answer.status() != 401 && ids(answer.ok()).contains(POSTS.get(audience));
  }

  private static boolean has(
      String viewer, String path, String part, Map<Character, String> posts, char audience) {
    var answer = client(viewer).get(path);
    if (answer.status() == 404) {
      return false;
    }
    return ids(answer.ok().get(part)).contains(posts.get(audience));
  }

  private static boolean isBoostedAtHome(String viewer, char audience) {
    var answer = client(viewer).get("/api/v1/timelines/home?limit=40");
    if (answer.status() == 401) {
      return false;
    }
    for (var item : answer.ok()) {
      if (item.at("/reblog/id").asString().equals(POSTS.get(audience))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToldOf(String viewer, char audience) {
    var answer = client(viewer).get("/api/v1/notifications?types[]=mention");
    if (answer.status() == 401) {
      return false;
    }
    for (var item : answer.ok()) {
      if (item.at("/status/id").asString().equals(POSTS.get(audience))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hears(String viewer, String event, char audience) {
    var heard = HEARD.getOrDefault(viewer, List.of());
    return heard.contains(event + " " + STREAMED.get(audience));
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.forEach(item -> ids.add(item.get("id").asString()));
    return ids;
  }
}
