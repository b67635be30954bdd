package pando.posts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pando.base.PostId;
import pando.media.PhotoEvent;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Writes what follows from an event beside what it happened to: the counts of the post that was
/// answered, boosted or favourited, the thread beside its first post, the lists beside their tags.
///
/// Delivered eagerly, so that who did it sees it at once. Twice is once, and late is not too late:
/// what is undone stays so, and the tags are those that the post has **now**.
final class OtherSides {
  /// How often a post may change while its tags are written. More is left to the lane.
  private static final int MAX_ROUNDS = 10;

  private static final String ADD_TO_THREAD =
      """
      insert into thread_posts (thread_id, post_id, reply_to_id) values (?, ?, ?)
      on conflict do nothing
      """;

  private final Posts posts;
  private final ReceivedStore received;
  private final Tags tags;

  OtherSides(Posts posts) {
    this.posts = posts;
    this.received = posts.received();
    this.tags = new Tags(posts);
  }

  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            PostEvent.class,
            Timing.EAGER,
            batch -> batch.stream().map(Delivery::event).forEach(this::on)));
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            PhotoEvent.Changed.class,
            Timing.EAGER,
            batch -> batch.stream().map(Delivery::event).forEach(this::on)));
    lanes.subscribe(
        new Subscription<>(
            Lane.MAINTENANCE, PostEvent.class, Timing.LATER, batch -> tags.count(tags(batch))));
  }

  /// The tags that some events have added to posts or taken from them.
  private static Set<String> tags(List<Delivery<PostEvent>> batch) {
    var tags = new TreeSet<String>();
    for (var delivery : batch) {
      switch (delivery.event()) {
        case PostEvent.Published(var post, _) -> tags.addAll(post.tags());
        case PostEvent.Edited(var before, var post, _) -> {
          tags.addAll(before.tags());
          tags.addAll(post.tags());
        }
        case PostEvent.Deleted(var post) -> tags.addAll(post.tags());
        case PostEvent.Favourited _, PostEvent.Unfavourited _ -> {}
      }
    }
    return tags;
  }

  private void on(PhotoEvent.Changed photo) {
    if (photo.post() != null) {
      posts.changed(photo.post());
    }
  }

  private void on(PostEvent event) {
    switch (event) {
      case PostEvent.Published(var post, var thread) -> {
        if (post.replyTo() != null) {
          posts.shards().of(thread).update(ADD_TO_THREAD, thread, post.id(), post.replyTo());
        }
        received(post, false);
        tag(post);
      }
      case PostEvent.Edited(var before, var post, _) -> {
        tag(before);
        tag(post);
      }
      case PostEvent.Deleted(var post) -> {
        received(post, true);
        tag(post);
      }
      case PostEvent.Favourited(var by, var post, _, var favourite) ->
          changedIf(received.favourited(post, by, favourite, false), post);
      case PostEvent.Unfavourited(var by, var post, _, var favourite) ->
          changedIf(received.favourited(post, by, favourite, true), post);
    }
  }

  /// Tells the post that was answered or boosted.
  private void received(Outline post, boolean undone) {
    if (post.replyTo() != null) {
      changedIf(received.replied(post.replyTo(), post.id(), undone), post.replyTo());
    }
    if (post.boostOf() != null) {
      changedIf(received.boosted(post.boostOf(), post.author(), post.id(), undone), post.boostOf());
    }
  }

  private void changedIf(boolean changed, PostId post) {
    if (changed) {
      posts.changed(post);
    }
  }

  /// Puts a post into the lists of the tags that it has, and takes it out of those that it had when
  /// something happened to it. It is read again until it is what was written, since somebody may
  /// edit or delete it meanwhile.
  private void tag(Outline told) {
    if (told.audience() != Audience.EVERYONE || told.tags().isEmpty()) {
      return;
    }
    var now = find(told.id());
    for (var round = 0; round < MAX_ROUNDS; round++) {
      tag(told, now);
      var before = now;
      now = find(told.id());
      if (Objects.equals(now, before)) {
        return;
      }
    }
    throw new IllegalStateException("a post keeps changing while its tags are written");
  }

  private @Nullable Post find(PostId id) {
    return posts.findAll(List.of(id)).get(id);
  }

  private void tag(Outline told, @Nullable Post now) {
    var removed = new ArrayList<>(told.tags());
    if (now != null) {
      removed.removeAll(now.tags());
      tags.add(now.id(), !now.photos().isEmpty(), shown(now));
    }
    if (!removed.isEmpty()) {
      tags.remove(told.id(), removed);
    }
  }

  /// The tags of a post as its text writes them.
  private Map<String, String> shown(Post post) {
    var shown = new HashMap<String, String>();
    post.tags().forEach(tag -> shown.put(tag, tag));
    var written = PostText.parse(post.text(), posts.domain()).tags();
    shown.replaceAll(written::getOrDefault);
    return shown;
  }
}
