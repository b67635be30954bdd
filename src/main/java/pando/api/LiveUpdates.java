package pando.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.accounts.AccountEvent;
import pando.accounts.Notifications;
import pando.base.AccountId;
import pando.feed.Feeds;
import pando.http.StreamKey;
import pando.http.Streams;
import pando.posts.Audience;
import pando.posts.Outline;
import pando.posts.Post;
import pando.posts.PostEvent;
import pando.posts.Posts;
import pando.queue.Delivery;
import pando.queue.Event;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;

/// Shows those who listen what happens, when it happens.
///
/// Nothing is encoded that nobody listens to. Posts are heard of in the lane of feeds, whose
/// handlers all are eager, so that nothing is sent twice but after a failure: clients know posts
/// and notifications by their ids.
final class LiveUpdates {
  private static final String USER = "user";

  private final Streams streams;
  private final Feeds feeds;
  private final Posts posts;
  private final Notifications notifications;
  private final StatusViews statuses;
  private final NotificationViews told;

  LiveUpdates(
      Streams streams,
      Feeds feeds,
      Posts posts,
      Notifications notifications,
      StatusViews statuses,
      NotificationViews told) {
    this.streams = streams;
    this.feeds = feeds;
    this.posts = posts;
    this.notifications = notifications;
    this.statuses = statuses;
    this.told = told;
  }

  void subscribe(Lanes lanes) {
    feeds.onArrival(this::arrived);
    follow(lanes, Lane.FEED, PostEvent.class, this::onPosts);
    follow(
        lanes,
        Lane.NOTIFICATIONS,
        AccountEvent.Told.class,
        batch -> batch.forEach(told -> tell(told.event())));
    follow(
        lanes,
        Lane.NOTIFICATIONS,
        AccountEvent.TokenRevoked.class,
        batch -> batch.forEach(revoked -> streams.closeToken(revoked.event().token())));
  }

  /// Streams are open in every node.
  private static <E extends Event> void follow(
      Lanes lanes, Lane lane, Class<E> type, Consumer<List<Delivery<E>>> handler) {
    lanes.subscribe(new Subscription<>(lane, type, Timing.EAGER, Reach.EVERY_NODE, handler));
  }

  private void arrived(Post post, long @Nullable [] readers) {
    if (streams.count() == 0) {
      return; // those who do not listen may be very many
    }
    for (var reader : listening(readers)) {
      if (feeds.showsAtHome(reader, post)) {
        streams.publish(StreamKey.of(USER, reader), "update", text(statuses.of(reader, post)));
      }
    }
  }

  /// Those of the readers who listen; of everybody, if the readers are not known.
  private List<AccountId> listening(long @Nullable [] readers) {
    if (readers == null) {
      return streams.subjects(USER).stream()
          .map(subject -> new AccountId(Long.parseLong(subject)))
          .toList();
    }
    var listening = new ArrayList<AccountId>();
    for (var reader : readers) {
      var id = new AccountId(reader);
      if (streams.isHeard(StreamKey.of(USER, id))) {
        listening.add(id);
      }
    }
    return listening;
  }

  private void onPosts(List<Delivery<PostEvent>> batch) {
    for (var delivery : batch) {
      switch (delivery.event()) {
        case PostEvent.Published e -> publish(e.post(), "update");
        case PostEvent.Edited e -> edited(e.post());
        case PostEvent.Deleted e -> deleted(e.post());
        case PostEvent.Favourited _, PostEvent.Unfavourited _ -> {}
      }
    }
  }

  private void edited(Outline outline) {
    publish(outline, "status.update");
    var post = posts.findAll(List.of(outline.id())).get(outline.id());
    if (post != null) {
      for (var reader : listening(null)) {
        if (feeds.showsAtHome(reader, post)) {
          streams.publish(
              StreamKey.of(USER, reader), "status.update", text(statuses.of(reader, post)));
        }
      }
    }
  }

  private void deleted(Outline outline) {
    var id = Long.toString(outline.id().value());
    for (var reader : listening(null)) {
      if (outline.mentions().contains(reader) || feeds.belongsAtHome(reader, outline)) {
        streams.publish(StreamKey.of(USER, reader), "delete", id);
      }
    }
    publicKeys(outline).forEach(key -> streams.publish(key, "delete", id));
  }

  /// Sends a post for everyone to the public streams and those of its tags.
  private void publish(Outline outline, String event) {
    var heard = publicKeys(outline).stream().filter(streams::isHeard).toList();
    if (heard.isEmpty()) {
      return;
    }
    var post = posts.findAll(List.of(outline.id())).get(outline.id());
    if (post != null) {
      var payload = text(statuses.of(null, post));
      heard.forEach(key -> streams.publish(key, event, payload, access -> shows(access, post)));
    }
  }

  /// Whether the rules of a listener let them see a post for everyone.
  private boolean shows(Access access, Post post) {
    return access.account() != null && feeds.shows(access.account(), post);
  }

  private static List<StreamKey> publicKeys(Outline post) {
    var keys = new ArrayList<StreamKey>();
    if (post.audience() != Audience.EVERYONE || post.boostOf() != null) {
      return keys;
    }
    for (var tag : post.tags()) {
      keys.add(StreamKey.tag("hashtag", tag));
      keys.add(StreamKey.tag("hashtag:local", tag));
    }
    if (post.replyTo() == null || post.author().equals(post.replyToAuthor())) {
      keys.add(StreamKey.of("public"));
      keys.add(StreamKey.of("public:local"));
      if (post.hasPhotos()) {
        keys.add(StreamKey.of("public:media"));
        keys.add(StreamKey.of("public:local:media"));
      }
    }
    return keys;
  }

  private void tell(AccountEvent.Told event) {
    var user = StreamKey.of(USER, event.to());
    var only = StreamKey.of("user:notification", event.to());
    if (!streams.isHeard(user) && !streams.isHeard(only)) {
      return;
    }
    var found = notifications.find(event.to(), event.notification());
    if (found != null) {
      for (var view : told.list(event.to(), List.of(found))) {
        streams.publish(user, "notification", text(view), LiveUpdates::hearsNotifications);
        streams.publish(only, "notification", text(view));
      }
    }
  }

  /// Whether a token may be used to listen to a stream.
  static boolean mayListen(Access access, StreamKey key) {
    return switch (key.stream()) {
      case "user:notification" -> hearsNotifications(access);
      case "list" -> false; // there are no lists yet
      default -> access.allows("read:statuses");
    };
  }

  private static boolean hearsNotifications(Access access) {
    return access.allows("read:notifications");
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
