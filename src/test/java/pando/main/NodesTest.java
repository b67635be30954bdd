package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What somebody does through one node is seen through the other at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("product")
class NodesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private TestNodes nodes;
  private TestPerson ana; // on the first node
  private TestPerson ben; // on the second

  @BeforeAll
  void start() {
    nodes = new TestNodes();
    ana = nodes.onFirst("ana");
    ben = nodes.onSecond("ben");
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  /// Asks until it is true, within a limit.
  private static void soon(String what, Supplier<Boolean> wanted) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
    }
  }

  private static String nameOf(TestPerson viewer, TestPerson other) {
    return viewer
        .client()
        .get("/api/v1/accounts/" + other.id().value())
        .ok()
        .get("display_name")
        .asString();
  }

  private TestPerson followerOfAna(String name) {
    var person = nodes.onSecond(name).follows(ana);
    soon("the follow", () -> person.about(ana, "follow").ok().get("following").asBoolean());
    return person;
  }

  @Test
  void aPostComesIntoTheFeedsOfFollowers() {
    var finn = followerOfAna("finn");
    var before = finn.home(); // his list is in the memory of the second node now
    var first = ana.posts("the first since finn looked");
    var second = ana.posts("the second");

    soon("both posts", () -> finn.home().containsAll(List.of(first, second)));
    assertThat(finn.home()).startsWith(second, first).endsWith(before.toArray(String[]::new));

    ana.client().delete("/api/v1/statuses/" + first).ok();

    soon("one post", () -> !finn.home().contains(first));
  }

  @Test
  void aFollowThatBeginsThroughOneNodeFillsTheFeedInTheOther() {
    var gail = nodes.onFirst("gail");
    var there = nodes.toSecond(gail);
    var post = ben.posts("who reads me?");
    assertThat(there.home()).isEmpty(); // an empty list is in the memory of the second node

    gail.follows(ben);

    soon("ben's post", () -> there.home().contains(post));
    var next = ben.posts("and me?");
    soon("the next", () -> there.home().contains(next));
    gail.about(ben, "unfollow").ok();
    soon("nothing", () -> there.home().isEmpty());
  }

  @Test
  void aMuteHides() {
    var hugo = nodes.onFirst("hugo").follows(ana);
    var there = nodes.toSecond(hugo);
    var post = ana.posts("a loud word");
    soon("the post", () -> there.home().contains(post));

    hugo.about(ana, "mute").ok();

    soon("silence", () -> there.home().isEmpty());
  }

  @Test
  void whatWaitsIsDoneByAnyNodeThatWorksAlsoWhenOneEnds() {
    try (var worker = nodes.node().work()) {
      var post = ana.posts("look for the word pangolin");
      soon("it is found", () -> found("pangolin").contains(post));
      assertThat(worker.rooms().lanes().isMine("sweep of photos")).isTrue();
    }
    try (var next = nodes.node().work()) {
      var post = ana.posts("look for the word quokka");
      soon("it is found by the next", () -> found("quokka").contains(post));
      soon("it sweeps", () -> next.rooms().lanes().isMine("sweep of photos"));
    }
  }

  private List<String> found(String word) {
    var found = ben.client().get("/api/v2/search?type=statuses&q=" + word).ok();
    return TestPerson.ids(found.get("statuses"));
  }

  @Test
  void anEditedProfileIsShown() {
    assertThat(nameOf(ben, ana)).isEmpty();

    ana.client()
        .send(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            Map.of("display_name", "Ana of the woods"))
        .ok();

    soon("the new name", () -> nameOf(ben, ana).equals("Ana of the woods"));
  }

  @Test
  void aDeletedPostIsGone() {
    var post = ana.posts("a word that is taken back");
    var path = "/api/v1/statuses/" + post;
    soon("the post", () -> ben.client().get(path).status() == 200);

    ana.client().delete(path).ok();

    soon("no post", () -> ben.client().get(path).status() == 404);
  }

  @Test
  void aBlockHides() {
    var cleo = nodes.onSecond("cleo");
    var post = ana.posts("not for everybody's eyes");
    var path = "/api/v1/statuses/" + post;
    assertThat(cleo.client().get(path).status()).isEqualTo(200);

    ana.about(cleo, "block").ok();

    soon("the block", () -> cleo.client().get(path).status() == 404);
  }

  @Test
  void aFavouriteIsCounted() {
    var post = ana.posts("count on me");
    var path = "/api/v1/statuses/" + post;
    assertThat(ben.client().get(path).ok().get("favourites_count").asInt()).isZero();

    ana.does("favourite", post);

    soon("the star", () -> ben.client().get(path).ok().get("favourites_count").asInt() == 1);
  }

  @Test
  void aTokenThatIsRevokedOpensNothing() {
    var dora = nodes.onFirst("dora");
    var there = nodes.toSecond(dora);
    var verify = "/api/v1/accounts/verify_credentials";
    assertThat(there.client().get(verify).status()).isEqualTo(200);

    nodes.revokeAll(dora);

    soon("no access", () -> there.client().get(verify).status() == 401);
  }

  @Test
  void aNewPasswordEndsTheTokens() {
    var emil = nodes.onFirst("emil");
    var there = nodes.toSecond(emil);
    var verify = "/api/v1/accounts/verify_credentials";
    assertThat(there.client().get(verify).status()).isEqualTo(200);
    var logins = nodes.first.rooms().desks().people().logins();

    logins.changePassword(emil.id(), "another password of emil's");

    soon("no access", () -> there.client().get(verify).status() == 401);
  }
}
