package pando.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Notification.Kind;
import pando.accounts.Notifications.Filter;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;

class NotificationsTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final Notifications NOTIFICATIONS = PEOPLE.notifications;
  private static final PageRequest FIRST = PageRequest.first(40);
  private static int count;
  private static long cause;

  private final AccountId ana = PEOPLE.id("ana" + count);
  private final AccountId ben = PEOPLE.id("ben" + count);
  private final PostId post = new PostId(ana.value() + 1);

  NotificationsTest() {
    count++;
    PEOPLE.heard(AccountEvent.class);
  }

  @AfterAll
  static void close() {
    PEOPLE.close();
  }

  private static Notice notice(AccountId to, Kind kind, AccountId from, @Nullable PostId post) {
    return new Notice(to, kind, from, post, ++cause);
  }

  private static List<Notification> told(AccountId who) {
    return NOTIFICATIONS.list(who, Filter.ALL, FIRST).items();
  }

  @Test
  void aNoticeIsToldOnceAndHeard() {
    var notice = notice(ana, Kind.MENTION, ben, post);

    NOTIFICATIONS.tell(List.of(notice));
    NOTIFICATIONS.tell(List.of(notice));

    assertThat(told(ana)).hasSize(1);
    var notification = told(ana).getFirst();
    assertThat(notification.kind()).isEqualTo(Kind.MENTION);
    assertThat(notification.from()).isEqualTo(ben);
    assertThat(notification.post()).isEqualTo(post);
    assertThat(notification.createdAt()).isEqualTo(PEOPLE.clock.instant());
    assertThat(NOTIFICATIONS.find(ana, notification.id())).isEqualTo(notification);
    assertThat(NOTIFICATIONS.find(ben, notification.id())).isNull();
    assertThat(PEOPLE.heard(AccountEvent.Told.class))
        .containsExactly(new AccountEvent.Told(ana, notification.id(), Kind.MENTION, ben, post));
  }

  @Test
  void nobodyIsToldWhatTheyDidThemselves() {
    NOTIFICATIONS.tell(List.of(notice(ana, Kind.FAVOURITE, ana, post)));

    assertThat(told(ana)).isEmpty();
  }

  @Test
  void aBlockSilencesBothWays() {
    PEOPLE.relations.block(ana, ben);

    NOTIFICATIONS.tell(
        List.of(notice(ana, Kind.MENTION, ben, post), notice(ben, Kind.MENTION, ana, post)));

    assertThat(told(ana)).isEmpty();
    assertThat(told(ben)).isEmpty();
  }

  @Test
  void aBlockTakesBackWhatWasToldBefore() {
    NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));

    PEOPLE.relations.block(ana, ben);

    assertThat(told(ana)).isEmpty();
  }

  @Test
  void aMuteSilencesOnlyIfItSaysSoAndWhileItLasts() {
    PEOPLE.relations.mute(ana, ben, false, null);
    NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));
    assertThat(told(ana)).hasSize(1);

    PEOPLE.relations.mute(ana, ben, true, Duration.ofMinutes(5));
    NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));
    assertThat(told(ana)).hasSize(1);

    PEOPLE.pass(Duration.ofMinutes(5));
    NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));
    assertThat(told(ana)).hasSize(2);
  }

  @Test
  void whatIsUndoneIsTakenBackAndNotToldLate() {
    var favourite = notice(ana, Kind.FAVOURITE, ben, post);
    var other = notice(ana, Kind.FAVOURITE, ben, new PostId(post.value() + 1));
    var boost = notice(ana, Kind.BOOST, ben, post);
    NOTIFICATIONS.tell(List.of(favourite, other));

    NOTIFICATIONS.withdraw(List.of(favourite, boost));
    NOTIFICATIONS.tell(List.of(favourite, boost));

    assertThat(told(ana)).extracting(Notification::post).containsExactly(other.post());
    assertThat(PEOPLE.heard(AccountEvent.Told.class)).hasSize(2);
  }

  @Test
  void theListIsFilteredAndPaged() {
    var eve = PEOPLE.id("eve" + count);
    NOTIFICATIONS.tell(
        List.of(
            notice(ana, Kind.MENTION, ben, post),
            notice(ana, Kind.FAVOURITE, eve, post),
            notice(ana, Kind.MENTION, eve, post)));

    var mentions = new Filter(Set.of(Kind.MENTION), null);
    assertThat(NOTIFICATIONS.list(ana, mentions, FIRST).items())
        .extracting(Notification::from)
        .containsExactly(eve, ben);
    var fromEve = new Filter(Set.of(Kind.values()), eve);
    assertThat(NOTIFICATIONS.list(ana, fromEve, FIRST).items()).hasSize(2);
    assertThat(NOTIFICATIONS.list(ana, new Filter(Set.of(), null), FIRST).items()).isEmpty();

    var all = told(ana);
    var newest = NOTIFICATIONS.list(ana, Filter.ALL, PageRequest.first(1));
    assertThat(newest.items()).containsExactly(all.get(0));
    var older = new PageRequest(all.get(0).id().value(), null, null, 5);
    assertThat(NOTIFICATIONS.list(ana, Filter.ALL, older).items())
        .containsExactly(all.get(1), all.get(2));
    var above = new PageRequest(null, null, all.get(2).id().value(), 1);
    assertThat(NOTIFICATIONS.list(ana, Filter.ALL, above).items()).containsExactly(all.get(1));
  }

  @Test
  void dismissingDropsOneAndClearingDropsAll() {
    NOTIFICATIONS.tell(
        List.of(notice(ana, Kind.MENTION, ben, post), notice(ana, Kind.BOOST, ben, post)));
    var newest = told(ana).getFirst().id();

    NOTIFICATIONS.dismiss(ben, newest); // it is not Ben's
    assertThat(told(ana)).hasSize(2);
    NOTIFICATIONS.dismiss(ana, newest);
    NOTIFICATIONS.dismiss(ana, newest);
    assertThat(told(ana)).hasSize(1);
    NOTIFICATIONS.clear(ana);
    assertThat(told(ana)).isEmpty();
    assertThat(NOTIFICATIONS.find(ana, newest)).isNull();
    assertThat(NOTIFICATIONS.unreadCount(ana, Filter.ALL, 100)).isZero();
  }

  @Test
  void whatIsAboveTheMarkerIsUnread() {
    for (var i = 0; i < 3; i++) {
      NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));
    }
    assertThat(NOTIFICATIONS.unreadCount(ana, Filter.ALL, 100)).isEqualTo(3);
    assertThat(NOTIFICATIONS.unreadCount(ana, Filter.ALL, 2)).isEqualTo(2);

    PEOPLE.markers.set(ana, Markers.Feed.NOTIFICATIONS, told(ana).get(1).id().value());
    PEOPLE.markers.set(ana, Markers.Feed.HOME, Long.MAX_VALUE);

    assertThat(NOTIFICATIONS.unreadCount(ana, Filter.ALL, 100)).isEqualTo(1);
  }

  @Test
  void markersAreKeptPerFeedAndCounted() {
    assertThat(PEOPLE.markers.findAll(ana)).isEmpty();

    PEOPLE.markers.set(ana, Markers.Feed.HOME, 7);
    var marker = PEOPLE.markers.set(ana, Markers.Feed.HOME, 9);

    assertThat(marker.lastReadId()).isEqualTo(9);
    assertThat(marker.version()).isEqualTo(2);
    assertThat(PEOPLE.markers.findAll(ana)).containsOnlyKeys(Markers.Feed.HOME);
  }

  @Test
  void onlyTheNewestAreKept() {
    PEOPLE
        .shards
        .of(ana)
        .update(
            """
            insert into notifications
              (id, account_id, kind, from_id, cause_id, created_at, hidden)
            select i, ?, 'mention', ?, -i, now(), i % 2 = 0 from generate_series(1, ?) as i
            """,
            ana, ben, 2 * Notifications.MAX_KEPT + 10);

    NOTIFICATIONS.tell(List.of(notice(ana, Kind.MENTION, ben, post)));
    PEOPLE.settle();

    assertThat(NOTIFICATIONS.unreadCount(ana, Filter.ALL, 10_000))
        .isEqualTo(Notifications.MAX_KEPT);
    assertThat(told(ana).getFirst().post()).isEqualTo(post);
    var hidden =
        PEOPLE
            .shards
            .of(ana)
            .one(
                "select count(*) as n from notifications where account_id = ? and hidden",
                row -> row.longValue("n"),
                ana);
    assertThat(hidden).isEqualTo(Notifications.MAX_KEPT);
  }
}
