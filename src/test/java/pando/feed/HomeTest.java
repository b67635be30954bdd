package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.posts.Audience;
import pando.posts.Draft;
import pando.posts.Post;

class HomeTest {
  private static final FeedTown TOWN = new FeedTown();
  private static int towns;

  private AccountId ana;
  private AccountId ben;
  private AccountId eva;

  @AfterAll
  static void close() {
    TOWN.close();
  }

  /// Ben follows Ana; Eva is a stranger to both.
  @BeforeEach
  void meet() {
    towns++;
    ana = TOWN.join("ana" + towns);
    ben = TOWN.join("ben" + towns);
    eva = TOWN.join("eva" + towns);
    follow(ben, ana);
    home(ben);
  }

  private static void follow(AccountId who, AccountId whom) {
    TOWN.site.people.relations.follow(who, whom, FollowOptions.SAME);
  }

  private static Post post(AccountId author, String text) {
    return TOWN.site.post(author, text);
  }

  private static List<Post> posts(AccountId author, int count) {
    return IntStream.range(0, count).mapToObj(i -> post(author, "post " + i)).toList().reversed();
  }

  private static Post boost(AccountId by, Post post) {
    return TOWN.site.reactions.boost(by, post.id(), Audience.EVERYONE);
  }

  private static List<Post> home(AccountId reader) {
    return home(reader, PageRequest.first(80)).items();
  }

  private static Page<Post> home(AccountId reader, PageRequest request) {
    return TOWN.home(reader, request);
  }

  private static PageRequest below(Post post, int limit) {
    return new PageRequest(post.id().value(), null, null, limit);
  }

  private static PageRequest since(Post post, int limit) {
    return new PageRequest(null, post.id().value(), null, limit);
  }

  private static PageRequest above(Post post, int limit) {
    return new PageRequest(null, null, post.id().value(), limit);
  }

  @Test
  void newPostsReachFollowersNewestFirstAndAtOnce() {
    var first = post(ana, "first light");
    var second = post(ana, "second light");

    assertThat(home(ben)).containsExactly(second, first);
    assertThat(home(ana)).containsExactly(second, first);
    assertThat(home(eva)).isEmpty();
  }

  @Test
  void aNewFollowerReadsWhatWasWrittenBefore() {
    var old = post(ana, "long ago");
    home(eva);
    follow(eva, ana);

    assertThat(home(eva)).containsExactly(old);
  }

  @Test
  void whoUnfollowsReadsNothingMore() {
    post(ana, "before");
    TOWN.site.people.relations.unfollow(ben, ana);
    post(ana, "after");

    assertThat(home(ben)).isEmpty();
  }

  @Test
  void answersToStrangersAreLeftOutAndComeWhenTheyAreNoStrangersAnyMore() {
    var question = post(eva, "who is there?");
    var answer = TOWN.site.reply(ana, question, "me");

    assertThat(home(ben)).isEmpty();
    follow(ben, eva);
    assertThat(home(ben)).containsExactly(answer, question);
  }

  @Test
  void answersToTheReaderAndToOneselfAreThere() {
    var question = post(ben, "who is there?");
    var answer = TOWN.site.reply(ana, question, "me");
    var more = TOWN.site.reply(ana, answer, "and Dov");

    assertThat(home(ben)).containsExactly(more, answer, question);
  }

  @Test
  void aPostForMentionedPeopleReachesOnlyThese() {
    follow(eva, ana);
    home(eva);
    var letter = TOWN.site.post(ana, "psst @ben" + towns, Audience.MENTIONED);

    assertThat(home(ben)).containsExactly(letter);
    assertThat(home(eva)).isEmpty();
  }

  @Test
  void whoIsMentionedAfterAnEditReadsThePostAndWhoIsNoMoreDoesNot() {
    follow(eva, ana);
    home(eva);
    var letter = TOWN.site.post(ana, "psst @ben" + towns, Audience.MENTIONED);
    var edit =
        new Draft(
            "psst @eva" + towns, "", false, null, Audience.MENTIONED, null, List.of(), null, null);
    TOWN.site.posts.edit(ana, letter.id(), edit);

    assertThat(ids(home(eva))).containsExactly(letter.id());
    assertThat(home(ben)).isEmpty();
    var count = FeedTown.LIMITS.listLength() / 2;
    var reader = new Reader(ben, TOWN.site.people.relations.ties(ben));
    assertThat(TOWN.feeds.home.below(reader, Entry.END, count).size()).isZero();
  }

  private static List<PostId> ids(List<Post> posts) {
    return posts.stream().map(Post::id).toList();
  }

  @Test
  void boostsByPeopleOneFollowsAreThereUnlessTheyAreNotWanted() {
    var boost = boost(ana, post(eva, "look"));

    assertThat(home(ben)).containsExactly(boost);
    TOWN.site.people.relations.follow(ben, ana, new FollowOptions(false, null, null));
    assertThat(home(ben)).isEmpty();
  }

  @Test
  void aBoostOfWhatIsInSightIsLeftOutUntilItIsFarBelow() {
    var original = post(ana, "look");
    var between = posts(ana, FeedTown.WINDOW - 1);
    var boost = boost(ana, original);

    assertThat(home(ben)).doesNotContain(boost).containsAll(between).contains(original);
    TOWN.site.reactions.unboost(ana, original.id());
    post(ana, "one more");
    var later = boost(ana, original);
    assertThat(home(ben)).startsWith(later).contains(original);
  }

  @Test
  void ofTwoBoostsOfOnePostTheFirstIsShown() {
    follow(ben, eva);
    var original = post(TOWN.join("dov" + towns), "look");
    var first = boost(ana, original);
    boost(eva, original);

    assertThat(home(ben)).containsExactly(first);
  }

  @Test
  void aBoostThatTheReaderIsNotShownHidesNoOther() {
    follow(ben, eva);
    var original = post(TOWN.join("dov" + towns), "look");
    boost(ana, original);
    var second = boost(eva, original);
    TOWN.site.people.relations.mute(ben, ana, true, null);

    assertThat(home(ben)).containsExactly(second);
  }

  @Test
  void aDeletedPostAndItsBoostsAreGone() {
    follow(ben, eva);
    var original = post(eva, "oops");
    posts(eva, FeedTown.WINDOW + 1); // the boost may come before the last, made in its millisecond
    var boost = boost(ana, original);
    assertThat(home(ben)).contains(original, boost);

    TOWN.site.posts.delete(eva, original.id());

    assertThat(home(ben)).hasSize(FeedTown.WINDOW + 1).doesNotContain(original, boost);
  }

  @Test
  void thePostsOfAnAccountThatIsShutAreHidden() {
    var post = post(ana, "buy this");
    follow(ben, eva);
    var boost = boost(eva, post);
    TOWN.site.people.logins.disable(ana);
    assertThat(home(ben)).doesNotContain(post, boost).isEmpty();

    TOWN.site.people.logins.enable(ana);
    assertThat(home(ben)).containsExactly(post);
  }

  @Test
  void aFeedGoesOnWhereItsListEnds() {
    var written = posts(ana, 3 * FeedTown.LIMITS.listLength());
    var read = new ArrayList<Post>();
    var page = home(ben, PageRequest.first(5));
    while (!page.items().isEmpty()) {
      read.addAll(page.items());
      page = home(ben, below(page.items().getLast(), 5));
    }

    assertThat(read).isEqualTo(written);
  }

  @Test
  void aPageIsFullEvenIfMuchIsHidden() {
    follow(ben, eva);
    var seen = posts(ana, 3);
    posts(eva, 40);
    TOWN.site.people.relations.mute(ben, eva, true, null);

    assertThat(home(ben, PageRequest.first(3)).items()).isEqualTo(seen);
  }

  @Test
  void aPageEndsWithTheLastEntryThatWasReadNotTheLastThatIsShown() {
    follow(ben, eva);
    var seen = post(ana, "seen");
    var hidden = posts(eva, 2);
    TOWN.site.people.relations.mute(ben, eva, true, null);

    var page = home(ben, above(seen, 5));
    assertThat(page.items()).isEmpty();
    assertThat(page.bounds())
        .isEqualTo(
            new Page.Bounds(hidden.getFirst().id().value(), hidden.getLast().id().value(), false));
  }

  @Test
  void newerPostsAreReadFromEitherEnd() {
    var written = posts(ana, 8);
    var seen = written.getLast();

    assertThat(home(ben, since(seen, 3)).items()).isEqualTo(written.subList(0, 3));
    assertThat(home(ben, above(seen, 3)).items()).isEqualTo(written.subList(4, 7));
    assertThat(home(ben, above(seen, 3)).bounds())
        .isEqualTo(new Page.Bounds(written.get(4).id().value(), written.get(6).id().value(), true));
  }

  @Test
  void newerPostsThanOneFarBelowTheListAreRead() {
    var written = posts(ana, 3 * FeedTown.LIMITS.listLength());
    var seen = written.getLast();
    var count = written.size();

    assertThat(home(ben, above(seen, 3)).items()).isEqualTo(written.subList(count - 4, count - 1));
  }

  @Test
  void whoAsksForNewPostsWhenThereAreNoneGetsNoBounds() {
    var seen = post(ana, "seen");

    assertThat(home(ben, since(seen, 20))).isEqualTo(new Page<>(List.of(), null));
    assertThat(home(ben, above(seen, 20))).isEqualTo(new Page<>(List.of(), null));
  }

  @Test
  void aLostListIsMadeAnew() {
    var post = post(ana, "still here");
    TOWN.feeds.forget(ben);

    assertThat(home(ben)).containsExactly(post);
  }

  @Test
  void whoBecomesACelebrityAndIsOneNoMoreLosesAndDoublesNothing() {
    var written = new ArrayList<Post>();
    written.add(post(ana, "among friends"));
    var fans = IntStream.range(0, 3).mapToObj(i -> TOWN.join("fan" + i + "of" + towns)).toList();
    fans.forEach(fan -> follow(fan, ana));
    fans.forEach(HomeTest::home);
    written.add(post(ana, "famous"));
    written.add(post(ana, "still famous"));
    fans.forEach(fan -> TOWN.site.people.relations.unfollow(fan, ana));
    written.add(post(ana, "forgotten"));

    assertThat(home(ben)).isEqualTo(written.reversed());
    TOWN.feeds.forget(ben);
    assertThat(home(ben)).isEqualTo(written.reversed());
    assertThat(home(ana)).isEqualTo(written.reversed());
  }

  @Test
  void theListenerHearsOfThoseToWhomAPostIsNew() {
    var heard = new ArrayList<String>();
    TOWN.feeds.onArrival((post, readers) -> {
      if (post.author().equals(ana)) {
        heard.add(post.text() + " for " + (readers == null ? "many" : readers.length));
      }
    });
    follow(eva, ana); // whose list, like Ana's own, is not there as long as she does not look
    home(ben);
    post(ana, "one");

    assertThat(heard).containsExactly("one for 1", "one for 2");
    follow(TOWN.join("fan" + towns), ana);
    post(ana, "two");
    assertThat(heard).endsWith("two for 1", "two for many").hasSize(4);
  }

  @Test
  void whetherAPostShowsAtHomeCanBeAsked() {
    var post = post(ana, "hello");

    assertThat(TOWN.feeds.showsAtHome(ben, post)).isTrue();
    assertThat(TOWN.feeds.showsAtHome(eva, post)).isFalse();
    assertThat(TOWN.feeds.showsAtHome(ben, boost(ana, post))).isFalse();
  }

  @Test
  void everyonesPostsAreReadWithoutWhatTheReaderHides() {
    var seen = posts(ana, 2);
    posts(eva, 4);
    TOWN.site.people.relations.mute(ben, eva, true, null);

    assertThat(TOWN.feeds.everyone(ben, false, PageRequest.first(2)).items()).isEqualTo(seen);
    assertThat(TOWN.feeds.everyone(null, false, PageRequest.first(2)).items())
        .allMatch(post -> post.author().equals(eva));
    assertThat(TOWN.feeds.everyone(ben, false, above(seen.getLast(), 1)).items())
        .containsExactly(seen.getFirst());
  }
}
