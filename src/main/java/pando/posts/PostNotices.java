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
import pando.queue.Delivery.EventId;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Tells people what happened to their posts, and of posts that mention them or that they wait for.
///
/// Who is one of a few is told eagerly, who may be one of many by the lane.
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
            batch -> batch.forEach(delivery -> tellFew(delivery.id(), delivery.event()))));
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS, PostEvent.Published.class, Timing.LATER, this::tellWaiting));
    lanes.subscribe(
        new Subscription<>(
            Lane.NOTIFICATIONS, PostEvent.Edited.class, Timing.LATER, this::tellBoosters));
  }

  private void tellFew(EventId event, PostEvent happened) {
    switch (happened) {
      case PostEvent.Published(var post, _) -> {
        if (post.boostOf() != null && post.boostOfAuthor() != null) {
          tell(event, Kind.BOOST, post.author(), post.boostOf(), List.of(post.boostOfAuthor()));
        }
        tell(event, Kind.MENTION, post.author(), post.id(), post.mentions());
      }
      case PostEvent.Edited(var before, var post, _) -> {
        var mentioned = new ArrayList<>(post.mentions());
        mentioned.removeAll(before.mentions());
        tell(event, Kind.MENTION, post.author(), post.id(), mentioned);
      }
      case PostEvent.Deleted(var post) -> {
        if (post.boostOf() != null && post.boostOfAuthor() != null) {
          withdraw(post.boostOfAuthor(), Kind.BOOST, post.author(), post.boostOf());
        }
        post.mentions().forEach(to -> withdraw(to, Kind.MENTION, post.author(), post.id()));
      }
      case PostEvent.Favourited(var by, var post, var author, _) ->
          tell(event, Kind.FAVOURITE, by, post, List.of(author));
      case PostEvent.Unfavourited(var by, var post, var author, _) ->
          withdraw(author, Kind.FAVOURITE, by, post);
    }
  }

  private void tell(EventId event, Kind kind, AccountId from, PostId post, List<AccountId> people) {
    var notices =
        people.stream()
            .filter(to -> !to.equals(from))
            .map(to -> new Notice(to, kind, from, post, event))
            .toList();
    if (!notices.isEmpty()) {
      notifications.tell(notices);
    }
  }

  private void withdraw(AccountId to, Kind kind, AccountId from, PostId post) {
    if (!to.equals(from)) {
      notifications.withdraw(to, kind, from, post);
    }
  }

  /// Tells the followers who want to hear of each post of its author: not of boosts, of answers to
  /// others, nor what is for mentioned people only.
  private void tellWaiting(List<Delivery<PostEvent.Published>> batch) {
    var authors = batch.stream().map(delivery -> delivery.event().post().author());
    var followers = relations.notified(authors.collect(toSet()));
    for (var delivery : batch) {
      var post = delivery.event().post();
      var toOthers = post.replyTo() != null && !post.author().equals(post.replyToAuthor());
      if (post.boostOf() == null && !toOthers && post.audience() != Audience.MENTIONED) {
        var waiting = new ArrayList<>(followers.getOrDefault(post.author(), List.of()));
        waiting.removeAll(post.mentions()); // who have been told already
        tell(delivery.id(), Kind.POST, post.author(), post.id(), waiting);
      }
    }
  }

  private void tellBoosters(List<Delivery<PostEvent.Edited>> batch) {
    for (var delivery : batch) {
      var post = delivery.event().post();
      var request = PageRequest.first(BOOSTERS);
      var page = posts.received().boostedBy(post.id(), request);
      while (page.bounds() != null) {
        tell(delivery.id(), Kind.EDIT, post.author(), post.id(), page.items());
        request = new PageRequest(page.bounds().oldest(), null, null, BOOSTERS);
        page = posts.received().boostedBy(post.id(), request);
      }
    }
  }
}
