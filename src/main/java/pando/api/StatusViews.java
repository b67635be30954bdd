package pando.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.accounts.App;
import pando.accounts.AppId;
import pando.accounts.Tokens;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.cache.NearCaches;
import pando.http.Json;
import pando.media.Photo;
import pando.media.PhotoEvent;
import pando.media.Photos;
import pando.posts.Marks;
import pando.posts.Post;
import pando.posts.PostCounts;
import pando.posts.PostEvent;
import pando.posts.PostText;
import pando.posts.Posts;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;

/// Posts as JSON.
///
/// What every viewer is shown of a post is **encoded once** and kept until it changes. A page is
/// made of these bytes: the post's, its author's ([AccountViews]), and one of a few constants with
/// what the viewer has done with the post.
final class StatusViews {
  private static final int CACHED = 20_000;

  /// How long a count may be old that another node has changed.
  private static final Duration TTL = Duration.ofMinutes(5);

  private static final byte[] NO_REBLOG = ascii("{\"reblog\":null}");

  private final Accounts accounts;
  private final Tokens tokens;
  private final Posts posts;
  private final Photos photos;
  private final AccountViews people;
  private final Urls urls;
  private final NearCache<PostId, byte[]> encoded;

  StatusViews(
      NearCaches caches,
      Accounts accounts,
      Tokens tokens,
      Posts posts,
      Photos photos,
      AccountViews people,
      Urls urls) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.posts = posts;
    this.photos = photos;
    this.people = people;
    this.urls = urls;
    this.encoded = caches.make("status-views", KeyText.ids(PostId::new), CACHED, TTL);
    posts.onChange(encoded::invalidate);
  }

  /// Forgets posts whose photos have changed, and before anybody is shown what another node has
  /// written that it has.
  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.FEED,
            PostEvent.Edited.class,
            Timing.EAGER,
            Reach.EVERY_NODE,
            batch -> batch.forEach(edited -> encoded.forget(edited.event().post().id()))));
    lanes.subscribe(
        new Subscription<>(Lane.RELATIONS, PhotoEvent.Changed.class, Timing.EAGER, this::onPhotos));
  }

  private void onPhotos(List<Delivery<PhotoEvent.Changed>> batch) {
    for (var delivery : batch) {
      var post = delivery.event().post();
      if (post != null) {
        encoded.invalidate(post);
      }
      people.forget(delivery.event().owner());
    }
  }

  /// The JSON of one post or boost, as the viewer sees it. Null viewer: nobody has signed in.
  ///
  /// @throws Refusal.NotFound if it is a boost and its post is gone
  byte[] of(@Nullable AccountId viewer, Post post) {
    var pieces = pieces(viewer, List.of(post)).get(post.id());
    if (pieces == null) {
      throw new Refusal.NotFound();
    }
    return Json.join(pieces);
  }

  /// The JSON array of posts and boosts, in their order. A boost whose post is gone is left out.
  byte[] array(@Nullable AccountId viewer, List<Post> page) {
    return Json.arrayOfJoined(List.copyOf(pieces(viewer, page).values()));
  }

  /// The JSON of posts and boosts, in their order. A boost whose post is gone is left out.
  List<byte[]> list(@Nullable AccountId viewer, List<Post> page) {
    return List.copyOf(byId(viewer, page).values());
  }

  /// The JSON of posts and boosts by id, in their order. A boost whose post is gone is left out.
  Map<PostId, byte[]> byId(@Nullable AccountId viewer, List<Post> page) {
    var views = LinkedHashMap.<PostId, byte[]>newLinkedHashMap(page.size());
    pieces(viewer, page).forEach((id, pieces) -> views.put(id, Json.join(pieces)));
    return views;
  }

  /// The objects that are joined to the JSON of each post and boost, in their order.
  private Map<PostId, byte[][]> pieces(@Nullable AccountId viewer, List<Post> page) {
    var shown = withBoosted(page);
    var bodies = encoded.findAll(shown.keySet(), ids -> encode(ids, shown));
    var authors = HashSet.<AccountId>newHashSet(shown.size());
    shown.values().forEach(post -> authors.add(post.author()));
    var faces = people.fields(authors);
    var marks = viewer == null ? Map.<PostId, Marks>of() : posts.marks(viewer, shown.keySet());
    var kept = new Kept(viewer, bodies, faces, marks);
    var pieces = LinkedHashMap.<PostId, byte[][]>newLinkedHashMap(page.size());
    for (var post : page) {
      if (post.boostOf() == null) {
        pieces.put(post.id(), kept.pieces(post, NO_REBLOG));
        continue;
      }
      var original = shown.get(post.boostOf());
      if (original != null) {
        var inner = Json.join(kept.pieces(original, NO_REBLOG));
        pieces.put(post.id(), kept.pieces(post, Json.field("reblog", inner)));
      }
    }
    return pieces;
  }

  private Map<PostId, Post> withBoosted(List<Post> page) {
    var shown = HashMap.<PostId, Post>newHashMap(page.size());
    var boosted = new ArrayList<PostId>();
    for (var post : page) {
      shown.put(post.id(), post);
      var boostOf = post.boostOf();
      if (boostOf != null) {
        boosted.add(boostOf);
      }
    }
    if (!boosted.isEmpty()) {
      shown.putAll(posts.findAll(boosted));
    }
    return shown;
  }

  /// What the posts of a page are joined from.
  private record Kept(
      @Nullable AccountId viewer,
      Map<PostId, byte[]> bodies,
      Map<AccountId, byte[]> faces,
      Map<PostId, Marks> marks) {

    byte[][] pieces(Post post, byte[] reblog) {
      var body = Objects.requireNonNull(bodies.get(post.id()));
      var face = Objects.requireNonNull(faces.get(post.author()));
      if (viewer == null) {
        return new byte[][] {body, face, reblog};
      }
      var own = viewer.equals(post.author()) && post.boostOf() == null;
      var mark = marks.getOrDefault(post.id(), Marks.NONE);
      return new byte[][] {body, face, ViewerFields.of(mark, own), reblog};
    }
  }

  private Map<PostId, byte[]> encode(List<PostId> ids, Map<PostId, Post> shown) {
    var counts = posts.counts(ids);
    var wanted = ids.stream().map(shown::get).filter(Objects::nonNull).toList();
    var named = new HashSet<AccountId>();
    var attached = new LinkedHashSet<MediaId>();
    for (var post : wanted) {
      named.add(post.author());
      named.addAll(post.mentions());
      attached.addAll(post.photos());
    }
    var from = new Sources(accounts.findAll(named), photos.findAll(attached), apps(wanted));
    var bodies = new HashMap<PostId, byte[]>();
    for (var post : wanted) {
      var count = counts.getOrDefault(post.id(), PostCounts.NONE);
      bodies.put(post.id(), Json.bytes(view(post, count, from)));
    }
    return bodies;
  }

  /// What posts are shown with.
  private record Sources(
      Map<AccountId, Account> people, Map<MediaId, Photo> pictures, Map<AppId, App> apps) {

    StatusView.@Nullable Application application(Post post) {
      var app = post.app() == null ? null : apps.get(post.app());
      return app == null ? null : new StatusView.Application(app.name(), app.website());
    }
  }

  private Map<AppId, App> apps(List<Post> posts) {
    var ids = new HashSet<AppId>();
    for (var post : posts) {
      if (post.app() != null) {
        ids.add(post.app());
      }
    }
    return ids.isEmpty() ? Map.of() : tokens.findApps(ids);
  }

  private StatusView view(Post post, PostCounts counts, Sources from) {
    var people = from.people();
    var author = Objects.requireNonNull(people.get(post.author())).username();
    return new StatusView(
        post.id(),
        post.createdAt(),
        post.replyTo(),
        post.replyToAuthor(),
        post.sensitive(),
        post.warning(),
        Visibility.of(post.audience()),
        post.language(),
        urls.postUri(author, post.id()),
        urls.post(author, post.id()),
        counts.replies(),
        counts.boosts(),
        counts.favourites(),
        0,
        post.editedAt(),
        html(post.text(), post.mentions(), people),
        from.application(post),
        attachments(post.photos(), from.pictures()),
        mentions(post, people),
        post.tags().stream().map(tag -> new StatusView.Tag(tag, urls.tag(tag))).toList(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        StatusView.QuoteApproval.NOBODY);
  }

  private List<StatusView.Mention> mentions(Post post, Map<AccountId, Account> people) {
    return post.mentions().stream()
        .map(people::get)
        .filter(Objects::nonNull)
        .map(account ->
            new StatusView.Mention(
                account.id(),
                account.username(),
                urls.account(account.username()),
                account.username()))
        .toList();
  }

  /// What a post was and is, the original first.
  List<byte[]> versions(Post post) {
    var named = new HashSet<AccountId>(post.mentions());
    named.add(post.author());
    var people = accounts.findAll(named);
    var author = Json.field("account", this.people.of(post.author()));
    var versions = posts.versions(post);
    var attached = new LinkedHashSet<MediaId>();
    versions.forEach(version -> attached.addAll(version.photos()));
    var pictures = photos.findAll(attached);
    return versions.stream()
        .map(version ->
            new StatusView.Edit(
                html(version.text(), post.mentions(), people),
                version.warning(),
                version.sensitive(),
                version.createdAt(),
                attachments(version.photos(), pictures),
                List.of()))
        .map(view -> Json.join(Json.bytes(view), author))
        .toList();
  }

  private List<MediaView> attachments(List<MediaId> ids, Map<MediaId, Photo> pictures) {
    return ids.stream()
        .map(pictures::get)
        .filter(Objects::nonNull)
        .map(photo -> MediaView.of(photo, urls))
        .toList();
  }

  /// The text as HTML. Only who is mentioned for good becomes a link.
  private String html(String text, List<AccountId> mentions, Map<AccountId, Account> people) {
    if (text.isEmpty()) {
      return "";
    }
    var mentioned = new HashMap<String, PostText.Mention>();
    for (var id : mentions) {
      var account = people.get(id);
      if (account != null) {
        var name = account.username();
        mentioned.put(
            name.toLowerCase(Locale.ROOT), new PostText.Mention(name, urls.account(name)));
      }
    }
    return PostText.parse(text, urls.domain()).html(mentioned::get, urls::tag);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// What differs for each viewer: one of 24 constants.
  private static final class ViewerFields {
    private static final byte[][] OWN = new byte[16][];
    private static final byte[][] OTHER = new byte[8][];

    static {
      for (var bits = 0; bits < OWN.length; bits++) {
        var fields =
            "{\"favourited\":%b,\"reblogged\":%b,\"muted\":false,\"bookmarked\":%b,\"filtered\":[]"
                .formatted((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        OWN[bits] = ascii(fields + ",\"pinned\":" + ((bits & 8) != 0) + "}");
        if (bits < OTHER.length) {
          OTHER[bits] = ascii(fields + "}");
        }
      }
    }

    static byte[] of(Marks marks, boolean own) {
      var bits =
          (marks.favourited() ? 1 : 0) | (marks.boosted() ? 2 : 0) | (marks.bookmarked() ? 4 : 0);
      return own ? OWN[bits | (marks.pinned() ? 8 : 0)] : OTHER[bits];
    }
  }
}
