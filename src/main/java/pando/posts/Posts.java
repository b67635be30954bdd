package pando.posts;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.accounts.Notifications;
import pando.accounts.Relations;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.PostId;
import pando.base.Refusal;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.data.Shards;
import pando.data.Tx;
import pando.media.Photos;
import pando.queue.Delivery;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;

/// Publishes, finds, edits and deletes posts, and knows who may see them.
public final class Posts {
  /// How long a request key names the post that it made.
  public static final Duration REQUEST_KEY_TTL = Duration.ofHours(1);

  /// How many versions of a post [#versions] answers, with the last one.
  public static final int MAX_VERSIONS = 100;

  private static final int CACHED_POSTS = 50_000;
  private static final int CACHED_MARKS = 200_000;

  /// How long a near copy lives when another process has changed what it shows.
  private static final Duration TTL = Duration.ofMinutes(5);

  private static final Duration COUNTS_TTL = Duration.ofSeconds(15);

  private final NearCache<PostId, Post> near;
  private final NearCache<PostId, PostCounts> nearCounts;
  private final NearCache<Marks.Key, Marks> nearMarks;
  private final Shards shards;
  private final Outbox outbox;
  private final Accounts accounts;
  private final Relations relations;
  private final Photos photos;
  private final String domain;
  private final InstantSource clock;
  private final ReceivedStore received;
  private Consumer<PostId> listener = _ -> {};

  /// @param domain of this site, such as `localhost:8080`: `@ana@localhost:8080` is `@ana`
  public Posts(
      Ground ground, Accounts accounts, Relations relations, Photos photos, String domain) {
    this.shards = ground.shards();
    this.outbox = ground.outbox();
    this.accounts = accounts;
    this.relations = relations;
    this.photos = photos;
    this.domain = domain;
    this.clock = ground.clock();
    var caches = ground.caches();
    var ids = KeyText.ids(PostId::new);
    this.near = caches.share("posts", ids, Post.class, CACHED_POSTS, TTL);
    this.nearCounts = caches.share("post-counts", ids, PostCounts.class, CACHED_POSTS, COUNTS_TTL);
    this.nearMarks = caches.make("marks", Marks.Key.TEXT, CACHED_MARKS, TTL);
    this.received = new ReceivedStore(shards);
  }

  /// Keeps what follows from events: other sides, counts, tags, threads, search, and who is told.
  public void subscribe(Lanes lanes, Notifications notifications) {
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            PostEvent.class,
            Timing.EAGER,
            Reach.EVERY_NODE,
            batch -> batch.forEach(this::forget)));
    new OtherSides(this).subscribe(lanes);
    new PostNotices(this, relations, notifications).subscribe(lanes);
    new PostSearch(this).subscribe(lanes);
  }

  /// Calls `listener` whenever what everybody is shown of a post has changed: its text, photos or
  /// counts, or that it is gone. It must be quick. Set once, before the first event.
  public void onChange(Consumer<PostId> listener) {
    this.listener = listener;
  }

  /// Publishes a draft, once: a request that is sent again answers the post it made before.
  ///
  /// @throws Refusal.NotFound if the author may not see the post that it answers
  /// @throws Refusal.Invalid if a photo cannot be attached
  public Post publish(AccountId author, Draft draft) {
    var post = compose(author, draft, parent(author, draft));
    var shard = shards.of(author);
    return draft.requestKey() == null
        ? shard.transact(tx -> publishOnce(tx, post, null))
        : shard.transactIdempotent(tx -> publishOnce(tx, post, draft.requestKey()));
  }

  private Post publishOnce(Tx tx, Post post, @Nullable String requestKey) {
    var id = PostStore.insert(tx, post, requestKey);
    if (id != null) {
      return published(tx, post.as(id));
    }
    var since = clock.instant().minus(REQUEST_KEY_TTL);
    var earlier = PostStore.findByRequest(tx, post.author(), requestKey, since);
    if (earlier != null) {
      return earlier;
    }
    PostStore.forgetRequest(tx, post.author(), requestKey);
    return published(tx, post.as(Objects.requireNonNull(PostStore.insert(tx, post, requestKey))));
  }

  /// What belongs to a new post or boost, in the transaction that stores it.
  Post published(Tx tx, Post post) {
    photos.attach(tx, post.author(), post.id(), post.photos());
    accounts.countPost(tx, post.author(), 1, post.createdAt());
    tx.afterCommit(() -> keepNew(post));
    outbox.add(tx, post.author(), new PostEvent.Published(post.outline(), post.thread()));
    return post;
  }

  /// Nobody can have done anything with a post whose id nobody knows yet.
  private void keepNew(Post post) {
    near.keepNew(post.id(), post);
    nearCounts.keepNew(post.id(), PostCounts.NONE);
    nearMarks.find(new Marks.Key(post.author(), post.id()), _ -> Marks.NONE);
  }

  private @Nullable Post parent(AccountId author, Draft draft) {
    if (draft.replyTo() == null) {
      return null;
    }
    var parent = findVisible(author, draft.replyTo());
    if (parent == null) {
      throw new Refusal.NotFound("The post you are trying to reply to does not appear to exist.");
    }
    return requireShown(parent);
  }

  /// The post that a draft becomes, without an id.
  private Post compose(AccountId author, Draft draft, @Nullable Post parent) {
    var text = PostText.parse(draft.text(), domain);
    var names = text.mentions();
    var people = names.isEmpty() ? Map.<String, Account>of() : accounts.findAllByName(names);
    return new Post(
        Post.NOT_STORED,
        author,
        draft.text(),
        draft.warning(),
        draft.sensitive(),
        draft.language(),
        draft.audience(),
        parent == null ? null : parent.id(),
        parent == null ? null : parent.author(),
        parent == null ? Post.NOT_STORED : parent.thread(),
        null,
        null,
        draft.photos(),
        names.stream().map(people::get).filter(Objects::nonNull).map(Account::id).toList(),
        List.copyOf(text.tags().keySet()),
        draft.app(),
        null,
        clock.instant());
  }

  /// Makes a post what the draft says; its audience and what it replies to stay.
  ///
  /// @throws Refusal.NotFound if the author has no such post
  /// @throws Refusal.Invalid if a photo cannot be attached
  public Post edit(AccountId author, PostId id, Draft draft) {
    var content = compose(author, draft, null);
    return shards
        .of(id)
        .transact(tx -> {
          var before = requireOwn(tx, author, id);
          var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          var after = before.edited(content, now);
          if (after.equals(before.edited(before, now))) {
            return before; // nothing has changed
          }
          var version = PostStore.update(tx, after) + 1;
          var removed = before.photos().stream().filter(p -> !after.photos().contains(p)).toList();
          photos.release(tx, author, removed);
          photos.attach(tx, author, id, after.photos());
          tx.afterCommit(() -> changed(id));
          outbox.add(tx, id, new PostEvent.Edited(before.outline(), after.outline(), version));
          return after;
        });
  }

  /// Deletes a post or boost and answers what it was. Its photos can be used again for a day.
  ///
  /// @throws Refusal.NotFound if the author has no such post
  public Post delete(AccountId author, PostId id) {
    return shards.of(id).transact(tx -> delete(tx, author, id));
  }

  /// The same in a transaction on the shard of the author.
  public Post delete(Tx tx, AccountId author, PostId id) {
    var post = PostStore.lock(tx, id);
    if (post == null || !post.author().equals(author)) {
      throw new Refusal.NotFound();
    }
    deleted(tx, post);
    return post;
  }

  /// Deletes a post or boost in a transaction that has locked it.
  void deleted(Tx tx, Post post) {
    PostStore.delete(tx, post.id(), clock.instant());
    photos.release(tx, post.author(), post.photos());
    accounts.countPost(tx, post.author(), -1, post.createdAt());
    tx.afterCommit(() -> {
      changed(post.id());
      if (post.boostOf() != null) {
        marked(post.author(), post.boostOf());
      }
    });
    outbox.add(tx, post.author(), new PostEvent.Deleted(post.outline()));
  }

  /// A post of the author that nobody else changes until the transaction ends; no boost.
  Post requireOwn(Tx tx, AccountId author, PostId id) {
    var post = PostStore.lock(tx, id);
    if (post == null || !post.author().equals(author) || post.boostOf() != null) {
      throw new Refusal.NotFound();
    }
    return post;
  }

  /// The posts that exist, whoever may see them.
  public Map<PostId, Post> findAll(Collection<PostId> ids) {
    return near.findAll(
        ids,
        missing ->
            shards.gather(missing, PostId::slot, PostStore::findAll).stream()
                .collect(Collectors.toMap(Post::id, Function.identity())));
  }

  /// The post if it exists and the viewer may see it.
  ///
  /// @param viewer null: nobody has signed in
  public @Nullable Post findVisible(@Nullable AccountId viewer, PostId id) {
    var visible = visible(viewer, findAll(List.of(id)).values());
    return visible.isEmpty() ? null : visible.getFirst();
  }

  /// The post, if the viewer may see it.
  ///
  /// @param viewer null: nobody has signed in
  /// @throws Refusal.NotFound if it does not exist or the viewer may not know of it
  public Post requireVisible(@Nullable AccountId viewer, PostId id) {
    var post = findVisible(viewer, id);
    if (post == null) {
      throw new Refusal.NotFound();
    }
    return post;
  }

  /// The post itself, or the one that it boosts.
  Post requireShown(Post post) {
    var shown =
        post.boostOf() == null ? post : findAll(List.of(post.boostOf())).get(post.boostOf());
    if (shown == null) {
      throw new Refusal.NotFound();
    }
    return shown;
  }

  /// Those that the viewer may see, in the same order: audience and blocks, also of what a boost
  /// shows. A boost whose post is gone is left out. Mutes are the business of feeds.
  ///
  /// @param viewer null: nobody has signed in
  public List<Post> visible(@Nullable AccountId viewer, Collection<Post> posts) {
    var ties = viewer == null ? Ties.NONE : relations.ties(viewer);
    var originals =
        findAll(posts.stream().map(Post::boostOf).filter(Objects::nonNull).distinct().toList());
    var authors =
        accounts.findAll(
            Stream.concat(posts.stream(), originals.values().stream())
                .map(Post::author)
                .collect(Collectors.toSet()));
    Predicate<@Nullable Post> isVisible =
        post -> {
          var author = post == null ? null : authors.get(post.author());
          return post != null
              && author != null
              && !author.disabled()
              && post.visibleTo(viewer, ties);
        };
    return posts.stream()
        .filter(isVisible)
        .filter(post -> post.boostOf() == null || isVisible.test(originals.get(post.boostOf())))
        .toList();
  }

  /// The counts of every id that is asked for.
  public Map<PostId, PostCounts> counts(Collection<PostId> ids) {
    return nearCounts.findAll(ids, received::counts);
  }

  /// What the viewer has done with each post that is asked for.
  public Map<PostId, Marks> marks(AccountId viewer, Collection<PostId> ids) {
    var keys = ids.stream().map(id -> new Marks.Key(viewer, id)).toList();
    var marks = nearMarks.findAll(keys, missing -> marks(viewer, missing));
    return marks.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().post(), Map.Entry::getValue));
  }

  private Map<Marks.Key, Marks> marks(AccountId viewer, List<Marks.Key> missing) {
    var marks = new HashMap<Marks.Key, Marks>();
    ReactionStore.marks(shards, viewer, missing.stream().map(Marks.Key::post).toList())
        .forEach((post, mark) -> marks.put(new Marks.Key(viewer, post), mark));
    return marks;
  }

  /// What the post was and is, the original first.
  public List<PostVersion> versions(Post post) {
    var versions = PostStore.versions(shards.of(post.id()), post.id(), MAX_VERSIONS - 1);
    versions.add(
        new PostVersion(
            versions.size(),
            post.text(),
            post.warning(),
            post.sensitive(),
            post.photos(),
            post.editedAt() == null ? post.createdAt() : post.editedAt()));
    return versions;
  }

  /// Another node may have changed it, and whoever hears of the event next looks at it.
  private void forget(Delivery<PostEvent> delivery) {
    switch (delivery.event()) {
      case PostEvent.Edited e -> near.drop(e.post().id());
      case PostEvent.Deleted e -> near.drop(e.post().id());
      case PostEvent.Published _, PostEvent.Favourited _, PostEvent.Unfavourited _ -> {}
    }
  }

  /// Forgets what is near of a post that has changed.
  void changed(PostId post) {
    near.invalidate(post);
    nearCounts.invalidate(post);
    listener.accept(post);
  }

  /// Forgets what is near of what somebody has done with a post.
  void marked(AccountId by, PostId post) {
    nearMarks.invalidate(new Marks.Key(by, post));
  }

  Shards shards() {
    return shards;
  }

  Outbox outbox() {
    return outbox;
  }

  InstantSource clock() {
    return clock;
  }

  Accounts accounts() {
    return accounts;
  }

  Relations relations() {
    return relations;
  }

  ReceivedStore received() {
    return received;
  }

  String domain() {
    return domain;
  }
}
