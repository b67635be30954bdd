package pando.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;
import pando.base.Slot;
import pando.blobs.Area;
import pando.blobs.Blob;
import pando.blobs.Blobs;
import pando.cache.NearCache;
import pando.cdn.Edges;
import pando.data.Shards;
import pando.data.Tx;
import pando.media.Photo.Caption;
import pando.media.Photo.State;
import pando.media.PhotoStore.Original;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Takes photos, changes them, and says what they look like.
///
/// The bytes as they were sent are kept and never change. What is shown is made from them: for an
/// upload without edits, for an edit with all its steps. It is made while the owner waits if a
/// worker is free, else soon by the media lane. Either way the row is written once, when it is
/// known what to write, and files are on disk before the row that names them is.
public final class Photos {
  /// Where the files of photos are on this site, before their names.
  public static final String PATH = "/media/";

  /// How long somebody waits for a free worker who can ask again for the photo.
  public static final Duration SOON = Duration.ofSeconds(1);

  /// How long somebody waits for a free worker who needs the photo with the answer.
  public static final Duration PATIENTLY = Duration.ofSeconds(20);

  /// How many edits of a photo can be undone.
  public static final int MAX_VERSIONS = 50;

  /// How long a photo is kept that is in no post and nobody's avatar or header.
  public static final Duration KEEP_UNUSED = Duration.ofDays(1);

  /// How long an upload or an edit may wait to be prepared.
  public static final Duration MAX_WAIT = Duration.ofHours(1);

  /// How many photos of a shard one sweep deletes.
  private static final int SWEEP_BATCH = 100;

  /// Of how many photos it is kept in memory whose they are.
  private static final int OWNERS = 50_000;

  private static final Duration OWNERS_TTL = Duration.ofHours(1);

  private final Shards shards;
  private final Outbox outbox;
  private final InstantSource clock;
  private final PhotoStore store;
  private final Blobs files;
  private final PhotoLab lab;

  /// Whose photos are looked at.
  private final NearCache<MediaId, AccountId> owners = new NearCache<>(OWNERS, OWNERS_TTL);

  /// The next slot whose files are swept.
  private final AtomicInteger sweptSlot = new AtomicInteger();

  /// @param files where the bytes of photos are kept
  public Photos(
      Shards shards, Outbox outbox, ImageEngine engine, Blobs files, InstantSource clock) {
    this.shards = shards;
    this.outbox = outbox;
    this.clock = clock;
    this.store = new PhotoStore(shards);
    this.files = files;
    this.lab = new PhotoLab(shards, outbox, engine, store, files);
  }

  /// Has the media lane prepare what waits and delete what is gone, from the edges as well.
  public void listen(Lanes lanes, Edges edges) {
    lanes.subscribe(
        new Subscription<>(
            Lane.MEDIA,
            PhotoEvent.Requested.class,
            Timing.LATER,
            batch -> lab.prepare(batch.stream().map(Delivery::event).toList())));
    lanes.subscribe(
        new Subscription<>(
            Lane.MEDIA,
            PhotoEvent.Deleted.class,
            Timing.EAGER,
            batch -> batch.forEach(delivery -> files.delete(delivery.event().id()))));
    if (!edges.isEmpty()) {
      new Purges(files, edges).listen(lanes);
    }
  }

  /// A file that anyone may see, unless its owner is shut out.
  public record PublicFile(AccountId owner, Blob blob) {}

  /// Stores a photo. It is ready when this returns, unless no worker was free within `patience`
  /// ([#SOON], for example) or the worker died: then it is prepared later.
  ///
  /// @throws Refusal.Invalid if the file is no photo that Pando reads, or damaged, or beyond a
  ///   limit
  /// @throws Refusal.TooLarge if it has too many bytes
  /// @throws Refusal.Unavailable if this site has no libvips
  public Photo upload(
      AccountId owner, byte[] file, Purpose purpose, Caption caption, Duration patience) {
    var kind = ImageKind.require(file);
    var made = lab.render(file, purpose, List.of(), patience);
    var shard = shards.of(owner);
    var id = new MediaId(shard.transactIdempotent(tx -> tx.nextId(owner.slot())));
    var name = files.keep(Area.ORIGINALS, id, file, kind.extension());
    var state = made == null ? new State.Waiting() : new State.Ready(lab.keep(id, made));
    var photo = new Photo(id, owner, purpose, null, state, caption, 0);
    return shard.transactIdempotent(tx -> {
      store.insert(tx, photo, new Original(name, kind, file.length));
      if (made == null) {
        outbox.add(tx, owner, new PhotoEvent.Requested(id, owner, 0));
      }
      return photo;
    });
  }

  /// The photos that exist.
  public Map<MediaId, Photo> findAll(Collection<MediaId> ids) {
    return store.findAll(ids).stream().collect(Collectors.toMap(Photo::id, Function.identity()));
  }

  /// A photo of its owner.
  ///
  /// @throws Refusal.NotFound if the owner has no such photo
  public Photo require(AccountId owner, MediaId id) {
    var photo = findAll(List.of(id)).get(id);
    if (photo == null || !photo.owner().equals(owner)) {
      throw new Refusal.NotFound();
    }
    return photo;
  }

  /// The file with a name that a stranger sent, or null if there is none. Whoever knows the name
  /// may see it, unless its owner is shut out.
  public @Nullable PublicFile findFile(String name) {
    var file = files.find(Area.PUBLIC, name);
    var owner = file == null ? null : owners.find(file.name().photo(), this::findOwner);
    return file == null || owner == null ? null : new PublicFile(owner, file);
  }

  private @Nullable AccountId findOwner(MediaId id) {
    var photo = store.find(id);
    return photo == null ? null : photo.owner();
  }

  /// The photos of somebody, the latest first.
  ///
  /// @param below only those before this one; null: from the latest
  public List<Photo> ofOwner(AccountId owner, @Nullable MediaId below, int limit) {
    return store.findOf(owner, below, limit);
  }

  /// The file as it was sent, for its owner alone; null if it is not there any more.
  public @Nullable Blob findOriginal(Photo photo) {
    return files.find(Area.ORIGINALS, store.findOriginal(photo.id()));
  }

  /// The original and its edits, the oldest first; none if it was never edited.
  public List<Photo.Version> versions(Photo photo) {
    return shards.of(photo.id()).transact(tx -> store.findEdits(tx, photo.id()));
  }

  /// Shows a photo with edits, all of them from the original; none shows the original. It is shown
  /// when this returns, unless no worker was free within `patience`.
  ///
  /// @throws Refusal.NotFound if the owner has no such photo
  /// @throws Refusal.Invalid if it is not ready, or has too many edits
  public Photo edit(AccountId owner, MediaId id, List<Edit> steps, Duration patience) {
    var photo = require(owner, id);
    requireReady(photo);
    var made = lab.render(lab.original(photo), photo.purpose(), steps, patience);
    var state = made == null ? new State.Waiting() : new State.Ready(lab.keep(id, made));
    return change(
        owner,
        id,
        (tx, locked) -> {
          requireReady(locked);
          var edit = new Photo.Version(locked.version() + 1, steps, state);
          if (edit.version() > MAX_VERSIONS) {
            throw new Refusal.Invalid(
                "a photo can be edited %d times: undo some edits first".formatted(MAX_VERSIONS));
          }
          store.insertEdit(tx, locked, edit, clock.instant());
          if (state instanceof State.Ready(var look)) {
            store.show(tx, id, edit.version(), look);
          } else {
            outbox.add(tx, owner, new PhotoEvent.Requested(id, owner, edit.version()));
          }
        });
  }

  /// Shows a photo as it was before its latest edit. An edit that waits or failed is forgotten.
  ///
  /// @throws Refusal.NotFound if the owner has no such photo
  /// @throws Refusal.Invalid if there is no edit
  public Photo undo(AccountId owner, MediaId id) {
    return change(
        owner,
        id,
        (tx, photo) -> {
          var edits = store.findEdits(tx, id);
          if (edits.stream().anyMatch(edit -> !(edit.state() instanceof State.Ready))) {
            store.forgetEdits(tx, id, photo.version());
            return;
          }
          var earlier = edits.stream().filter(edit -> edit.version() < photo.version()).toList();
          for (var edit : earlier.reversed()) {
            if (edit.state() instanceof State.Ready(var look)) {
              store.show(tx, id, edit.version(), look);
              return;
            }
          }
          throw new Refusal.Invalid("this photo has no edit that could be undone");
        });
  }

  /// Says something else about a photo.
  ///
  /// @throws Refusal.NotFound if the owner has no such photo
  public Photo describe(AccountId owner, MediaId id, Caption caption) {
    return change(owner, id, (tx, photo) -> store.describe(tx, photo, caption));
  }

  private interface Change {
    void apply(Tx tx, Photo locked);
  }

  /// Changes a photo that nobody else changes meanwhile, and returns what it is then.
  private Photo change(AccountId owner, MediaId id, Change change) {
    return shards
        .of(owner)
        .transact(tx -> {
          change.apply(tx, lock(tx, owner, id));
          var photo = lock(tx, owner, id);
          lab.changed(tx, photo);
          return photo;
        });
  }

  private Photo lock(Tx tx, AccountId owner, MediaId id) {
    var photos = store.lock(tx, owner, List.of(id));
    if (photos.isEmpty()) {
      throw new Refusal.NotFound();
    }
    return photos.getFirst();
  }

  private static void requireReady(Photo photo) {
    switch (photo.state()) {
      case State.Ready _ -> {}
      case State.Failed(var reason) -> throw new Refusal.Invalid(reason);
      case State.Waiting _ ->
          throw new Refusal.Invalid("this photo is still being prepared: try again in a moment");
    }
  }

  /// Puts photos into a post, in the transaction that stores it. Those that are in it already stay.
  ///
  /// @throws Refusal.Invalid if one is not the owner's, or in another post, or not ready
  public void attach(Tx tx, AccountId owner, PostId post, List<MediaId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var photos = store.lock(tx, owner, ids);
    for (var photo : photos) {
      var other = photo.post() != null && !photo.post().equals(post);
      if (other || photo.purpose() != Purpose.POST) {
        throw new Refusal.Invalid("Media " + photo.id().value() + " not found or already attached");
      }
      requireReady(photo);
    }
    if (photos.size() < ids.size()) {
      throw new Refusal.Invalid("Media not found or already attached");
    }
    store.attach(tx, post, ids);
  }

  /// Takes photos out of their post, in the transaction that changes or deletes it. For a day they
  /// can be put into another one.
  public void release(Tx tx, AccountId owner, List<MediaId> ids) {
    if (!ids.isEmpty()) {
      store.release(tx, owner, ids, clock.instant());
    }
  }

  /// Deletes a photo, all its versions and the original.
  ///
  /// @throws Refusal.NotFound if the owner has no such photo
  /// @throws Refusal.Invalid if it is in a post
  public void delete(AccountId owner, MediaId id) {
    shards
        .of(owner)
        .transact(tx -> {
          var photo = lock(tx, owner, id);
          if (photo.post() != null) {
            throw new Refusal.Invalid("this photo is in a post: take it out first");
          }
          delete(tx, photo);
          return photo;
        });
  }

  /// Deletes some photos of somebody who has left, whether they were in posts or not. Their files
  /// follow by event.
  ///
  /// @return how many; 0 means that nothing is left
  public int deleteSome(AccountId owner, int limit) {
    return shards
        .of(owner)
        .<Integer>transact(tx -> {
          var photos = store.lock(tx, owner, PhotoStore.findIds(tx, owner, Long.MAX_VALUE, limit));
          photos.forEach(photo -> delete(tx, photo));
          return photos.size();
        });
  }

  private void delete(Tx tx, Photo photo) {
    store.delete(tx, photo.id());
    outbox.add(tx, photo.owner(), new PhotoEvent.Deleted(photo.id(), photo.owner()));
  }

  /// Tidies up, a little at a time: deletes photos that nothing has shown for [#KEEP_UNUSED] and
  /// files that no photo has, and gives up on what has waited for [#MAX_WAIT].
  public void sweep() {
    var now = clock.instant();
    for (var shard : shards.all()) {
      for (var stuck : PhotoStore.findStuck(shard, now.minus(MAX_WAIT), SWEEP_BATCH)) {
        var request = new PhotoEvent.Requested(stuck.id(), stuck.owner(), stuck.version());
        shard.transact(tx -> lab.finish(tx, request, PhotoLab.notPrepared(stuck.version())));
      }
      for (var unused : PhotoStore.findUnused(shard, now.minus(KEEP_UNUSED), SWEEP_BATCH)) {
        shard.transact(tx -> {
          var photos = store.lock(tx, unused.owner(), List.of(unused.id()));
          photos.stream().filter(photo -> photo.post() == null).forEach(photo -> delete(tx, photo));
          return photos;
        });
      }
    }
    sweepFiles(now.minus(KEEP_UNUSED));
  }

  /// Deletes the files of one slot whose photo was never stored, because the process died first.
  private void sweepFiles(Instant before) {
    var slot = sweptSlot.getAndUpdate(last -> (last + 1) % Slot.COUNT);
    var old = files.list(slot).stream().filter(id -> id.millis() < before.toEpochMilli()).toList();
    var stored = store.findIds(slot, old);
    old.stream().filter(id -> !stored.contains(id)).forEach(files::delete);
  }
}
