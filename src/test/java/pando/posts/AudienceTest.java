package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;

/// Who sees what, at the desk.
class AudienceTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId FOLLOWER = ROOM.join("flora");
  private static final AccountId MENTIONED = ROOM.join("mona");
  private static final AccountId STRANGER = ROOM.join("stan");
  private static final AccountId BLOCKED = ROOM.join("blake"); // by Ana, and mentioned
  private static final AccountId BLOCKER = ROOM.join("bruno"); // of Ana, and mentioned

  static {
    ROOM.people.relations.follow(FOLLOWER, ANA, FollowOptions.SAME);
    ROOM.people.relations.block(ANA, BLOCKED);
    ROOM.people.relations.block(BLOCKER, ANA);
  }

  @AfterAll
  static void close() {
    ROOM.close();
  }

  private static @Nullable AccountId who(String name) {
    return switch (name) {
      case "author" -> ANA;
      case "follower" -> FOLLOWER;
      case "mentioned" -> MENTIONED;
      case "stranger" -> STRANGER;
      case "blocked" -> BLOCKED;
      case "blocker" -> BLOCKER;
      default -> null;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "EVERYONE,  author follower mentioned stranger nobody",
    "UNLISTED,  author follower mentioned stranger nobody",
    "FOLLOWERS, author follower mentioned",
    "MENTIONED, author mentioned",
  })
  void aPostIsSeenByItsAudienceAlone(Audience audience, String allowed) {
    var post = ROOM.post(ANA, "Hi @mona @blake @bruno", audience);

    for (var name :
        List.of("author", "follower", "mentioned", "stranger", "nobody", "blocked", "blocker")) {
      var sees = List.of(allowed.split(" ")).contains(name);
      var viewer = who(name);

      assertThat(ROOM.posts.findVisible(viewer, post.id()))
          .as("%s for %s", audience, name)
          .isEqualTo(sees ? post : null);
      assertThat(ROOM.posts.visible(viewer, List.of(post))).hasSize(sees ? 1 : 0);
      assertThat(
              ROOM.lists
                  .ofAuthor(ANA, viewer, PostLists.Filter.ALL, PageRequest.first(1))
                  .items()
                  .contains(post))
          .as("list of %s for %s", audience, name)
          .isEqualTo(sees);
    }
  }

  @Test
  void aBoostIsSeenByWhoSeesBothItAndWhatItShows() {
    var zoe = ROOM.join("zoe");
    var post = ROOM.post(ANA, "hello");
    var boost = ROOM.reactions.boost(zoe, post.id(), Audience.EVERYONE);
    var quiet = ROOM.reactions.boost(STRANGER, post.id(), Audience.FOLLOWERS);

    assertThat(ROOM.posts.findVisible(FOLLOWER, boost.id())).isEqualTo(boost);
    assertThat(ROOM.posts.findVisible(BLOCKED, boost.id())).isNull();
    assertThat(ROOM.posts.findVisible(FOLLOWER, quiet.id())).isNull();
    assertThat(ROOM.posts.visible(null, List.of(quiet, boost, post))).containsExactly(boost, post);
  }

  @Test
  void whatIsSeenChangesWithAFollowAtOnce() {
    var yann = ROOM.join("yann");
    var post = ROOM.post(ANA, "for friends", Audience.FOLLOWERS);
    assertThat(ROOM.posts.findVisible(yann, post.id())).isNull();

    ROOM.people.relations.follow(yann, ANA, FollowOptions.SAME);
    assertThat(ROOM.posts.findVisible(yann, post.id())).isEqualTo(post);

    ROOM.people.relations.block(ANA, yann);
    assertThat(ROOM.posts.findVisible(yann, post.id())).isNull();
  }

  @Test
  void postsOfAnAccountThatIsShutAreHidden() {
    var xena = ROOM.join("xena");
    var post = ROOM.post(xena, "spam");
    ROOM.people.logins.disable(xena);

    assertThat(ROOM.posts.findVisible(ANA, post.id())).isNull();
    ROOM.people.logins.enable(xena);
    assertThat(ROOM.posts.findVisible(ANA, post.id())).isEqualTo(post);
  }

  @Test
  void listsForEveryoneHaveOnlyWhatIsForEveryone() {
    var posts =
        Stream.of(Audience.values())
            .map(audience -> ROOM.post(ANA, "#leaf @mona", audience))
            .toList();
    var tagged = new PostLists.Tagged("leaf", List.of(), List.of(), List.of(), false);

    assertThat(ROOM.lists.everyone(false, PageRequest.first(4)).items())
        .contains(posts.getFirst())
        .doesNotContainAnyElementsOf(posts.subList(1, 4));
    assertThat(ROOM.lists.tagged(tagged, PageRequest.first(4)).items())
        .containsExactly(posts.getFirst());
  }
}
