package pando.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.blobs.Area;
import pando.blobs.Blobs;
import pando.data.Shards;
import pando.data.Tx;
import pando.media.ImageEngine.Unfinished;
import pando.media.Photo.Look;
import pando.media.Photo.State;
import pando.queue.Outbox;

/// Makes what photos look like from their originals.
final class PhotoLab {
  private static final String NOT_PREPARED =
      "this photo could not be prepared: save it anew, and send that";
  private static final String NOT_EDITED =
      "this edit could not be made: try it with fewer steps, or smaller radii";

  /// How often a photo is tried that a worker dies over.
  private static final int ATTEMPTS = 2;

  /// How long the media lane waits for a worker that is free.
  private static final Duration LANE_PATIENCE = Duration.ofMinutes(2);

  private static final ThreadFactory THREADS = Thread.ofVirtual().name("photo-", 0).factory();

  private final Shards shards;
  private final Outbox outbox;
  private final ImageEngine engine;
  private final PhotoStore store;
  private final Blobs files;

  PhotoLab(Shards shards, Outbox outbox, ImageEngine engine, PhotoStore store, Blobs files) {
    this.shards = shards;
    this.outbox = outbox;
    this.engine = engine;
    this.store = store;
    this.files = files;
  }

  /// How a version ends that is tried no more.
  static State notPrepared(int version) {
    return new State.Failed(version == 0 ? NOT_PREPARED : NOT_EDITED);
  }

  /// What is made of a file now, or null if that has to wait.
  @Nullable Rendition render(byte[] file, Purpose purpose, List<Edit> steps, Duration patience) {
    try {
      return engine.render(file, purpose, steps, patience);
    } catch (Unfinished _) {
      return null;
    }
  }

  /// Keeps what was made.
  Look keep(MediaId id, Rendition made) {
    var kept = new ArrayList<Photo.File>();
    for (var variant : made.variants()) {
      var name = files.keep(Area.PUBLIC, id, variant.bytes(), variant.format().extension());
      kept.add(
          new Photo.File(
              name,
              variant.size(),
              variant.format(),
              variant.width(),
              variant.height(),
              variant.bytes().length));
    }
    return new Look(made.width(), made.height(), made.blurHash(), kept);
  }

  /// Makes what versions look like, as many at a time as there are workers. Doing it twice, or half
  /// and again, ends in the same.
  void prepare(List<PhotoEvent.Requested> requests) {
    try (var threads = Executors.newFixedThreadPool(engine.workers(), THREADS)) {
      var running =
          requests.stream().map(request -> threads.submit(() -> prepare(request))).toList();
      for (var request : running) {
        request.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a photo was not prepared", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void prepare(PhotoEvent.Requested request) {
    var photo = store.find(request.id());
    var steps = photo == null ? null : waiting(photo, request.version());
    if (photo == null || steps == null) {
      return; // it is gone, or somebody has done it
    }
    var state = prepared(photo, steps, request.version());
    var exists = shards.of(photo.owner()).transact(tx -> finish(tx, request, state));
    if (!exists) {
      files.delete(photo.id());
    }
  }

  /// The steps of a version if it waits to be prepared, else null.
  private @Nullable List<Edit> waiting(Photo photo, int version) {
    if (version == 0) {
      return photo.state() instanceof State.Waiting ? List.of() : null;
    }
    var versions = shards.of(photo.id()).transact(tx -> store.findEdits(tx, photo.id()));
    return versions.stream()
        .filter(edit -> edit.version() == version && edit.state() instanceof State.Waiting)
        .map(Photo.Version::steps)
        .findFirst()
        .orElse(null);
  }

  private State prepared(Photo photo, List<Edit> steps, int version) {
    var file = original(photo);
    try {
      for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
        var made = render(file, photo.purpose(), steps, LANE_PATIENCE);
        if (made != null) {
          return new State.Ready(keep(photo.id(), made));
        }
      }
      return notPrepared(version);
    } catch (Refusal.Invalid | Refusal.TooLarge refusal) {
      return new State.Failed(refusal.reason());
    }
  }

  /// The bytes as they were sent.
  byte[] original(Photo photo) {
    var name = store.findOriginal(photo.id());
    var file = files.find(Area.ORIGINALS, name);
    if (file == null) {
      throw new IllegalStateException("there is no original " + name);
    }
    return file.read();
  }

  /// Writes how the preparation of a version ended, unless that is written already.
  ///
  /// @return whether the photo still exists
  boolean finish(Tx tx, PhotoEvent.Requested request, State state) {
    var photo = store.lock(tx, request.owner(), List.of(request.id()));
    if (photo.isEmpty()) {
      return false;
    }
    if (request.version() == 0) {
      if (photo.getFirst().state() instanceof State.Waiting) {
        store.finish(tx, request.id(), state);
        changed(tx, photo.getFirst());
      }
    } else if (store.finishEdit(tx, request.id(), request.version(), state)) {
      if (state instanceof State.Ready(var look)) {
        store.show(tx, request.id(), request.version(), look);
      }
      changed(tx, photo.getFirst());
    }
    return true;
  }

  /// Tells everyone, with the transaction, that a photo is shown differently.
  void changed(Tx tx, Photo photo) {
    outbox.add(tx, photo.owner(), new PhotoEvent.Changed(photo.id(), photo.owner(), photo.post()));
  }
}
