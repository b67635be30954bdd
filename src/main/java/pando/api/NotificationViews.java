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
import pando.moderation.ReportId;
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
  private final ReportViews reports;

  NotificationViews(Posts posts, StatusViews statuses, AccountViews people, ReportViews reports) {
    this.posts = posts;
    this.statuses = statuses;
    this.people = people;
    this.reports = reports;
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
      case REPORT -> "admin.report";
    };
  }

  /// The JSON of notifications, in their order. One whose account or post is gone, or may not be
  /// seen any more, is left out: clients cannot read it without.
  List<byte[]> list(AccountId viewer, List<Notification> page) {
    var ids = new LinkedHashSet<PostId>();
    var from = new LinkedHashSet<AccountId>();
    var reported = new LinkedHashSet<ReportId>();
    for (var notification : page) {
      from.add(notification.from());
      if (notification.kind() == Kind.REPORT) {
        reported.add(new ReportId(notification.cause()));
      }
      if (notification.post() != null) {
        ids.add(notification.post());
      }
    }
    var seen = posts.visible(viewer, posts.findAll(ids).values());
    var views = statuses.byId(viewer, seen);
    var shown = new Shown(people.shownFields(from), views, reports.forModerator(viewer, reported));
    var list = new ArrayList<byte[]>();
    for (var notification : page) {
      var view = view(notification, shown);
      if (view != null) {
        list.add(view);
      }
    }
    return list;
  }

  /// What notifications are joined with.
  private record Shown(
      Map<AccountId, byte[]> faces, Map<PostId, byte[]> posts, Map<ReportId, byte[]> reports) {}

  private static byte @Nullable [] view(Notification notification, Shown shown) {
    var face = shown.faces.get(notification.from());
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
    if (notification.kind() == Kind.REPORT) {
      var report = shown.reports.get(new ReportId(notification.cause()));
      return report == null ? null : Json.join(told, Json.field("report", report));
    }
    if (notification.post() == null) {
      return told;
    }
    var post = shown.posts.get(notification.post());
    return post == null ? null : Json.join(told, Json.field("status", post));
  }
}
