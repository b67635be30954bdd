package pando.blobs;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;

/// Brings the files of photos from one place to another while the site runs, some at a time.
///
/// Every node must look in both places before the first step ([ObjectsConfig#moving]), from which
/// on new files are kept where all go. A file is copied, and read again where it is now; only then,
/// and [#GRACE] later, when nobody reads it any more who found it at the old place, is it deleted
/// there. What is still at the old place is what remains: a move that is killed goes on where it
/// was, and two of the same way do no harm. Two of opposite ways must not be at the same time.
public final class PhotoMove implements AutoCloseable {
  /// How many files a step copies.
  public static final int BATCH = 50;

  /// How long a file stays at the old place after it is proven to be at the new one.
  public static final Duration GRACE = Duration.ofSeconds(10);

  /// How long nothing is looked for after a round that has found nothing: all has been moved.
  static final Duration REST = Duration.ofMinutes(1);

  private static final Logger LOG = System.getLogger(PhotoMove.class.getName());

  private final DiskBlobs disk;
  private final BlobPlace source;
  private final BlobPlace target;
  private final InstantSource clock;

  /// Files that are at both places, the earliest first.
  private final Deque<Copy> copies = new ArrayDeque<>();

  private final Set<BlobName> copied = new HashSet<>();

  /// What this round has still to look through; the first is being read.
  private final Deque<Area> areas = new ArrayDeque<>();

  private Stream<BlobName> names = Stream.empty();
  private @Nullable Iterator<BlobName> rest;
  private long moved;
  private Instant restsUntil = Instant.MIN;
  private boolean roundIsEmpty = true;

  private record Place(Area area, BlobName name) {}

  private record Copy(Place place, Instant at) {}

  /// @param leavesDisk whether files go from the disk into the object store, or back
  PhotoMove(DiskBlobs disk, BlobPlace objects, boolean leavesDisk, InstantSource clock) {
    this.disk = disk;
    this.source = leavesDisk ? disk : objects;
    this.target = leavesDisk ? objects : disk;
    this.clock = clock;
  }

  /// The move that the settings ask for; null if they ask for none.
  ///
  /// @param folder where the files are that are on disk
  public static @Nullable PhotoMove of(ObjectsConfig config, Path folder, InstantSource clock) {
    if (config.moving() == Moving.NONE) {
      return null;
    }
    var leavesDisk = config.moving() == Moving.FROM_DISK;
    return new PhotoMove(new DiskBlobs(folder), new ObjectBlobs(config), leavesDisk, clock);
  }

  /// How many files are still at the old place, counted there; 0: everything has been moved.
  public long remaining() {
    var count = 0L;
    for (var area : Area.values()) {
      try (var names = source.names(area)) {
        count += names.count();
      }
    }
    return count;
  }

  /// Copies up to [#BATCH] files, and deletes those at the old place that were copied [#GRACE] ago.
  ///
  /// @throws pando.base.Refusal.Unavailable if the object store is away; nothing is lost
  public void step() {
    disk.setLeft(source == disk);
    try {
      deleteCopied();
      if (clock.instant().isBefore(restsUntil)) {
        return;
      }
      if (areas.isEmpty()) {
        areas.addAll(List.of(Area.values()));
        roundIsEmpty = true;
      }
      var place = next();
      for (var count = 1; place != null; count++) {
        roundIsEmpty = false;
        copy(place);
        place = count < BATCH ? next() : null;
      }
      if (areas.isEmpty() && roundIsEmpty && copies.isEmpty()) {
        restsUntil = clock.instant().plus(REST);
      }
    } catch (RuntimeException e) {
      endList(); // one that broke off is begun anew
      areas.clear();
      throw e;
    }
  }

  private void deleteCopied() {
    var before = clock.instant().minus(GRACE);
    while (!copies.isEmpty() && !copies.getFirst().at().isAfter(before)) {
      var place = copies.getFirst().place();
      if (target.find(place.area(), place.name()) != null) { // as long as its photo exists
        source.delete(place.area(), place.name());
      }
      copies.removeFirst();
      copied.remove(place.name());
      moved++;
      if (copies.isEmpty()) {
        LOG.log(Level.INFO, "{0} files of photos have been moved", moved);
      }
    }
  }

  /// The next file that is to be copied; null at the end of a round.
  private @Nullable Place next() {
    while (!areas.isEmpty()) {
      if (rest == null) {
        names = source.names(areas.getFirst());
        rest = names.iterator();
      }
      while (rest.hasNext()) {
        var name = rest.next();
        if (!copied.contains(name)) {
          return new Place(areas.getFirst(), name);
        }
      }
      endList();
      areas.removeFirst();
    }
    return null;
  }

  private void endList() {
    names.close();
    rest = null;
  }

  private void copy(Place place) {
    var area = place.area();
    var name = place.name();
    var there = source.find(area, name);
    if (there == null) {
      return; // it has been deleted, or moved by another
    }
    var bytes = there.read();
    if (!name.isOf(bytes)) {
      LOG.log(Level.WARNING, "{0} is damaged, and is moved as it is", name.text());
    }
    if (!has(place, bytes)) {
      target.put(area, name, bytes);
      if (!has(place, bytes)) {
        throw new IllegalStateException(name.text() + " is not what was put there");
      }
    }
    copies.addLast(new Copy(place, clock.instant()));
    copied.add(name);
  }

  private boolean has(Place place, byte[] bytes) {
    var copy = target.find(place.area(), place.name());
    return copy != null && copy.size() == bytes.length && Arrays.equals(copy.read(), bytes);
  }

  @Override
  public void close() {
    names.close();
    source.close();
    target.close();
  }
}
