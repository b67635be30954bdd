package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PostId;
import pando.posts.Audience;
import pando.posts.Outline;

class CelebritiesTest {
  private static final FeedTown TOWN = new FeedTown();
  private static AccountId ana;
  private static Reader ben;

  private final Celebrities celebrities = new Celebrities(5, null);

  /// Ben follows Ana, and nobody else.
  @BeforeAll
  static void meet() {
    ana = TOWN.join("ana");
    var id = TOWN.join("ben");
    TOWN.site.people.relations.follow(id, ana, FollowOptions.SAME);
    ben = new Reader(id, TOWN.site.people.relations.ties(id));
  }

  @AfterAll
  static void close() {
    TOWN.close();
  }

  private static Outline post(long id, AccountId author, @Nullable AccountId answered) {
    var replyTo = answered == null ? null : new PostId(1);
    return new Outline(
        new PostId(id),
        author,
        Audience.EVERYONE,
        replyTo,
        answered,
        null,
        null,
        List.of(),
        List.of(),
        false);
  }

  private void write(long... ids) {
    for (var id : ids) {
      celebrities.add(post(id, ana, null));
    }
  }

  /// A run of the posts with these ids, newest first.
  private static Run run(long floor, long... ids) {
    return new Run(LongStream.of(ids).map(Entry::firstOf).toArray(), Entry.firstOf(floor));
  }

  private static List<Long> ids(Run run) {
    return LongStream.range(0, run.size()).map(i -> Entry.id(run.at((int) i))).boxed().toList();
  }

  @Test
  void theirPostsStandAmongTheOthersEachOnce() {
    write(20, 40, 30);

    var run = celebrities.below(ben, run(0, 50, 40, 10), Entry.END, 10);

    assertThat(ids(run)).containsExactly(50L, 40L, 30L, 20L, 10L);
    assertThat(run.floor()).isZero();
  }

  @Test
  void aPartIsCutWhereItWasAsked() {
    write(20, 40, 30);

    assertThat(ids(celebrities.below(ben, run(10, 35, 10), Entry.firstOf(40), 2)))
        .containsExactly(35L, 30L);
    assertThat(ids(celebrities.from(ben, run(0, 35, 25), Entry.firstOf(25), 2)))
        .containsExactly(30L, 25L);
  }

  @Test
  void whatIsBelowTheFloorOfTheListIsNotWhole() {
    write(20, 40);

    var run = celebrities.below(ben, run(30, 50, 30), Entry.END, 10);

    assertThat(ids(run)).containsExactly(50L, 40L, 30L);
    assertThat(run.floor()).isEqualTo(Entry.firstOf(30));
  }

  @Test
  void onlyTheNewestPostsAreKeptAndNothingBelowThemIsClaimed() {
    write(10, 20, 30, 40, 50, 60, 70);
    write(15); // comes too late

    var run = celebrities.below(ben, run(0, 35, 5), Entry.END, 10);

    assertThat(ids(run)).containsExactly(70L, 60L, 50L, 40L, 35L, 30L);
    assertThat(run.floor()).isGreaterThan(Entry.firstOf(20)).isLessThanOrEqualTo(Entry.firstOf(30));
  }

  @Test
  void onlyWhatBelongsIsShown() {
    var dov = TOWN.join("dov");
    celebrities.add(post(10, ana, dov));
    celebrities.add(post(20, ana, ben.id()));
    celebrities.add(post(30, dov, null));

    assertThat(ids(celebrities.below(ben, run(0), Entry.END, 10))).containsExactly(20L);
  }

  @Test
  void aPostIsNewOnce() {
    assertThat(celebrities.add(post(10, ana, null))).isTrue();
    assertThat(celebrities.add(post(10, ana, null))).isFalse();
    celebrities.remove(post(10, ana, null));
    assertThat(ids(celebrities.below(ben, run(0), Entry.END, 10))).isEmpty();
    assertThat(celebrities.contains(ana)).isTrue();
  }
}
