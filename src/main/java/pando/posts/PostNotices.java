package pando.posts;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import pando.accounts.Notice;
import pando.accounts.Notification.Kind;
import pando.accounts.Notifications;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Tells people what happened to their posts, and of posts that mention them or that they wait for.
///
/// Who is one of a few is told eagerly, who may be one of many by the lane. What they are told
/// follows from a favourite, a boost or a post, whichever event speaks of it: whoever has heard
/// that it is undone is not told of it any more, when the event of its beginning comes late.
final class PostNotices {
  /// How many boosters are read at once.
  private static final int BOOSTERS = 1_000;

  private final Posts posts;
  private final Relations relations;
  private final Notifications notifications;

  PostNotices(Posts posts, Relations relations, Notifications notifications) {
    this.posts = posts;
    this.relations = relations;
    this.notifications = notifications;
  }

  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS,
            PostEvent.class,
            Timing.EAGER,
            batch -> batch.stream().map(Delivery::event).forEach(this::tellFew)));
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS, PostEvent.Published.class, Timing.LATER, this::tellWaiting));
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS, PostEvent.Edited.class, Timing.LATER, this::tellBoosters));
  }

  private void tellFew(PostEvent happened) {
    switch (happened) {
      case PostEvent.Published(var post, _) -> {
        notifications.tell(boost(post));
        notifications.tell(mentions(post, post.mentions()));
      }
      case PostEvent.Edited(var before, var post, _) -> {
        var mentioned = new ArrayList<>(post.mentions());
        mentioned.removeAll(before.mentions());
        notifications.tell(mentions(post, mentioned));
      }
      case PostEvent.Deleted(var post) -> {
        notifications.withdraw(boost(post));
        notifications.withdraw(mentions(post, post.mentions()));
      }
      case PostEvent.Favourited(var by, var post, var author, var favourite) ->
          notifications.tell(notices(Kind.FAVOURITE, favourite, by, post, List.of(author)));
      case PostEvent.Unfavourited(var by, var post, var author, var favourite) ->
          notifications.withdraw(notices(Kind.FAVOURITE, favourite, by, post, List.of(author)));
    }
  }

  private static List<Notice> boost(Outline post) {
    return post.boostOf() == null || post.boostOfAuthor() == null
        ? List.of()
        : notices(
            Kind.BOOST,
            post.id().value(),
            post.author(),
            post.boostOf(),
            List.of(post.boostOfAuthor()));
  }

  private static List<Notice> mentions(Outline post, List<AccountId> people) {
    return notices(Kind.MENTION, post.id().value(), post.author(), post.id(), people);
  }

  private static List<Notice> notices(
      Kind kind, long cause, AccountId from, PostId post, List<AccountId> people) {
    return people.stream()
        .filter(to -> !to.equals(from))
        .map(to -> new Notice(to, kind, from, post, cause))
        .toList();
  }

  /// Tells the followers who want to hear of each post of its author: not of boosts, of answers to
  /// others, of what is for mentioned people only, nor of what is gone by now.
  private void tellWaiting(List<Delivery<PostEvent.Published>> batch) {
    var published = batch.stream().map(delivery -> delivery.event().post()).toList();
    var followers = relations.notified(published.stream().map(Outline::author).collect(toSet()));
    var awaited =
        published.stream()
            .filter(post -> isNews(post) && followers.containsKey(post.author()))
            .toList();
    var now = posts.findAll(awaited.stream().map(Outline::id).toList());
    for (var post : awaited) {
      if (now.containsKey(post.id())) {
        var waiting = new ArrayList<>(followers.getOrDefault(post.author(), List.of()));
        waiting.removeAll(post.mentions()); // who have been told already
        notifications.tell(
            notices(Kind.POST, post.id().value(), post.author(), post.id(), waiting));
      }
    }
  }

  private static boolean isNews(Outline post) {
    var toOthers = post.replyTo() != null && !post.author().equals(post.replyToAuthor());
    return post.boostOf() == null && !toOthers && post.audience() != Audience.MENTIONED;
  }

  private void tellBoosters(List<Delivery<PostEvent.Edited>> batch) {
    for (var delivery : batch) {
      var post = delivery.event().post();
      var edit = delivery.id().value();
      var request = PageRequest.first(BOOSTERS);
      var page = posts.received().boostedBy(post.id(), request);
      while (page.bounds() != null) {
        notifications.tell(notices(Kind.EDIT, edit, post.author(), post.id(), page.items()));
        request = new PageRequest(page.bounds().oldest(), null, null, BOOSTERS);
        page = posts.received().boostedBy(post.id(), request);
      }
    }
  }
}
