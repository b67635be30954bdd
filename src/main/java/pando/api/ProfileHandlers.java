package pando.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.accounts.Markers;
import pando.accounts.Markers.Feed;
import pando.accounts.ProfileEdit;
import pando.accounts.ProfileEdit.Flags;
import pando.accounts.ProfileEdit.NewPosts;
import pando.accounts.ProfileEdit.Picture;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.Reply;
import pando.media.Photo.Caption;
import pando.media.Photo.State;
import pando.media.Photos;
import pando.media.Purpose;

/// What people see and change of their own account.
final class ProfileHandlers {
  private static final Duration PICTURE_PATIENCE = Duration.ofSeconds(20);

  /// More requests than this are shown as this many.
  private static final int COUNTED_REQUESTS = 100;

  private final Accounts accounts;
  private final Relations relations;
  private final Markers markers;
  private final Photos photos;
  private final AccountViews views;

  ProfileHandlers(
      Accounts accounts, Relations relations, Markers markers, Photos photos, AccountViews views) {
    this.accounts = accounts;
    this.relations = relations;
    this.markers = markers;
    this.photos = photos;
    this.views = views;
  }

  /// `GET /api/v1/accounts/verify_credentials`
  Reply verify(Call call) {
    var access = call.access();
    var scope = access != null && access.allows("profile") ? "profile" : "read:accounts";
    return answer(call.require(scope));
  }

  /// `PATCH /api/v1/accounts/update_credentials`
  Reply update(Call call) {
    var who = call.require("write:accounts");
    var params = call.params();
    var source = params.inside("source");
    var visibility = source.text("privacy");
    var edit =
        new ProfileEdit(
            params.text("display_name"),
            params.text("note"),
            params.has("fields_attributes") ? fields(params) : null,
            picture(who, params, "avatar", Purpose.AVATAR),
            picture(who, params, "header", Purpose.HEADER),
            new Flags(
                params.flag("locked"),
                params.flag("bot"),
                params.flag("discoverable"),
                params.flag("indexable"),
                params.flag("hide_collections")),
            new NewPosts(
                visibility == null || visibility.isBlank()
                    ? null
                    : Visibility.audience(visibility).name().toLowerCase(Locale.ROOT),
                source.flag("sensitive"),
                source.text("language")));
    accounts.edit(who, edit);
    return answer(who);
  }

  private static List<Account.Field> fields(Params params) {
    return params.each("fields_attributes").stream()
        .map(field -> new Account.Field(orEmpty(field.text("name")), orEmpty(field.text("value"))))
        .filter(field -> !field.name().isBlank() || !field.value().isBlank())
        .toList();
  }

  private @Nullable Picture picture(AccountId who, Params params, String name, Purpose purpose) {
    if (!params.has(name)) {
      return null;
    }
    var file = params.upload(name);
    if (file == null) {
      return Picture.NONE;
    }
    var photo = photos.upload(who, file.bytes(), purpose, Caption.NONE, PICTURE_PATIENCE);
    if (photo.state() instanceof State.Failed(var reason)) {
      throw new Refusal.Invalid("Validation failed: " + name + " " + reason);
    }
    return new Picture(photo.id());
  }

  /// `DELETE /api/v1/profile/avatar`
  Reply deleteAvatar(Call call) {
    var who = call.require("write:accounts");
    accounts.edit(
        who, new ProfileEdit(null, null, null, Picture.NONE, null, Flags.SAME, NewPosts.SAME));
    return answer(who);
  }

  /// `DELETE /api/v1/profile/header`
  Reply deleteHeader(Call call) {
    var who = call.require("write:accounts");
    accounts.edit(
        who, new ProfileEdit(null, null, null, null, Picture.NONE, Flags.SAME, NewPosts.SAME));
    return answer(who);
  }

  /// `GET /api/v1/preferences`
  Reply preferences(Call call) {
    var preferences = accounts.preferences(call.require("read:accounts"));
    var view = new LinkedHashMap<String, @Nullable Object>();
    view.put("posting:default:visibility", Visibility.of(Visibility.preferred(preferences)));
    view.put("posting:default:sensitive", preferences.sensitive());
    view.put("posting:default:language", preferences.language());
    view.put("posting:default:quote_policy", "nobody");
    view.put("reading:expand:media", "default");
    view.put("reading:expand:spoilers", false);
    view.put("reading:autoplay:gifs", false);
    return Reply.ok(view);
  }

  /// `GET /api/v1/markers`
  Reply markers(Call call) {
    var who = call.require("read:statuses");
    var wanted = call.params().texts("timeline");
    var view = new LinkedHashMap<String, Object>();
    markers
        .findAll(who)
        .forEach((feed, marker) -> {
          if (wanted.contains(name(feed))) {
            view.put(name(feed), view(marker));
          }
        });
    return Reply.ok(view);
  }

  /// `POST /api/v1/markers`
  Reply setMarkers(Call call) {
    var who = call.require("write:statuses");
    var view = new LinkedHashMap<String, Object>();
    for (var feed : Feed.values()) {
      var id = call.params().inside(name(feed)).id("last_read_id");
      if (id != null) {
        view.put(name(feed), view(markers.set(who, feed, id)));
      }
    }
    return Reply.ok(view);
  }

  private static String name(Feed feed) {
    return feed.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> view(Markers.Marker marker) {
    return Map.of(
        "last_read_id", Long.toString(marker.lastReadId()),
        "version", marker.version(),
        "updated_at", Json.date(marker.updatedAt()));
  }

  private Reply answer(AccountId who) {
    return Reply.json(200, Json.join(views.of(who), Json.bytes(credentials(who))));
  }

  private CredentialView credentials(AccountId who) {
    var account = accounts.require(who);
    var preferences = accounts.preferences(who);
    var requests = relations.requestsFor(who, PageRequest.first(COUNTED_REQUESTS)).items().size();
    var source =
        new CredentialView.Source(
            Visibility.of(Visibility.preferred(preferences)),
            preferences.sensitive(),
            preferences.language(),
            account.note(),
            account.fields().stream()
                .map(field -> new AccountView.Field(field.name(), field.value(), null))
                .toList(),
            requests,
            account.hideCollections(),
            account.discoverable(),
            account.indexable(),
            List.of(),
            "nobody");
    return new CredentialView(source, CredentialView.Role.of(account.role()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
