package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.posts.Post;
import pando.posts.PostEvent;
import pando.queue.Delivery;
import pando.queue.Delivery.EventId;

/// Fan-out without anything that reads.
class FanOutTest {
  private static final String MANY_FOLLOWERS =
      """
      insert into followers (account_id, follower_id, id)
      select ?, i, i from generate_series(1, ?) i
      """;

  private final FeedTown town = new FeedTown();
  private final Timelines timelines = new MemoryTimelines(800, 10_000_000, town.site.people.clock);
  private final Celebrities celebrities = new Celebrities(800, null);
  private final FanOut fanOut =
      new FanOut(timelines, celebrities, town.site.posts, town.site.people.relations, 10_000);
  private final List<String> heard = new ArrayList<>();
  private AccountId ana;
  private AccountId ben;

  @BeforeEach
  void meet() {
    ana = town.join("ana");
    ben = town.join("ben");
    fanOut.add(
        (post, readers) -> heard.add(post.text() + " " + (readers == null ? "" : readers.length)));
  }

  @AfterEach
  void close() {
    town.close();
  }

  private static Delivery<PostEvent> published(Post post) {
    return new Delivery<>(
        new EventId(post.id().value()), new PostEvent.Published(post.outline(), post.thread()));
  }

  private static Delivery<PostEvent> deleted(Post post) {
    return new Delivery<>(new EventId(post.id().value()), new PostEvent.Deleted(post.outline()));
  }

  private Timeline list(long reader) {
    return timelines.find(reader, () -> new Run(new long[0], 0));
  }

  /// As followers the people with the ids 1 to `count`, who read their feeds.
  private void addFollowers(AccountId author, int count) {
    town.site.shards.of(author).update(MANY_FOLLOWERS, author, count);
    for (var i = 1; i <= count; i++) {
      list(i);
    }
  }

  @Test
  void aPostWithManyReadersDoesNotHoldUpTheOthers() {
    addFollowers(ana, 1_200);
    addFollowers(ben, 3);
    var big = town.site.post(ana, "to");
    var small = town.site.post(ben, "to the few");

    fanOut.deliver(List.of(published(big), published(small)));

    assertThat(heard)
        .containsExactly("to 1", "to 500", "to the few 1", "to the few 3", "to 500", "to 200");
  }

  @Test
  void eventsMayComeTwiceAndInTheWrongOrder() {
    addFollowers(ana, 3);
    list(ana.value());
    var kept = town.site.post(ana, "kept");
    var gone = town.site.post(ana, "gone");
    town.site.posts.delete(ana, gone.id());

    fanOut.deliver(List.of(deleted(gone), published(gone), published(kept), published(kept)));
    fanOut.deliver(List.of(published(gone), published(kept)));

    assertThat(list(2).below(Entry.END, 10).size()).isEqualTo(1);
    assertThat(heard).containsExactly("kept 1", "kept 3");
  }

  @Test
  void anAnswerReachesThoseWhoFollowBoth() {
    addFollowers(ana, 6);
    addFollowers(ben, 3);
    var eva = town.join("eva");
    town.site.people.relations.follow(eva, ana, FollowOptions.SAME);
    var question = town.site.post(ben, "why?");
    var answer = town.site.reply(ana, question, "because");

    list(eva.value());
    list(ben.value()); // who does not follow Ana
    fanOut.deliver(List.of(published(answer)));

    assertThat(heard).containsExactly("because 1", "because 3");
    assertThat(list(3).below(Entry.END, 10).size()).isEqualTo(1);
    assertThat(list(4).below(Entry.END, 10).size()).isZero();
    assertThat(list(eva.value()).below(Entry.END, 10).size()).isZero();
    assertThat(list(ben.value()).below(Entry.END, 10).size()).isZero();
  }

  @Test
  void theAuthorsOwnListIsServedFirst() {
    addFollowers(ana, 3);
    list(ana.value());
    fanOut.deliver(List.of(published(town.site.post(ana, "to"))));

    assertThat(heard).containsExactly("to 1", "to 3");
  }

  @Test
  void thePostsOfACelebrityAreWithheldAndTheirNewestKept() {
    var few = new FanOut(timelines, celebrities, town.site.posts, town.site.people.relations, 2);
    addFollowers(ana, 3);
    var first = town.site.post(ana, "first");
    var second = town.site.post(ana, "second");
    few.deliver(List.of(published(first), published(second)));
    town.site.people.relations.follow(ben, ana, FollowOptions.SAME);

    assertThat(list(1).below(Entry.END, 10).size()).isZero();
    assertThat(withheld(ben)).isEqualTo(2);
    assertThat(withheld(ana)).isZero(); // does not follow herself, and has her own list

    town.site.posts.delete(ana, first.id());
    few.deliver(List.of(deleted(first)));
    assertThat(withheld(ben)).isEqualTo(1);
  }

  private int withheld(AccountId reader) {
    var nothing = new Run(new long[0], 0);
    var ties = town.site.people.relations.ties(reader);
    return celebrities.below(new Reader(reader, ties), nothing, Entry.END, 10).size();
  }
}
