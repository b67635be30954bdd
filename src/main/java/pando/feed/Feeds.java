package pando.feed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.AccountEvent;
import pando.accounts.Accounts;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.bus.Bus;
import pando.bus.Hearer;
import pando.data.Shards;
import pando.posts.Outline;
import pando.posts.Outlines;
import pando.posts.Post;
import pando.posts.PostEvent;
import pando.posts.PostLists;
import pando.posts.Posts;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Reach;
import pando.queue.Subscription.Timing;
import pando.redis.Redis;

/// The feeds that people read: home, everyone's posts, and those of tags.
public final class Feeds {
  private static final String TOPIC = "feeds";

  /// How often more is read when the rules have left too little of a page.
  private static final int MAX_ROUNDS = 3;

  private final Posts posts;
  private final PostLists lists;
  private final Relations relations;
  private final Timelines timelines;
  private final Celebrities celebrities;
  private Bus bus = Bus.alone();
  final FanOut fanOut; // these two are for tests as well
  final Home home;

  /// How large things may grow.
  ///
  /// @param maxFollowers the posts of authors with more are not added to each follower's list
  /// @param listLength how many entries a home feed keeps in memory; the rest is in the database
  /// @param boostWindow how many entries below a boost must not show the same post
  /// @param maxBytes the memory that all lists may take
  public record Limits(int maxFollowers, int listLength, int boostWindow, long maxBytes) {
    public static final Limits DEFAULT = new Limits(10_000, 800, 80, 256L << 20);
  }

  /// Where lists are kept.
  public sealed interface Place {
    /// In the memory of this process.
    record Memory(InstantSource clock) implements Place {}

    /// In the Redis that all nodes share, beside the database.
    record Shared(Redis redis, Shards shards) implements Place {}
  }

  /// Hears of posts that arrive in home feeds.
  @FunctionalInterface
  public interface Listener {
    /// A post belongs in home feeds in which it was not before. It must be quick, and ask
    /// [Feeds#showsAtHome] before it shows the post to somebody.
    ///
    /// @param readers in whose feeds it is new; null when they are too many to tell, and may be
    ///   anybody
    void arrived(Post post, long @Nullable [] readers);
  }

  public Feeds(
      Posts posts,
      PostLists lists,
      Outlines outlines,
      Accounts accounts,
      Relations relations,
      Limits limits,
      Place place) {
    this.celebrities = celebrities(place, limits);
    this.posts = posts;
    this.lists = lists;
    this.relations = relations;
    this.timelines = timelines(place, limits);
    this.fanOut = new FanOut(timelines, celebrities, posts, relations, limits.maxFollowers());
    var screen = new Screen(posts, accounts, limits.boostWindow());
    this.home = new Home(limits, timelines, celebrities, outlines, screen, relations);
  }

  private static Timelines timelines(Place place, Limits limits) {
    return switch (place) {
      case Place.Memory(var clock) ->
          new MemoryTimelines(limits.listLength(), limits.maxBytes(), clock);
      case Place.Shared(var redis, var _) -> new RedisTimelines(redis, limits.listLength());
    };
  }

  private static Celebrities celebrities(Place place, Limits limits) {
    return new Celebrities(
        limits.listLength(),
        switch (place) {
          case Place.Memory _ -> null;
          case Place.Shared(var _, var shards) -> new CelebrityStore(shards);
        });
  }

  /// Keeps feeds true. Call it after [Relations#subscribe]: a list may be rebuilt only when both
  /// sides of a changed relation are written.
  ///
  /// @param bus tells other nodes whose feed has become another
  public void subscribe(Lanes lanes, Bus bus) {
    this.bus = bus;
    bus.hear(TOPIC, new Others());
    celebrities.listen(bus);
    lanes.onMissed(timelines::forget);
    lanes.onMissed(celebrities::forget);
    if (timelines.isShared()) {
      lanes.subscribe(new Subscription<>(Lane.FEED, PostEvent.class, Timing.EAGER, fanOut::write));
    }
    lanes.subscribe(
        new Subscription<>(
            Lane.FEED,
            PostEvent.class,
            Timing.EAGER,
            Reach.EVERY_NODE,
            timelines.isShared() ? fanOut::tell : fanOut::deliver));
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS, AccountEvent.class, Timing.EAGER, batch -> batch.forEach(this::hear)));
  }

  /// Somebody who follows or no longer follows somebody has another feed: it is made anew when they
  /// read it. Blocks, mutes and hidden boosts are rules, for which lists need no change.
  void hear(Delivery<AccountEvent> delivery) {
    if (delivery.event() instanceof AccountEvent.Followed(var follower, var _, var _)) {
      forget(follower);
    } else if (delivery.event() instanceof AccountEvent.Unfollowed(var follower, var _)) {
      forget(follower);
    }
  }

  /// Drops what is kept of a home feed, in every node: it is made anew when it is read.
  public void forget(AccountId reader) {
    timelines.drop(reader.value());
    bus.tell(TOPIC, Long.toString(reader.value()));
  }

  /// Follows what other nodes forget. They say so after both sides of the relation are written and
  /// the near copies of both are forgotten: a list that is made then is whole.
  private final class Others implements Hearer {
    @Override
    public void heard(String reader) {
      timelines.drop(Long.parseLong(reader));
    }

    @Override
    public void missed() {
      timelines.forget();
    }
  }

  /// Tells `listener` of every post that arrives in home feeds.
  public void onArrival(Listener listener) {
    fanOut.add(listener);
  }

  /// One page of a home feed: own posts, and what the people whom the viewer follows post and
  /// boost.
  public Page<Post> home(AccountId viewer, PageRequest request) {
    return home.read(viewer, request);
  }

  /// Whether a post belongs in a home feed and is shown there, whether or not it has been written
  /// into the list that nodes share.
  public boolean showsAtHome(AccountId viewer, Post post) {
    return home.shows(viewer, post);
  }

  /// Whether a post belongs in somebody's home feed, or did before it was deleted.
  public boolean belongsAtHome(AccountId reader, Outline post) {
    return new Reader(reader, relations.ties(reader)).belongs(post);
  }

  /// Whether a post for everyone is shown to somebody in the feeds of all: nobody in it is hidden
  /// from the viewer by a block or a mute.
  public boolean shows(AccountId viewer, Post post) {
    return new Reader(viewer, relations.ties(viewer)).sees(post);
  }

  /// The posts for everyone, but for what the viewer has hidden by blocks and mutes.
  ///
  /// @param viewer null: nobody has signed in
  public Page<Post> everyone(@Nullable AccountId viewer, boolean onlyPhotos, PageRequest request) {
    return visible(viewer, request, part -> lists.everyone(onlyPhotos, part));
  }

  /// The posts for everyone that have tags, but for what the viewer has hidden.
  ///
  /// @param viewer null: nobody has signed in
  public Page<Post> tagged(
      @Nullable AccountId viewer, PostLists.Tagged tagged, PageRequest request) {
    return visible(viewer, request, part -> lists.tagged(tagged, part));
  }

  /// Reads on, within limits, while what is hidden leaves room on the page.
  private Page<Post> visible(
      @Nullable AccountId viewer, PageRequest request, Function<PageRequest, Page<Post>> find) {
    var items = new ArrayList<Post>();
    var upwards = request.minId() != null;
    var part = find.apply(request);
    var bounds = part.bounds();
    addVisible(items, viewer, part.items(), upwards);
    for (var round = 1; round < MAX_ROUNDS && bounds != null && bounds.full(); round++) {
      var missing = request.limit() - items.size();
      if (missing == 0) {
        break;
      }
      part =
          find.apply(
              upwards
                  ? new PageRequest(request.maxId(), null, bounds.newest(), missing)
                  : new PageRequest(bounds.oldest(), request.sinceId(), null, missing));
      addVisible(items, viewer, part.items(), upwards);
      bounds = join(bounds, part.bounds());
    }
    return new Page<>(items, bounds);
  }

  private void addVisible(
      List<Post> items, @Nullable AccountId viewer, List<Post> found, boolean upwards) {
    var visible = posts.visible(viewer, found);
    if (viewer != null) {
      var reader = new Reader(viewer, relations.ties(viewer));
      visible = visible.stream().filter(reader::sees).toList();
    }
    items.addAll(upwards ? 0 : items.size(), visible);
  }

  private static Page.Bounds join(Page.Bounds bounds, Page.@Nullable Bounds more) {
    return more == null
        ? new Page.Bounds(bounds.newest(), bounds.oldest(), false)
        : new Page.Bounds(
            Math.max(bounds.newest(), more.newest()),
            Math.min(bounds.oldest(), more.oldest()),
            more.full());
  }
}
