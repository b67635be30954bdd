package pando.main;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.AccountEvent;
import pando.accounts.Accounts;
import pando.accounts.Directory;
import pando.accounts.Logins;
import pando.accounts.Mailer;
import pando.accounts.Markers;
import pando.accounts.Notifications;
import pando.accounts.Relations;
import pando.accounts.Remains;
import pando.accounts.Sessions;
import pando.accounts.Tokens;
import pando.api.Desks;
import pando.api.Desks.Moderating;
import pando.api.Desks.People;
import pando.api.Desks.Publishing;
import pando.backup.Backups;
import pando.blobs.Blobs;
import pando.blobs.PhotoMove;
import pando.bus.Bus;
import pando.cache.AccessRecorder;
import pando.cache.NearCaches;
import pando.cache.Shelves;
import pando.cache.WriteBack;
import pando.cdn.Edges;
import pando.config.Config;
import pando.data.Shard;
import pando.data.Shards;
import pando.departure.Erasure;
import pando.feed.Feeds;
import pando.media.EngineConfig;
import pando.media.ImageEngine;
import pando.media.PhotoEvent;
import pando.media.Photos;
import pando.moderation.Moderation;
import pando.moderation.ReportEvent;
import pando.moderation.Reports;
import pando.posts.Leftovers;
import pando.posts.Outlines;
import pando.posts.PostEvent;
import pando.posts.PostLists;
import pando.posts.PostSearch;
import pando.posts.Posts;
import pando.posts.Reactions;
import pando.posts.Tags;
import pando.posts.Threads;
import pando.queue.EventTypes;
import pando.queue.Ground;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.redis.Redis;
import pando.worker.Follower;
import pando.worker.Workers;
import pando.worker.Workers.Chore;

/// The desks of a site: each made by its constructor, from the bottom of the house to the top, and
/// subscribed to the events it follows in the same order.
///
/// Nothing runs yet: [#workers] starts what works in the background, and [Site] serves the API.
final class Rooms implements AutoCloseable {
  /// How often events are deleted that every lane has read.
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /// How often photos are deleted that are in no post.
  private static final Duration PHOTO_SWEEP = Duration.ofMinutes(10);

  /// The pause between two batches of photos that are moved.
  private static final Duration PHOTO_MOVE = Duration.ofMillis(100);

  private final Shards shards;
  private final Bus bus;
  private final @Nullable Redis redis;
  private final ImageEngine engine;
  private final Lanes lanes;
  private final NearCaches caches;
  private final Blobs blobs;
  private final @Nullable PhotoMove move;
  private @Nullable Backups backups;
  private final Desks desks;

  /// What differs between a site, its tests and its benchmarks.
  ///
  /// @param folder where photos are kept
  /// @param url where people reach the site, without a slash at the end
  /// @param dev whether apps may sign people in with their password, as in tests of other people
  record Setting(Config config, Path folder, URI url, boolean dev, InstantSource clock) {
    /// The same with another clock.
    Setting at(InstantSource other) {
      return new Setting(config, folder, url, dev, other);
    }
  }

  /// The rooms of a site with a single node.
  Rooms(Shards shards, Setting setting) {
    this(shards, Bus.alone(), setting);
  }

  /// The rooms of a node that shares nothing with others but the database.
  ///
  /// @param bus how other nodes are told; closed with the rooms
  Rooms(Shards shards, Bus bus, Setting setting) {
    this(shards, bus, null, setting);
  }

  /// @param bus how other nodes are told; closed with the rooms
  /// @param redis what they share; null: nothing
  Rooms(Shards shards, Bus bus, @Nullable Redis redis, Setting setting) {
    this(shards, bus, redis, null, setting);
  }

  /// @param bus how other nodes are told; closed with the rooms
  /// @param redis what they share; null: nothing
  /// @param recorder writes down what the caches are asked for; null: nobody does
  Rooms(
      Shards shards,
      Bus bus,
      @Nullable Redis redis,
      @Nullable AccessRecorder recorder,
      Setting setting) {
    this.bus = bus;
    this.redis = redis;
    var clock = setting.clock();
    var types =
        new EventTypes(
            List.of(AccountEvent.class, PhotoEvent.class, PostEvent.class, ReportEvent.class));
    this.shards = shards;
    shards.join(bus);
    this.lanes = new Lanes(shards, types, bus, clock);
    this.engine =
        new ImageEngine(
            EngineConfig.of(setting.config().media(), setting.folder().resolve("lib")),
            InstantSource.system());
    this.caches = new NearCaches(bus, new Shelves(redis, clock), recorder);
    var outbox = new Outbox(types, lanes);
    var ground = new Ground(shards, outbox, caches, clock);
    var people = people(ground, setting);
    var files = setting.folder().resolve("media");
    this.blobs = Blobs.of(setting.config().objects(), files);
    this.move = PhotoMove.of(setting.config().objects(), files, clock);
    var photos = new Photos(shards, outbox, engine, blobs, clock);
    photos.listen(lanes, new Edges(setting.config().cdn()));
    this.desks = desks(ground, people, photos, setting);
  }

  private People people(Ground ground, Setting setting) {
    var clock = setting.clock();
    var accounts = new Accounts(ground);
    var notifications = new Notifications(shards, ground.outbox(), clock);
    var logins = new Logins(ground, accounts, mailer(setting));
    var sessions = new Sessions(ground);
    var tokens = new Tokens(ground, logins, setting.dev());
    var relations = new Relations(ground, accounts, notifications);
    relations.subscribe(lanes);
    accounts.subscribe(lanes);
    logins.subscribe(lanes);
    sessions.subscribe(lanes);
    tokens.subscribe(lanes);
    notifications.subscribe(lanes);
    return new People(
        accounts, logins, sessions, tokens, relations, notifications, new Markers(shards, clock));
  }

  private static @Nullable Mailer mailer(Setting setting) {
    var smtp = setting.config().smtp();
    return smtp.host() == null || setting.dev()
        ? null
        : new Mailer(smtp, setting.config().site().title(), setting.url());
  }

  private Desks desks(Ground ground, People people, Photos photos, Setting setting) {
    var outbox = ground.outbox();
    var posts =
        new Posts(
            ground, people.accounts(), people.relations(), photos, setting.url().getAuthority());
    posts.subscribe(lanes, people.notifications());
    var publishing =
        new Publishing(
            posts,
            new PostLists(posts),
            new Reactions(posts),
            new Threads(posts),
            new Tags(posts),
            new PostSearch(posts));
    var feeds =
        new Feeds(
            posts,
            publishing.lists(),
            new Outlines(shards),
            people.accounts(),
            people.relations(),
            Feeds.Limits.DEFAULT,
            redis == null
                ? new Feeds.Place.Memory(setting.clock())
                : new Feeds.Place.Shared(redis, shards));
    feeds.subscribe(lanes, bus);
    var remains = new Remains(shards, people.relations());
    new Erasure(shards, outbox, new Leftovers(posts), photos, remains).subscribe(lanes);
    return new Desks(people, photos, publishing, feeds, moderating(outbox, people, posts, setting));
  }

  private Moderating moderating(Outbox outbox, People people, Posts posts, Setting setting) {
    var accounts = people.accounts();
    var directory = new Directory(shards);
    var reports = new Reports(shards, outbox, accounts, directory, posts, setting.clock());
    reports.subscribe(lanes, people.notifications());
    return new Moderating(
        directory, reports, new Moderation(shards, accounts, posts, setting.clock()));
  }

  /// Whether every database answers; fails if one does not.
  boolean areAnswering() {
    return shards.all().stream().allMatch(Shard::isAnswering);
  }

  Desks desks() {
    return desks;
  }

  ImageEngine engine() {
    return engine;
  }

  /// The databases.
  Shards shards() {
    return shards;
  }

  NearCaches caches() {
    return caches;
  }

  Lanes lanes() {
    return lanes;
  }

  /// How many files of photos are still to be moved; 0: none, or this site moves none. It may take
  /// a moment to count them.
  long photosLeft() {
    return move == null ? 0 : move.remaining();
  }

  /// What keeps this node true to what others do, not started yet. For every node that answers
  /// requests.
  Follower follower() {
    return new Follower(lanes);
  }

  /// What this node writes a moment later, not started yet. For every node that answers requests.
  List<WriteBack<?, ?>> laterWrites() {
    return List.of(desks.people().tokens().uses(), desks.people().sessions().uses());
  }

  /// Has what works in the background make the backup of the site.
  ///
  /// @param made closed with the rooms
  void backUp(Backups made) {
    backups = made;
  }

  /// The one shard of a site that is not sharded.
  Shard shard() {
    return shards.all().getFirst();
  }

  /// What works in the background, not started yet.
  Workers workers() {
    var chores = new ArrayList<Chore>();
    chores.add(new Chore("sweep of events", SWEEP, this::sweep));
    chores.add(new Chore("sweep of photos", PHOTO_SWEEP, desks.photos()::sweep));
    if (move != null) {
      chores.add(new Chore("move of photos", PHOTO_MOVE, move::step));
    }
    if (backups != null) {
      chores.add(new Chore("backup", Backups.LOOK_EVERY, backups::copyIfDue));
      chores.add(new Chore("backup of photos", backups.photosEvery(), backups::copyPhotos));
    }
    return new Workers(lanes, chores);
  }

  private void sweep() {
    var deleted = lanes.deleteRead();
    while (deleted > 0) {
      deleted = lanes.deleteRead();
    }
  }

  @Override
  public void close() {
    engine.close();
    if (backups != null) {
      backups.close();
    }
    if (move != null) {
      move.close();
    }
    blobs.close();
    bus.close();
    shards.close();
  }
}
