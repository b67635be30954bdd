package pando.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Notification.Kind;
import pando.accounts.Notifications.Filter;
import pando.accounts.ProfileEdit.Flags;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.Refusal;

class RelationsTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Relations RELATIONS = PEOPLE.relations;
  private static final PageRequest FIRST = PageRequest.first(40);
  private static int count;

  private final AccountId ana = PEOPLE.id("ana" + count);
  private final AccountId ben = PEOPLE.id("ben" + count);

  RelationsTest() {
    count++;
    PEOPLE.heard(AccountEvent.class);
  }

  @BeforeAll
  static void theTwoSidesAreApart() {
    var one = PEOPLE.id("one");
    var two = PEOPLE.id("two");
    assertThat(PEOPLE.shards.of(one)).isNotSameAs(PEOPLE.shards.of(two));
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

  private static List<Kind> told(AccountId who) {
    return PEOPLE.notifications.list(who, Filter.ALL, FIRST).items().stream()
        .map(Notification::kind)
        .toList();
  }

  private static void lock(AccountId who, boolean locked) {
    var flags = new Flags(locked, null, null, null, null);
    PEOPLE.accounts.edit(
        who, new ProfileEdit(null, null, null, null, null, flags, ProfileEdit.NewPosts.SAME));
  }

  private static void follow(AccountId who, AccountId target) {
    RELATIONS.follow(who, target, FollowOptions.SAME);
  }

  @Test
  void aFollowIsSeenFromBothSidesAtOnce() {
    var relationship = RELATIONS.follow(ana, ben, FollowOptions.SAME);

    assertThat(relationship.following()).isTrue();
    assertThat(relationship.showingBoosts()).isTrue();
    assertThat(relationship.notifying()).isFalse();
    assertThat(relationship.languages()).isNull();
    assertThat(between(ben, ana).followedBy()).isTrue();
    assertThat(between(ben, ana).following()).isFalse();
    assertThat(RELATIONS.ties(ana).follows(ben)).isTrue();
    assertThat(RELATIONS.ties(ben).follows(ana)).isFalse();
    assertThat(RELATIONS.followers(ben)).containsExactly(ana.value());
    assertThat(RELATIONS.followersOf(ben, FIRST).items()).containsExactly(ana);
    assertThat(RELATIONS.followingOf(ana, FIRST).items()).containsExactly(ben);
    assertThat(counts(ana).following()).isEqualTo(1);
    assertThat(counts(ben).followers()).isEqualTo(1);
    assertThat(told(ben)).containsExactly(Kind.FOLLOW);
    assertThat(PEOPLE.heard(AccountEvent.Followed.class))
        .containsExactly(new AccountEvent.Followed(ana, ben, false));
  }

  @Test
  void followingTwiceIsFollowingOnce() {
    follow(ana, ben);
    follow(ana, ben);

    assertThat(counts(ana).following()).isEqualTo(1);
    assertThat(counts(ben).followers()).isEqualTo(1);
    assertThat(told(ben)).containsExactly(Kind.FOLLOW);
    assertThat(PEOPLE.heard(AccountEvent.Followed.class)).hasSize(1);
  }

  @Test
  void anUnfollowLeavesNothingBehind() {
    follow(ana, ben);
    RELATIONS.followers(ben);
    RELATIONS.unfollow(ana, ben);
    RELATIONS.unfollow(ana, ben);

    assertThat(between(ana, ben).following()).isFalse();
    assertThat(between(ben, ana).followedBy()).isFalse();
    assertThat(RELATIONS.ties(ana).follows(ben)).isFalse();
    assertThat(RELATIONS.followers(ben)).isEmpty();
    assertThat(counts(ana).following()).isZero();
    assertThat(counts(ben).followers()).isZero();
    assertThat(told(ben)).isEmpty();
    assertThat(PEOPLE.heard(AccountEvent.Unfollowed.class))
        .containsExactly(new AccountEvent.Unfollowed(ana, ben));
  }

  @Test
  void theOptionsOfAFollowChangeWithoutFollowingAgain() {
    RELATIONS.follow(ana, ben, new FollowOptions(false, true, List.of("en", "ko")));

    assertThat(between(ana, ben).showingBoosts()).isFalse();
    assertThat(between(ana, ben).notifying()).isTrue();
    assertThat(between(ana, ben).languages()).containsExactly("en", "ko");
    assertThat(RELATIONS.ties(ana).hidesBoostsOf(ben)).isTrue();
    assertThat(RELATIONS.notified(List.of(ben))).isEqualTo(Map.of(ben, List.of(ana)));

    RELATIONS.follow(ana, ben, new FollowOptions(true, null, List.of()));
    assertThat(between(ana, ben).showingBoosts()).isTrue();
    assertThat(between(ana, ben).notifying()).isTrue();
    assertThat(between(ana, ben).languages()).isNull();
    assertThat(RELATIONS.ties(ana).hidesBoostsOf(ben)).isFalse();

    RELATIONS.follow(ana, ben, new FollowOptions(null, false, null));
    assertThat(RELATIONS.notified(List.of(ben))).isEmpty();
    assertThat(counts(ben).followers()).isEqualTo(1);
  }

  @Test
  void languagesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new FollowOptions(null, null, List.of("en", "<script>")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() ->
            new FollowOptions(
                null, null, IntStream.range(0, 31).mapToObj("a%02d"::formatted).toList()))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void whoIsLockedIsAskedFirst() {
    lock(ben, true);

    var relationship = RELATIONS.follow(ana, ben, new FollowOptions(false, true, null));
    follow(ana, ben);
    assertThat(relationship.requested()).isTrue();
    assertThat(relationship.following()).isFalse();
    assertThat(between(ben, ana).requestedBy()).isTrue();
    assertThat(RELATIONS.requestsFor(ben, FIRST).items()).containsExactly(ana);
    assertThat(RELATIONS.requestCount(ben)).isEqualTo(1);
    assertThat(counts(ben).followers()).isZero();
    assertThat(told(ben)).containsExactly(Kind.FOLLOW_REQUEST);

    var approved = RELATIONS.authorize(ben, ana);
    RELATIONS.authorize(ben, ana);
    assertThat(approved.followedBy()).isTrue();
    assertThat(approved.requestedBy()).isFalse();
    assertThat(between(ana, ben).following()).isTrue();
    assertThat(between(ana, ben).showingBoosts()).isFalse();
    assertThat(between(ana, ben).requested()).isFalse();
    assertThat(RELATIONS.notified(List.of(ben))).isEqualTo(Map.of(ben, List.of(ana)));
    assertThat(RELATIONS.ties(ana).follows(ben)).isTrue();
    assertThat(RELATIONS.requestCount(ben)).isZero();
    assertThat(counts(ana).following()).isEqualTo(1);
    assertThat(counts(ben).followers()).isEqualTo(1);
    assertThat(told(ben)).isEmpty();
    assertThat(PEOPLE.heard(AccountEvent.Followed.class))
        .containsExactly(new AccountEvent.Followed(ana, ben, true));
  }

  @Test
  void aRequestThatIsDeclinedOrTakenBackIsGone() {
    lock(ben, true);
    follow(ana, ben);
    RELATIONS.reject(ben, ana);

    assertThat(between(ana, ben).requested()).isFalse();
    assertThat(RELATIONS.requestsFor(ben, FIRST).items()).isEmpty();

    follow(ana, ben);
    RELATIONS.unfollow(ana, ben);
    assertThat(between(ana, ben).requested()).isFalse();
    assertThat(between(ben, ana).requestedBy()).isFalse();
    assertThat(told(ben)).isEmpty();
    assertThat(counts(ben).followers()).isZero();
  }

  @Test
  void whoUnlocksApprovesAllWhoHaveAsked() {
    lock(ben, true);
    follow(ana, ben);
    var eve = PEOPLE.id("eve" + count);
    follow(eve, ben);

    lock(ben, false);
    PEOPLE.settle();

    assertThat(RELATIONS.followersOf(ben, FIRST).items()).containsExactlyInAnyOrder(ana, eve);
    assertThat(RELATIONS.requestCount(ben)).isZero();
    assertThat(counts(ben).followers()).isEqualTo(2);
  }

  @Test
  void whoHasLockedAgainApprovesNobodyWhenTheirUnlockingComesLate() {
    lock(ben, true);
    lock(ben, false);
    lock(ben, true);
    follow(ana, ben);

    PEOPLE.deliverEverythingBackwards();

    assertThat(RELATIONS.requestsFor(ben, FIRST).items()).containsExactly(ana);
    assertThat(counts(ben).followers()).isZero();
  }

  @Test
  void aBlockEndsFollowsBothWaysAndPreventsNewOnes() {
    follow(ana, ben);
    follow(ben, ana);
    RELATIONS.ties(ben);

    var relationship = RELATIONS.block(ana, ben);
    RELATIONS.block(ana, ben);

    assertThat(relationship.blocking()).isTrue();
    assertThat(relationship.following()).isFalse();
    assertThat(relationship.followedBy()).isFalse();
    assertThat(between(ben, ana).blockedBy()).isTrue();
    assertThat(between(ben, ana).following()).isFalse();
    assertThat(between(ben, ana).followedBy()).isFalse();
    assertThat(RELATIONS.ties(ana).blocks(ben)).isTrue();
    assertThat(RELATIONS.ties(ben).blocks(ana)).isTrue();
    assertThat(RELATIONS.ties(ben).blockedBy(ana)).isTrue();
    assertThat(RELATIONS.ties(ben).hides(ana)).isTrue();
    assertThat(RELATIONS.blocksOf(ana, FIRST).items()).containsExactly(ben);
    assertThat(List.of(counts(ana), counts(ben))).containsOnly(Counts.NONE);
    assertThat(told(ana)).isEmpty();
    assertThatThrownBy(() -> follow(ben, ana)).isInstanceOf(Refusal.Forbidden.class);
    assertThatThrownBy(() -> follow(ana, ben)).isInstanceOf(Refusal.Forbidden.class);

    RELATIONS.unblock(ana, ben);
    assertThat(between(ben, ana).blockedBy()).isFalse();
    assertThat(RELATIONS.ties(ben).hides(ana)).isFalse();
    follow(ben, ana);
    assertThat(between(ana, ben).followedBy()).isTrue();
  }

  @Test
  void aBlockEndsRequestsBothWays() {
    lock(ana, true);
    lock(ben, true);
    follow(ana, ben);
    follow(ben, ana);

    RELATIONS.block(ana, ben);

    assertThat(between(ana, ben).requested()).isFalse();
    assertThat(between(ben, ana).requested()).isFalse();
    assertThat(RELATIONS.requestCount(ana)).isZero();
    assertThat(RELATIONS.requestCount(ben)).isZero();
  }

  @Test
  void aMuteHidesUntilItExpires() {
    follow(ana, ben);
    var relationship = RELATIONS.mute(ana, ben, true, Duration.ofHours(1));

    assertThat(relationship.muting()).isTrue();
    assertThat(relationship.mutingNotifications()).isTrue();
    assertThat(relationship.mutingUntil())
        .isEqualTo(PEOPLE.clock.instant().plus(Duration.ofHours(1)));
    assertThat(relationship.following()).isTrue();
    assertThat(RELATIONS.ties(ana).hides(ben)).isTrue();
    assertThat(RELATIONS.ties(ben).hides(ana)).isFalse();
    assertThat(RELATIONS.mutesOf(ana, FIRST).items()).containsExactly(ben);

    PEOPLE.pass(Duration.ofHours(1));
    assertThat(RELATIONS.ties(ana).hides(ben)).isFalse();
    assertThat(between(ana, ben).muting()).isFalse();
    assertThat(RELATIONS.mutesOf(ana, FIRST).items()).isEmpty();

    RELATIONS.mute(ana, ben, false, null);
    assertThat(between(ana, ben).mutingNotifications()).isFalse();
    assertThat(between(ana, ben).mutingUntil()).isNull();
    PEOPLE.pass(Duration.ofDays(1_000));
    assertThat(RELATIONS.ties(ana).mutes(ben)).isTrue();

    RELATIONS.unmute(ana, ben);
    assertThat(RELATIONS.ties(ana).mutes(ben)).isFalse();
  }

  @Test
  void aFollowerWhoIsRemovedNoLongerFollows() {
    follow(ana, ben);

    var relationship = RELATIONS.removeFollower(ben, ana);
    RELATIONS.removeFollower(ben, ana);

    assertThat(relationship.followedBy()).isFalse();
    assertThat(between(ana, ben).following()).isFalse();
    assertThat(List.of(counts(ana), counts(ben))).containsOnly(Counts.NONE);
  }

  @Test
  void aNoteIsSeenByItsWriterAlone() {
    RELATIONS.note(ana, ben, "met in Seoul");
    assertThat(between(ana, ben).note()).isEqualTo("met in Seoul");
    assertThat(between(ben, ana).note()).isEmpty();

    RELATIONS.note(ana, ben, "");
    assertThat(between(ana, ben).note()).isEmpty();
    assertThatThrownBy(() -> RELATIONS.note(ana, ben, "x".repeat(2_001)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void nobodyFollowsThemselvesOrSomebodyWhoIsNotThere() {
    assertThatThrownBy(() -> follow(ana, ana)).isInstanceOf(Refusal.Forbidden.class);
    assertThatThrownBy(() -> follow(ana, new AccountId(ben.value() + 1)))
        .isInstanceOf(Refusal.NotFound.class);
    PEOPLE.logins.disable(ben);
    assertThatThrownBy(() -> follow(ana, ben)).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void relationshipsComeInTheOrderAskedWithoutStrangers() {
    var eve = PEOPLE.id("eve" + count);
    var nobody = new AccountId(eve.value() + 1);

    assertThat(RELATIONS.relationships(ana, List.of(eve, nobody, ben, eve)).keySet())
        .containsExactly(eve, ben);
  }

  private static Page.Bounds bounds(Page<?> page) {
    return requireNonNull(page.bounds());
  }

  @Test
  void listsArePagedByTheirOwnRows() {
    var fans = new ArrayList<AccountId>();
    for (var i = 0; i < 5; i++) {
      var fan = PEOPLE.id("fan" + count + i);
      fans.addFirst(fan);
      follow(fan, ana);
    }

    var first = RELATIONS.followersOf(ana, PageRequest.first(2));
    assertThat(first.items()).isEqualTo(fans.subList(0, 2));
    assertThat(bounds(first).full()).isTrue();
    var oldest = bounds(first).oldest();
    var second = RELATIONS.followersOf(ana, new PageRequest(oldest, null, null, 2));
    assertThat(second.items()).isEqualTo(fans.subList(2, 4));
    var above = RELATIONS.followersOf(ana, new PageRequest(null, null, bounds(second).newest(), 1));
    assertThat(above.items()).containsExactly(fans.get(1)); // the one just above
    var since = RELATIONS.followersOf(ana, new PageRequest(null, bounds(second).newest(), null, 1));
    assertThat(since.items()).containsExactly(fans.get(0)); // the newest
    assertThat(RELATIONS.followers(ana))
        .isEqualTo(fans.stream().mapToLong(AccountId::value).sorted().toArray());
  }
}
