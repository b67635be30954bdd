package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;

class ReactionsTest {
  private static final TestPosts ROOM = new TestPosts();
  private static final Reactions REACTIONS = ROOM.reactions;
  private static final AccountId ANA = ROOM.join("ana");
  private static final AccountId BEN = ROOM.join("ben");
  private static final AccountId CARL = ROOM.join("carl");
  private static final PageRequest FIRST = PageRequest.first(20);

  @AfterAll
  static void close() {
    ROOM.close();
  }

  private static void atOnce(int times, Runnable work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(times, Executors.callable(work)))) {
        done.get();
      }
    }
  }

  private static long boostsOf(AccountId author) {
    return ROOM.lists.ofAuthor(author, author, PostLists.Filter.ALL, FIRST).items().stream()
        .filter(post -> post.boostOf() != null)
        .count();
  }

  @Test
  void whoFavouritesAPostSeesItAtOnce() {
    var post = ROOM.post(ANA, "first light");
    assertThat(ROOM.marks(BEN, post)).isEqualTo(Marks.NONE);
    ROOM.changed.clear();

    assertThat(REACTIONS.favourite(BEN, post.id())).isEqualTo(post);

    assertThat(ROOM.marks(BEN, post).favourited()).isTrue();
    assertThat(ROOM.marks(ANA, post).favourited()).isFalse();
    assertThat(ROOM.counts(post).favourites()).isEqualTo(1);
    assertThat(ROOM.changed).containsExactly(post.id());
    assertThat(REACTIONS.favouritedBy(post.id(), FIRST).items()).containsExactly(BEN);
  }

  @Test
  void favouritingTwiceIsFavouritingOnce() {
    var post = ROOM.post(ANA, "again");
    REACTIONS.favourite(BEN, post.id());
    REACTIONS.favourite(BEN, post.id());
    assertThat(ROOM.counts(post).favourites()).isEqualTo(1);

    REACTIONS.unfavourite(BEN, post.id());
    REACTIONS.unfavourite(BEN, post.id());
    assertThat(ROOM.counts(post).favourites()).isZero();
    assertThat(ROOM.marks(BEN, post)).isEqualTo(Marks.NONE);
    assertThat(REACTIONS.favouritedBy(post.id(), FIRST).items()).isEmpty();
  }

  @Test
  void manyFavouritesOfOnePersonAtOnceAreOne() throws Exception {
    var post = ROOM.post(ANA, "quick");

    atOnce(8, () -> REACTIONS.favourite(BEN, post.id()));

    assertThat(ROOM.counts(post).favourites()).isEqualTo(1);
  }

  @Test
  void eventsThatComeTwiceCountOnce() {
    var post = ROOM.post(ANA, "twice");
    REACTIONS.favourite(BEN, post.id());
    REACTIONS.favourite(CARL, post.id());
    REACTIONS.unfavourite(CARL, post.id());
    REACTIONS.boost(BEN, post.id(), Audience.EVERYONE);
    var reply = ROOM.reply(CARL, post, "yes");
    ROOM.posts.delete(CARL, ROOM.reply(CARL, post, "no").id());

    ROOM.deliverTwice();

    assertThat(ROOM.posts.received().counts(List.of(post.id())))
        .containsEntry(post.id(), new PostCounts(1, 1, 1));
    assertThat(REACTIONS.favouritedBy(post.id(), FIRST).items()).containsExactly(BEN);
    assertThat(ROOM.threads.context(BEN, post).descendants()).containsExactly(reply);
  }

  /// What a post has received is the same in whatever order the events arrive, and how often.
  @Test
  void theOrderInWhichEventsArriveDoesNotMatter() {
    var random = new Random(7);
    var received = ROOM.posts.received();
    for (var round = 0; round < 40; round++) {
      var post = new PostId(ANA.value() + ((long) round << 16));
      var times = 1 + random.nextInt(4);
      var events = new ArrayList<Runnable>();
      for (var time = 1; time <= times; time++) {
        var favourite = time;
        events.add(() -> received.favourited(post, BEN, favourite, false));
        if (time < times || round % 2 == 0) {
          events.add(() -> received.favourited(post, BEN, favourite, true));
        }
      }
      events.addAll(List.copyOf(events)); // each comes twice
      Collections.shuffle(events, random);
      events.forEach(Runnable::run);

      var counts = received.counts(List.of(post)).getOrDefault(post, PostCounts.NONE);
      assertThat(counts.favourites()).isEqualTo(round % 2 == 0 ? 0 : 1);
    }
  }

  @Test
  void aBoostIsAPostOfTheBooster() {
    var post = ROOM.post(ANA, "look");

    var boost = REACTIONS.boost(BEN, post.id(), Audience.UNLISTED);

    assertThat(boost.author()).isEqualTo(BEN);
    assertThat(boost.boostOf()).isEqualTo(post.id());
    assertThat(boost.boostOfAuthor()).isEqualTo(ANA);
    assertThat(boost.audience()).isEqualTo(Audience.UNLISTED);
    assertThat(ROOM.marks(BEN, post).boosted()).isTrue();
    assertThat(ROOM.counts(post).boosts()).isEqualTo(1);
    assertThat(REACTIONS.boostedBy(post.id(), FIRST).items()).containsExactly(BEN);
    assertThat(REACTIONS.boost(BEN, post.id(), Audience.EVERYONE)).isEqualTo(boost);
    assertThat(ROOM.counts(post).boosts()).isEqualTo(1);
  }

  @Test
  void whatIsDoneToABoostIsDoneToWhatItShows() {
    var post = ROOM.post(ANA, "far");
    var boost = REACTIONS.boost(BEN, post.id(), Audience.EVERYONE);

    assertThat(REACTIONS.favourite(CARL, boost.id())).isEqualTo(post);
    var second = REACTIONS.boost(CARL, boost.id(), Audience.EVERYONE);

    assertThat(second.boostOf()).isEqualTo(post.id());
    assertThat(ROOM.counts(post)).isEqualTo(new PostCounts(0, 2, 1));
  }

  @Test
  void anUndoneBoostIsGoneAndCanBeMadeAgain() {
    var post = ROOM.post(ANA, "maybe");
    var boost = REACTIONS.boost(CARL, post.id(), Audience.EVERYONE);

    assertThat(REACTIONS.unboost(CARL, post.id())).isEqualTo(post);
    assertThat(ROOM.marks(CARL, post).boosted()).isFalse();
    assertThat(ROOM.counts(post).boosts()).isZero();
    assertThat(ROOM.posts.findAll(List.of(boost.id()))).isEmpty();
    assertThat(REACTIONS.unboost(CARL, post.id())).isEqualTo(post);

    var again = REACTIONS.boost(CARL, post.id(), Audience.EVERYONE);
    assertThat(again.id()).isNotEqualTo(boost.id());
    ROOM.posts.delete(CARL, again.id()); // which is another way to undo it
    assertThat(ROOM.marks(CARL, post).boosted()).isFalse();
    assertThat(ROOM.counts(post).boosts()).isZero();
  }

  @Test
  void manyBoostsOfOnePersonAtOnceAreOne() throws Exception {
    var post = ROOM.post(ANA, "rush");
    var before = boostsOf(BEN);

    atOnce(8, () -> REACTIONS.boost(BEN, post.id(), Audience.EVERYONE));

    assertThat(ROOM.counts(post).boosts()).isEqualTo(1);
    assertThat(boostsOf(BEN)).isEqualTo(before + 1);
  }

  @Test
  void aPostForFollowersIsBoostedByItsAuthorAloneAndStaysSo() {
    ROOM.people.relations.follow(BEN, ANA, FollowOptions.SAME);
    var post = ROOM.post(ANA, "friends", Audience.FOLLOWERS);

    assertThatThrownBy(() -> REACTIONS.boost(BEN, post.id(), Audience.EVERYONE))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(REACTIONS.boost(ANA, post.id(), Audience.EVERYONE).audience())
        .isEqualTo(Audience.FOLLOWERS);
    var secret = ROOM.post(ANA, "@ben", Audience.MENTIONED);
    assertThatThrownBy(() -> REACTIONS.boost(ANA, secret.id(), Audience.EVERYONE))
        .isInstanceOf(Refusal.NotFound.class);
    ROOM.people.relations.unfollow(BEN, ANA);
  }

  @Test
  void theBoostOfAPostThatIsGoneIsNotShown() {
    var post = ROOM.post(ANA, "soon gone");
    var boost = REACTIONS.boost(BEN, post.id(), Audience.EVERYONE);

    ROOM.posts.delete(ANA, post.id());

    assertThat(ROOM.posts.findVisible(BEN, boost.id())).isNull();
  }

  @Test
  void whatOneCannotSeeOneCannotFavouriteBoostOrBookmark() {
    var post = ROOM.post(ANA, "secret", Audience.MENTIONED);

    assertThatThrownBy(() -> REACTIONS.favourite(BEN, post.id()))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> REACTIONS.boost(BEN, post.id(), Audience.EVERYONE))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> REACTIONS.bookmark(BEN, post.id()))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void favouritesAndBookmarksAreListedInTheOrderOfMakingThem() {
    var dora = ROOM.join("dora");
    var posts = new ArrayList<Post>();
    for (var i = 0; i < 5; i++) {
      posts.add(ROOM.post(ANA, "number " + i));
    }
    Collections.reverse(posts); // the oldest post is marked last
    posts.forEach(post -> REACTIONS.favourite(dora, post.id()));
    posts.forEach(post -> REACTIONS.bookmark(dora, post.id()));
    assertThat(ROOM.marks(dora, posts.getFirst()).bookmarked()).isTrue();

    for (var list : List.<Lister>of(REACTIONS::favourites, REACTIONS::bookmarks)) {
      var first = list.page(dora, PageRequest.first(2));
      assertThat(first.items()).containsExactly(posts.get(4), posts.get(3));
      var bounds = java.util.Objects.requireNonNull(first.bounds());
      var rest = list.page(dora, new PageRequest(bounds.oldest(), null, null, 20));
      assertThat(rest.items()).containsExactly(posts.get(2), posts.get(1), posts.get(0));
      var newer =
          list.page(
              dora,
              new PageRequest(
                  null, null, java.util.Objects.requireNonNull(rest.bounds()).newest(), 1));
      assertThat(newer.items()).containsExactly(posts.get(3));
    }

    REACTIONS.unbookmark(dora, posts.get(4).id());
    assertThat(ROOM.marks(dora, posts.get(4)).bookmarked()).isFalse();
    assertThat(REACTIONS.bookmarks(dora, FIRST).items()).doesNotContain(posts.get(4));
  }

  private interface Lister {
    pando.base.Page<Post> page(AccountId viewer, PageRequest request);
  }

  @Test
  void fivePostsCanBePinnedAndNoMore() throws Exception {
    var emil = ROOM.join("emil");
    var posts = new ArrayList<Post>();
    for (var i = 0; i <= Reactions.MAX_PINNED; i++) {
      posts.add(ROOM.post(emil, "number " + i));
    }
    for (var post : posts.subList(0, Reactions.MAX_PINNED)) {
      REACTIONS.pin(emil, post.id());
      REACTIONS.pin(emil, post.id());
    }

    assertThatThrownBy(() -> REACTIONS.pin(emil, posts.getLast().id()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Validation failed: You have already pinned the maximum number of posts");
    assertThat(ROOM.marks(emil, posts.getFirst()).pinned()).isTrue();

    REACTIONS.unpin(emil, posts.getFirst().id());
    assertThat(ROOM.marks(emil, posts.getFirst()).pinned()).isFalse();
    REACTIONS.pin(emil, posts.getLast().id());
    var pinned = new PostLists.Filter(false, false, false, null, true);
    assertThat(ROOM.lists.ofAuthor(emil, null, pinned, FIRST).items())
        .containsExactlyInAnyOrderElementsOf(posts.subList(1, posts.size()));
  }

  @Test
  void pinsAtOnceDoNotPassTheLimit() throws Exception {
    var finn = ROOM.join("finn");
    var posts = new java.util.concurrent.ConcurrentLinkedQueue<Post>();
    for (var i = 0; i < 12; i++) {
      posts.add(ROOM.post(finn, "number " + i));
    }

    atOnce(
        12,
        () -> {
          try {
            REACTIONS.pin(finn, java.util.Objects.requireNonNull(posts.poll()).id());
          } catch (Refusal.Invalid _) {
            // the five are full
          }
        });

    var pinned = new PostLists.Filter(false, false, false, null, true);
    assertThat(ROOM.lists.ofAuthor(finn, finn, pinned, FIRST).items()).hasSize(5);
  }

  @Test
  void onlyOwnPostsThatOthersMaySeeCanBePinned() {
    var post = ROOM.post(ANA, "of ana");
    var secret = ROOM.post(BEN, "@ana", Audience.MENTIONED);
    var boost = REACTIONS.boost(BEN, post.id(), Audience.EVERYONE);

    assertThatThrownBy(() -> REACTIONS.pin(BEN, post.id()))
        .hasMessage("Validation failed: Someone else's post cannot be pinned");
    assertThatThrownBy(() -> REACTIONS.pin(BEN, secret.id()))
        .hasMessageContaining("only visible to mentioned users cannot be pinned");
    assertThatThrownBy(() -> REACTIONS.pin(BEN, boost.id()))
        .hasMessage("Validation failed: A boost cannot be pinned");
  }
}
