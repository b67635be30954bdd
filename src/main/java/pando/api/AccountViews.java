package pando.api;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.AccountEvent;
import pando.accounts.Accounts;
import pando.accounts.Counts;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.cache.NearCaches;
import pando.http.Json;
import pando.media.Photo;
import pando.media.Photos;
import pando.posts.PostEvent;
import pando.posts.PostText;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Accounts as JSON, encoded once and kept until they change.
final class AccountViews {
  private static final int CACHED = 20_000;
  private static final String FIELD = "account";

  /// How long a count may be old that another node has changed.
  private static final Duration TTL = Duration.ofMinutes(5);

  private final Accounts accounts;
  private final Relations relations;
  private final Photos photos;
  private final Urls urls;
  private final NearCache<AccountId, byte[]> encoded;

  AccountViews(
      NearCaches caches, Accounts accounts, Relations relations, Photos photos, Urls urls) {
    this.encoded = caches.make("account-views", KeyText.ids(AccountId::new), CACHED, TTL);
    this.accounts = accounts;
    this.relations = relations;
    this.photos = photos;
    this.urls = urls;
  }

  /// Forgets an account's view when an event says that it shows something new. Subscribed after the
  /// rooms that count, so that the next view has the new counts.
  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(Lane.RELATIONS, AccountEvent.class, Timing.EAGER, this::onAccounts));
    lanes.subscribe(
        new Subscription<>(Lane.RELATIONS, PostEvent.class, Timing.EAGER, this::onPosts));
  }

  private void onAccounts(List<Delivery<AccountEvent>> batch) {
    for (var delivery : batch) {
      switch (delivery.event()) {
        case AccountEvent.ProfileChanged e -> encoded.invalidate(e.account());
        case AccountEvent.Disabled e -> encoded.invalidate(e.account());
        case AccountEvent.Enabled e -> encoded.invalidate(e.account());
        case AccountEvent.Left e -> encoded.invalidate(e.account());
        case AccountEvent.Followed e -> forget(e.follower(), e.followed());
        case AccountEvent.Unfollowed e -> forget(e.follower(), e.followed());
        case AccountEvent.FollowRequestAccepted e -> forget(e.asked(), e.requester());
        case AccountEvent.FollowerRemoved e -> forget(e.followed(), e.follower());
        case AccountEvent.Blocked e -> forget(e.blocker(), e.blocked());
        case AccountEvent.SignedUp _,
            AccountEvent.Erasing _,
            AccountEvent.PasswordChanged _,
            AccountEvent.ConfirmationWanted _,
            AccountEvent.PasswordForgotten _,
            AccountEvent.AddressWanted _,
            AccountEvent.AddressChanged _,
            AccountEvent.TokenRevoked _,
            AccountEvent.FollowChanged _,
            AccountEvent.FollowRequested _,
            AccountEvent.FollowRequestEnded _,
            AccountEvent.FollowRequestRejected _,
            AccountEvent.Unblocked _,
            AccountEvent.Told _ -> {}
      }
    }
  }

  private void onPosts(List<Delivery<PostEvent>> batch) {
    for (var delivery : batch) {
      switch (delivery.event()) {
        case PostEvent.Published e -> encoded.invalidate(e.post().author());
        case PostEvent.Deleted e -> encoded.invalidate(e.post().author());
        case PostEvent.Edited _, PostEvent.Favourited _, PostEvent.Unfavourited _ -> {}
      }
    }
  }

  private void forget(AccountId one, AccountId other) {
    encoded.invalidate(one);
    encoded.invalidate(other);
  }

  /// Forgets an account's view.
  void forget(AccountId id) {
    encoded.invalidate(id);
  }

  /// The JSON of an account.
  byte[] of(AccountId id) {
    return Objects.requireNonNull(all(List.of(id)).get(id), () -> "no account " + id);
  }

  /// The JSON of each account that exists.
  Map<AccountId, byte[]> all(Collection<AccountId> ids) {
    var all = new HashMap<AccountId, byte[]>();
    fields(ids).forEach((id, field) -> all.put(id, Json.valueOf(FIELD, field)));
    return all;
  }

  /// The JSON of each account that exists as the field `account` of an object: what posts and
  /// notifications are joined with.
  Map<AccountId, byte[]> fields(Collection<AccountId> ids) {
    return encoded.findAll(ids, this::encode);
  }

  /// The same, but for those whose accounts are shut.
  Map<AccountId, byte[]> shownFields(Collection<AccountId> ids) {
    return fields(open(ids));
  }

  private List<AccountId> open(Collection<AccountId> ids) {
    var found = accounts.findAll(ids);
    return ids.stream()
        .filter(id -> {
          var account = found.get(id);
          return account != null && !account.disabled();
        })
        .toList();
  }

  /// The JSON of accounts, in the order of the ids, without those that are shut.
  List<byte[]> list(Collection<AccountId> ids) {
    var found = all(open(ids));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /// The JSON of accounts, in the order of the ids, without those whom a block, either way, or a
  /// mute hides from the viewer. Null viewer: nothing is hidden.
  List<byte[]> listFor(@Nullable AccountId viewer, List<AccountId> ids) {
    if (viewer == null) {
      return list(ids);
    }
    var ties = relations.ties(viewer);
    return list(ids.stream().filter(id -> !ties.hides(id)).toList());
  }

  /// The views of accounts that the caller has found.
  private Map<AccountId, byte[]> encode(List<AccountId> ids) {
    var found = accounts.findAll(ids);
    var counts = accounts.counts(found.keySet());
    var pictures = new ArrayList<MediaId>();
    for (var account : found.values()) {
      addIfPresent(pictures, account.avatar());
      addIfPresent(pictures, account.header());
    }
    var shown = photos.findAll(pictures);
    var views = new HashMap<AccountId, byte[]>();
    found.forEach((id, account) ->
        views.put(
            id,
            Json.field(
                FIELD, Json.bytes(view(account, counts.getOrDefault(id, Counts.NONE), shown)))));
    return views;
  }

  private static void addIfPresent(List<MediaId> ids, @Nullable MediaId id) {
    if (id != null) {
      ids.add(id);
    }
  }

  private AccountView view(Account account, Counts counts, Map<MediaId, Photo> shown) {
    var name = account.username();
    var avatar = picture(account.avatar(), shown, "avatar.png");
    var header = picture(account.header(), shown, "header.png");
    var lastPost = counts.lastPostAt();
    return new AccountView(
        account.id(),
        name,
        name,
        account.displayName(),
        account.locked(),
        account.bot(),
        account.discoverable(),
        account.indexable(),
        false,
        account.createdAt().truncatedTo(ChronoUnit.DAYS),
        html(account.note()),
        urls.account(name),
        urls.accountUri(name),
        avatar,
        avatar,
        "",
        header,
        header,
        "",
        counts.followers(),
        counts.following(),
        counts.posts(),
        lastPost == null ? null : lastPost.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
        account.hideCollections(),
        !account.discoverable(),
        List.of(),
        badges(account.role()),
        account.fields().stream()
            .map(field -> new AccountView.Field(field.name(), inline(field.value()), null))
            .toList());
  }

  private String picture(@Nullable MediaId id, Map<MediaId, Photo> shown, String asset) {
    var photo = id == null ? null : shown.get(id);
    return urls.picture(photo, asset);
  }

  private static List<AccountView.RoleBadge> badges(Account.Role role) {
    return switch (role) {
      case MEMBER -> List.of();
      case MODERATOR -> List.of(new AccountView.RoleBadge("2", "Moderator", ""));
      case ADMIN -> List.of(new AccountView.RoleBadge("3", "Admin", ""));
    };
  }

  /// The HTML of a profile's text: links and tags, and paragraphs.
  private String html(String text) {
    return text.isEmpty() ? "" : PostText.parse(text, urls.domain()).html(_ -> null, urls::tag);
  }

  private String inline(String text) {
    var html = html(text);
    return html.startsWith("<p>") && html.endsWith("</p>") && html.indexOf("<p>", 3) < 0
        ? html.substring(3, html.length() - 4)
        : html;
  }
}
