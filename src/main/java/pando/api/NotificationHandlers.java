package pando.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pando.accounts.Notification.Kind;
import pando.accounts.NotificationId;
import pando.accounts.Notifications;
import pando.accounts.Notifications.Filter;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.Reply;

/// `/api/v1/notifications`
final class NotificationHandlers {
  private final Notifications notifications;
  private final NotificationViews views;

  NotificationHandlers(Notifications notifications, NotificationViews views) {
    this.notifications = notifications;
    this.views = views;
  }

  Reply list(Call call) {
    var viewer = call.require("read:notifications");
    var request = call.page(40, 80);
    var page = notifications.list(viewer, filter(call.params()), request);
    return Reply.json(200, Json.array(views.list(viewer, page.items()))).list(call, request, page);
  }

  Reply show(Call call) {
    var viewer = call.require("read:notifications");
    var found = notifications.find(viewer, id(call));
    var view = found == null ? List.<byte[]>of() : views.list(viewer, List.of(found));
    if (view.isEmpty()) {
      throw new Refusal.NotFound();
    }
    return Reply.json(200, view.getFirst());
  }

  Reply dismiss(Call call) {
    var viewer = call.require("write:notifications");
    if (notifications.find(viewer, id(call)) == null) {
      throw new Refusal.NotFound();
    }
    notifications.dismiss(viewer, id(call));
    return Reply.ok(Map.of());
  }

  /// The old spelling, with the id as a parameter.
  Reply dismissById(Call call) {
    var viewer = call.require("write:notifications");
    var id = call.params().id("id");
    if (id == null) {
      throw new Refusal.Malformed("param is missing or the value is empty: id");
    }
    notifications.dismiss(viewer, new NotificationId(id));
    return Reply.ok(Map.of());
  }

  Reply clear(Call call) {
    notifications.clear(call.require("write:notifications"));
    return Reply.ok(Map.of());
  }

  Reply unreadCount(Call call) {
    var viewer = call.require("read:notifications");
    var limit = call.page(100, 1000).limit();
    return Reply.ok(
        Map.of("count", notifications.unreadCount(viewer, filter(call.params()), limit)));
  }

  /// Words that name no kind are ignored: clients send new ones, and old ones lists as one text.
  private static Filter filter(Params params) {
    var kinds = kinds(params.texts("types"));
    if (kinds.isEmpty()) {
      kinds = EnumSet.allOf(Kind.class);
    }
    kinds.removeAll(kinds(params.texts("exclude_types")));
    var from = params.id("account_id");
    return new Filter(kinds, from == null ? null : new AccountId(from));
  }

  private static Set<Kind> kinds(List<String> words) {
    var kinds = EnumSet.noneOf(Kind.class);
    for (var word : words) {
      var kind = NotificationViews.kind(word);
      if (kind != null) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static NotificationId id(Call call) {
    return new NotificationId(call.pathId("id"));
  }
}
