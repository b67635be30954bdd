package pando.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Notifications.Filter;
import pando.accounts.ProfileEdit.Flags;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.queue.Ground;
import pando.queue.Lanes;
import pando.queue.Outbox;

class SecondSidesTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Relations RELATIONS = PEOPLE.relations;
  private static final PageRequest FIRST = PageRequest.first(40);
  private static int count;

  private final AccountId ana = PEOPLE.id("ana" + count);
  private final AccountId ben = PEOPLE.id("ben" + count);

  SecondSidesTest() {
    count++;
  }

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static Relationship between(AccountId viewer, AccountId other) {
    return requireNonNull(RELATIONS.relationships(viewer, List.of(other)).get(other));
  }

  private static Counts counts(AccountId of) {
    return requireNonNull(PEOPLE.accounts.counts(List.of(of)).get(of));
  }

  private static void follow(AccountId who, AccountId target) {
    RELATIONS.follow(who, target, FollowOptions.SAME);
  }

  @Test
  void deliveringEverythingAgainAndBackwardsChangesNothing() {
    var locked = new Flags(true, null, null, null, null);
    PEOPLE.accounts.edit(
        ben, new ProfileEdit(null, null, null, null, null, locked, ProfileEdit.NewPosts.SAME));
    var eve = PEOPLE.id("eve" + count);
    follow(ana, ben);
    RELATIONS.authorize(ben, ana);
    follow(eve, ben);
    RELATIONS.reject(ben, eve);
    follow(eve, ana);
    RELATIONS.unfollow(eve, ana);
    follow(eve, ana);
    follow(ben, eve);
    RELATIONS.removeFollower(eve, ben);
    follow(ben, eve);
    RELATIONS.block(ana, eve);
    RELATIONS.unblock(ana, eve);
    follow(ana, eve);
    var people = List.of(ana, ben, eve);
    var before = everythingOf(people);

    PEOPLE.deliverEverythingAgain();
    assertThat(everythingOf(people)).isEqualTo(before);
    PEOPLE.deliverEverythingBackwards();

    assertThat(everythingOf(people)).isEqualTo(before);
    assertThat(counts(ana)).isEqualTo(new Counts(0, 2, 0, null));
    assertThat(counts(ben)).isEqualTo(new Counts(1, 1, 0, null));
    assertThat(counts(eve)).isEqualTo(new Counts(2, 0, 0, null));
  }

  private static List<Object> everythingOf(List<AccountId> people) {
    var all = new ArrayList<>();
    for (var person : people) {
      all.add(counts(person));
      all.add(RELATIONS.relationships(person, people));
      all.add(RELATIONS.followers(person));
      all.add(RELATIONS.ties(person).following());
      all.add(PEOPLE.notifications.list(person, Filter.ALL, FIRST));
    }
    return all.stream()
        .map(one -> one instanceof long[] ids ? Arrays.stream(ids).boxed().toList() : one)
        .toList();
  }

  @Test
  void aSecondSideThatWasNeverWrittenIsWrittenByTheLane() {
    try (var people = new TestPeople()) {
      var ada = people.id("ada");
      var bob = people.id("bob");
      var silent = new Lanes(people.shards, people.types, people.clock);
      var outbox = new Outbox(people.types, silent); // and the process dies
      var ground = new Ground(people.shards, outbox, people.ground.caches(), people.clock);
      var relations = new Relations(ground, people.accounts, people.notifications);
      relations.follow(ada, bob, FollowOptions.SAME);
      assertThat(people.relations.followers(bob)).isEmpty();

      people.settle();

      assertThat(people.relations.followers(bob)).containsExactly(ada.value());
      assertThat(people.accounts.counts(List.of(bob)))
          .containsEntry(bob, new Counts(1, 0, 0, null));
    }
  }

  @Test
  void manyWhoFollowAndUnfollowAtTheSameTimeLeaveBothSidesEqual() throws Exception {
    var tasks = new ArrayList<Runnable>();
    for (var i = 0; i < 8; i++) {
      tasks.add(() -> follow(ana, ben));
      tasks.add(() -> RELATIONS.unfollow(ana, ben));
      tasks.add(() -> follow(ben, ana));
    }
    atTheSameTime(tasks);

    var following = between(ana, ben).following();
    assertThat(between(ben, ana).followedBy()).isEqualTo(following);
    assertThat(RELATIONS.followers(ben)).hasSize(following ? 1 : 0);
    assertThat(RELATIONS.ties(ana).follows(ben)).isEqualTo(following);
    assertThat(counts(ana)).isEqualTo(new Counts(1, following ? 1 : 0, 0, null));
    assertThat(counts(ben)).isEqualTo(new Counts(following ? 1 : 0, 1, 0, null));
  }

  @Test
  void postingAndFollowingAtTheSameTimeDoNotWaitForEachOther() throws Exception {
    var tasks = new ArrayList<Runnable>();
    for (var i = 0; i < 16; i++) {
      tasks.add(() -> post(ana));
      tasks.add(() -> follow(ana, ben));
      tasks.add(() -> RELATIONS.unfollow(ana, ben));
    }
    atTheSameTime(tasks);

    assertThat(counts(ana).posts()).isEqualTo(16);
  }

  /// What a post does in its transaction, the event last.
  private static void post(AccountId author) {
    PEOPLE
        .shards
        .of(author)
        .transact(tx -> {
          PEOPLE.accounts.countPost(tx, author, 1, PEOPLE.clock.instant());
          PEOPLE.outbox.add(tx, author, new AccountEvent.ProfileChanged(author, false));
          return author;
        });
  }

  @Test
  void aFollowDuringABlockDoesNotOutliveIt() throws Exception {
    for (var i = 0; i < 10; i++) {
      atTheSameTime(
          List.of(
              () -> RELATIONS.block(ana, ben),
              () -> {
                try {
                  follow(ben, ana);
                } catch (Refusal.Forbidden _) {
                  // the block was first
                }
              }));
      assertThat(between(ana, ben).followedBy()).isFalse();
      assertThat(between(ben, ana).following()).isFalse();
      assertThat(List.of(counts(ana), counts(ben))).containsOnly(Counts.NONE);
      RELATIONS.unblock(ana, ben);
    }
  }

  private static void atTheSameTime(List<Runnable> tasks) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (var task : running) {
        task.get();
      }
    }
  }
}
