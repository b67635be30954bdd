package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.PageRequest;

class PostSearchTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId BEN = ROOM.join("ben");

  @AfterAll
  static void close() {
    ROOM.close();
  }

  private static List<Post> search(AccountId viewer, String text, @Nullable AccountId by) {
    ROOM.deliverTwice();
    return ROOM.search.search(viewer, text, by, 0, PageRequest.first(20));
  }

  @Test
  void postsAreFoundByTheBeginningsOfTheirWords() {
    var leaves = ROOM.post(ANA, "Golden leaves at https://forest.example/autumn");
    var korean = ROOM.post(BEN, "가을 단풍이 아름답다");

    assertThat(search(BEN, "leav GOLD", null)).containsExactly(leaves);
    assertThat(search(BEN, "autumn", null)).containsExactly(leaves);
    assertThat(search(ANA, "단풍", null)).containsExactly(korean);
    assertThat(search(ANA, "leaves 단풍", null)).isEmpty();
    assertThat(search(ANA, "' & | ! :* \\ <->", null)).isEmpty();
  }

  @Test
  void othersFindOnlyWhatIsForEveryone() {
    var secret = ROOM.post(ANA, "mushroom place", Audience.MENTIONED);
    var unlisted = ROOM.post(ANA, "mushroom soup", Audience.UNLISTED);
    var open = ROOM.post(ANA, "mushroom season");

    assertThat(search(BEN, "mushroom", null)).containsExactly(open);
    assertThat(search(ANA, "mushroom", null)).containsExactly(open, unlisted, secret);
    assertThat(search(ANA, "mushroom", BEN)).isEmpty();
    assertThat(search(BEN, "mushroom", ANA)).containsExactly(open);
  }

  @Test
  void editedAndDeletedPostsAreFoundAsTheyAre() {
    var post = ROOM.post(ANA, "a chestnut");
    var other = ROOM.post(BEN, "a chestnut too");
    assertThat(search(ANA, "chestnut", null)).containsExactly(other, post);

    var edited = ROOM.posts.edit(ANA, post.id(), Draft.of("an acorn"));
    ROOM.posts.delete(BEN, other.id());

    assertThat(search(ANA, "chestnut", null)).isEmpty();
    assertThat(search(ANA, "acorn", null)).containsExactly(edited);
  }

  @Test
  void whatWasFoundCanBePaged() {
    var first = ROOM.post(ANA, "pagoda one");
    var second = ROOM.post(BEN, "pagoda two");
    ROOM.people.settle();

    assertThat(ROOM.search.search(ANA, "pagoda", null, 1, PageRequest.first(1)))
        .containsExactly(first);
    assertThat(
            ROOM.search.search(
                ANA, "pagoda", null, 0, new PageRequest(null, null, first.id().value(), 9)))
        .containsExactly(second);
  }
}
