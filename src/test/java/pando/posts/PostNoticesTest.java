package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.accounts.Notification;
import pando.accounts.Notification.Kind;
import pando.accounts.Notifications.Filter;
import pando.accounts.Relations.FollowOptions;
import pando.base.AccountId;
import pando.base.PageRequest;

class PostNoticesTest {
  private static final TestPosts ROOM = new TestPosts();

  @AfterAll
  static void close() {
    ROOM.close();
  }

  /// What somebody was told of a post, after every event came twice.
  private static List<Kind> told(AccountId to, Post post) {
    ROOM.deliverTwice();
    return ROOM.people.notifications.list(to, Filter.ALL, PageRequest.first(40)).items().stream()
        .filter(notification -> post.id().equals(notification.post()))
        .map(Notification::kind)
        .toList();
  }

  @Test
  void whoIsMentionedIsToldOnce() {
    var ana = ROOM.join("ana");
    var ben = ROOM.join("ben");
    var post = ROOM.post(ana, "Hi @ben, @BEN and @ana", Audience.MENTIONED);

    assertThat(told(ben, post)).containsExactly(Kind.MENTION);
    assertThat(told(ana, post)).isEmpty();

    ROOM.posts.delete(ana, post.id());
    assertThat(told(ben, post)).isEmpty();
  }

  @Test
  void whoIsMentionedByAnEditIsToldThen() {
    var carl = ROOM.join("carl");
    var dora = ROOM.join("dora");
    var emil = ROOM.join("emil");
    var post = ROOM.post(carl, "Hi @dora");
    ROOM.posts.edit(carl, post.id(), Draft.of("Hi @dora and @emil"));

    assertThat(told(dora, post)).containsExactly(Kind.MENTION);
    assertThat(told(emil, post)).containsExactly(Kind.MENTION);
  }

  @Test
  void anAuthorIsToldOfFavouritesAndBoostsOfOthersWhileTheyLast() {
    var finn = ROOM.join("finn");
    var gina = ROOM.join("gina");
    var post = ROOM.post(finn, "hello");
    ROOM.reactions.favourite(gina, post.id());
    ROOM.reactions.boost(gina, post.id(), Audience.EVERYONE);
    ROOM.reactions.favourite(finn, post.id());

    assertThat(told(finn, post)).containsExactlyInAnyOrder(Kind.FAVOURITE, Kind.BOOST);

    ROOM.reactions.unfavourite(gina, post.id());
    ROOM.reactions.unboost(gina, post.id());
    assertThat(ROOM.people.notifications.list(finn, Filter.ALL, PageRequest.first(9)).items())
        .isEmpty();
  }

  @Test
  void whoHasBoostedAPostIsToldOfItsEdits() {
    var hana = ROOM.join("hana");
    var ivan = ROOM.join("ivan");
    var post = ROOM.post(hana, "one");
    ROOM.reactions.boost(ivan, post.id(), Audience.EVERYONE);
    ROOM.posts.edit(hana, post.id(), Draft.of("two"));

    assertThat(told(ivan, post)).containsExactly(Kind.EDIT);
  }

  @Test
  void whoWaitsForSomebodysPostsIsToldOfEach() {
    var jana = ROOM.join("jana");
    var karl = ROOM.join("karl");
    var lena = ROOM.join("lena");
    ROOM.people.relations.follow(karl, jana, new FollowOptions(null, true, null));
    ROOM.people.relations.follow(lena, jana, FollowOptions.SAME);
    var other = ROOM.post(lena, "question");
    var post = ROOM.post(jana, "news");
    var more = ROOM.reply(jana, post, "more news");
    var mention = ROOM.post(jana, "for @karl");
    var answer = ROOM.reply(jana, other, "answer");
    var boost = ROOM.reactions.boost(jana, other.id(), Audience.EVERYONE);
    var secret = ROOM.post(jana, "@lena", Audience.MENTIONED);

    assertThat(told(karl, post)).containsExactly(Kind.POST);
    assertThat(told(karl, more)).containsExactly(Kind.POST);
    assertThat(told(karl, mention)).containsExactly(Kind.MENTION);
    assertThat(told(karl, answer)).isEmpty();
    assertThat(told(karl, boost)).isEmpty();
    assertThat(told(karl, secret)).isEmpty();
    assertThat(told(lena, post)).isEmpty();
  }

  /// What somebody sees, after every event came again, the last first.
  private static List<Kind> toldAgainstTime(AccountId to) {
    ROOM.deliverBackwards();
    return ROOM.people.notifications.list(to, Filter.ALL, PageRequest.first(40)).items().stream()
        .map(Notification::kind)
        .toList();
  }

  @Test
  void whatComesLateBringsNothingBackThatWasUndone() {
    var mona = ROOM.join("mona");
    var nils = ROOM.join("nils");
    var post = ROOM.post(mona, "hello");
    ROOM.reactions.favourite(nils, post.id());
    ROOM.reactions.unfavourite(nils, post.id());
    ROOM.reactions.boost(nils, post.id(), Audience.EVERYONE);
    ROOM.reactions.unboost(nils, post.id());
    var mention = ROOM.post(nils, "Hi @mona");
    ROOM.posts.edit(nils, mention.id(), Draft.of("Good morning, @mona"));
    ROOM.posts.delete(nils, mention.id());

    assertThat(toldAgainstTime(mona)).isEmpty();
    assertThat(told(mona, post)).isEmpty();
  }

  @Test
  void whatIsDoneAgainIsToldOnceHoweverLateAllOfItComes() {
    var olga = ROOM.join("olga");
    var paul = ROOM.join("paul");
    var post = ROOM.post(olga, "hello");
    for (var i = 0; i < 2; i++) {
      ROOM.reactions.unfavourite(paul, post.id());
      ROOM.reactions.unboost(paul, post.id());
      ROOM.reactions.favourite(paul, post.id());
      ROOM.reactions.boost(paul, post.id(), Audience.EVERYONE);
    }

    assertThat(toldAgainstTime(olga)).containsExactlyInAnyOrder(Kind.BOOST, Kind.FAVOURITE);
  }

  @Test
  void whatWasDismissedOrHiddenByABlockStaysSo() {
    var rosa = ROOM.join("rosa");
    var sven = ROOM.join("sven");
    var tara = ROOM.join("tara");
    var post = ROOM.post(rosa, "hello");
    ROOM.reactions.favourite(sven, post.id());
    ROOM.people.relations.block(rosa, sven);
    ROOM.people.relations.unblock(rosa, sven);
    ROOM.reactions.favourite(tara, post.id());
    ROOM.people.notifications.clear(rosa);
    ROOM.people.relations.mute(rosa, tara, true, null);
    ROOM.post(tara, "Hi @rosa");
    ROOM.people.relations.unmute(rosa, tara);

    assertThat(toldAgainstTime(rosa)).isEmpty();
  }

  @Test
  void nobodyIsToldOfAPostThatIsGoneBeforeItsTurnComes() {
    var udo = ROOM.join("udo");
    var vera = ROOM.join("vera");
    ROOM.people.relations.follow(vera, udo, new FollowOptions(null, true, null));
    var post = ROOM.post(udo, "oh");
    ROOM.posts.delete(udo, post.id());

    assertThat(told(vera, post)).isEmpty();
  }
}
