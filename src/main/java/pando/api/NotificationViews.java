package pando.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Notification;
import pando.accounts.Notification.Kind;
import pando.base.AccountId;
import pando.base.PostId;
import pando.http.Json;
import pando.posts.Posts;

/// Notifications as JSON.
final class NotificationViews {
  private static final Map<String, Kind> KINDS = new HashMap<>();

  static {
    for (var kind : Kind.values()) {
      KINDS.put(type(kind), kind);
    }
  }

  private final Posts posts;
  private final StatusViews statuses;
  private final AccountViews people;

  NotificationViews(Posts posts, StatusViews statuses, AccountViews people) {
    this.posts = posts;
    this.statuses = statuses;
    this.people = people;
  }

  /// The kind that Mastodon calls so; null if there is none.
  static @Nullable Kind kind(String type) {
    return KINDS.get(type);
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case MENTION -> "mention";
      case BOOST -> "reblog";
      case FAVOURITE -> "favourite";
      case FOLLOW -> "follow";
      case FOLLOW_REQUEST -> "follow_request";
      case EDIT -> "update";
      case POST -> "status";
    };
  }

  /// The JSON of notifications, in their order. One whose account or post is gone, or may not be
  /// seen any more, is left out: clients cannot read it without.
  List<byte[]> list(AccountId viewer, List<Notification> page) {
    var ids = new LinkedHashSet<PostId>();
    var from = new LinkedHashSet<AccountId>();
    for (var notification : page) {
      from.add(notification.from());
      if (notification.post() != null) {
        ids.add(notification.post());
      }
    }
    var seen = posts.visible(viewer, posts.findAll(ids).values());
    var views = statuses.byId(viewer, seen);
    var faces = people.fields(from);
    var list = new ArrayList<byte[]>();
    for (var notification : page) {
      var view = view(notification, faces, views);
      if (view != null) {
        list.add(view);
      }
    }
    return list;
  }

  private static byte @Nullable [] view(
      Notification notification, Map<AccountId, byte[]> faces, Map<PostId, byte[]> views) {
    var face = faces.get(notification.from());
    if (face == null) {
      return null;
    }
    var id = Long.toString(notification.id().value());
    var told =
        Json.join(
            Json.bytes(
                new NotificationView(
                    id, type(notification.kind()), notification.createdAt(), "ungrouped-" + id)),
            face);
    if (notification.post() == null) {
      return told;
    }
    var post = views.get(notification.post());
    return post == null ? null : Json.join(told, Json.field("status", post));
  }
}
