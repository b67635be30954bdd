package pando.blobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import pando.base.Slot;
import pando.base.WholeFile;
import pando.config.BackupConfig;
import pando.config.ObjectsConfig;

/// The files of photos at the place of the backup.
///
/// A name says what is in its file, so a copy is made once and never again. One whose file has gone
/// from the site stays as long as there is a backup from before that: since when it is gone stands
/// in a file of the site. If that is lost, copies stay longer.
public final class PhotoCopies implements AutoCloseable {
  private static final String FOLDER = "photos";
  private static final Logger LOG = System.getLogger(PhotoCopies.class.getName());

  /// Where files of the site may be; while they are moved there are two places.
  private final List<BlobPlace> site;

  private final BlobPlace copies;
  private final Path goneFile;
  private final Map<String, Long> gone;

  /// What was copied.
  public record Count(long files, long bytes) {
    Count plus(long more) {
      return new Count(files + 1, bytes + more);
    }
  }

  /// @param folder where the files of the site are that are on disk
  /// @param goneFile where it is kept since when copies have no file any more
  public PhotoCopies(ObjectsConfig objects, Path folder, BackupConfig backup, Path goneFile) {
    this.site = places(objects, folder);
    var place = backup.folder();
    this.copies =
        place == null
            ? new ObjectBlobs(backup.objects())
            : new DiskBlobs(Path.of(place).resolve(FOLDER));
    this.goneFile = goneFile;
    this.gone = read(goneFile);
  }

  /// In the order in which files go from one to the other.
  private static List<BlobPlace> places(ObjectsConfig objects, Path folder) {
    if (objects.endpoint() == null) {
      return List.of(new DiskBlobs(folder));
    }
    var store = new ObjectBlobs(objects);
    return switch (objects.moving()) {
      case NONE -> List.of(store);
      case FROM_DISK -> List.of(new DiskBlobs(folder), store);
      case TO_DISK -> List.of(store, new DiskBlobs(folder));
    };
  }

  /// Whether files are listed for nothing, and not by paid requests over a network.
  public boolean isNear() {
    return site.getFirst() instanceof DiskBlobs && copies instanceof DiskBlobs;
  }

  /// Makes the place of the copies, which the database is copied to as well, if it is a bucket.
  public void prepare() {
    if (copies instanceof ObjectBlobs store) {
      store.requireBucket();
    }
  }

  /// Copies every file that has no copy.
  public Count copyNew(Instant now) {
    var count = new Count(0, 0);
    var before = Map.copyOf(gone);
    for (var area : Area.values()) {
      var copied = names(List.of(copies), area);
      var kept = names(site, area);
      for (var slot = 0; slot < Slot.COUNT; slot++) {
        var have = copied.apply(slot);
        var files = kept.apply(slot);
        for (var name : files) {
          if (!have.contains(name)) {
            var bytes = copy(area, name, site, copies);
            count = bytes < 0 ? count : count.plus(bytes);
          }
        }
        remember(area, files, have, now);
      }
    }
    if (!gone.equals(before)) {
      write();
    }
    return count;
  }

  private void remember(Area area, Set<String> files, Set<String> have, Instant now) {
    for (var name : have) {
      var key = area.folder() + "/" + name;
      if (files.contains(name)) {
        gone.remove(key);
      } else {
        gone.putIfAbsent(key, now.getEpochSecond());
      }
    }
  }

  /// Deletes copies of files that had gone from the site before a moment.
  public void deleteGone(Instant before) {
    var old =
        gone.entrySet().stream()
            .filter(entry -> entry.getValue() < before.getEpochSecond())
            .map(Map.Entry::getKey)
            .toList();
    for (var key : old) {
      var name = BlobName.find(key.substring(key.indexOf('/') + 1));
      for (var area : Area.values()) {
        if (name != null && key.startsWith(area.folder() + "/")) {
          copies.delete(area, name);
        }
      }
      gone.remove(key);
    }
    if (!old.isEmpty()) {
      write();
    }
  }

  /// Brings every copy back to where the site keeps its files, unless it is there.
  public Count restore(Consumer<Count> tell) {
    var count = new Count(0, 0);
    var target = site.getLast();
    for (var area : Area.values()) {
      var restored = names(List.of(target), area);
      var copied = names(List.of(copies), area);
      for (var slot = 0; slot < Slot.COUNT; slot++) {
        var there = restored.apply(slot);
        for (var name : copied.apply(slot)) {
          if (!there.contains(name)) {
            var bytes = copy(area, name, List.of(copies), target);
            count = bytes < 0 ? count : count.plus(bytes);
            tell.accept(count);
          }
        }
      }
    }
    return count;
  }

  /// Whether the site has a file whose bytes are those that its name says.
  public boolean isWhole(String text) {
    var name = BlobName.find(text);
    return name != null
        && List.of(Area.values()).stream()
            .anyMatch(area ->
                site.stream()
                    .anyMatch(place -> {
                      var file = place.find(area, name);
                      return file != null && name.isOf(file.read());
                    }));
  }

  /// @return how many bytes; -1: it has been deleted
  private static long copy(Area area, String text, List<BlobPlace> from, BlobPlace to) {
    var name = BlobName.find(text);
    for (var place : from) {
      var file = name == null ? null : place.find(area, name);
      if (name != null && file != null) {
        var bytes = file.read();
        if (!name.isOf(bytes)) {
          LOG.log(Level.WARNING, "{0} is damaged, and is copied as it is", text);
        }
        to.put(area, name, bytes);
        return bytes.length;
      }
    }
    return -1;
  }

  /// The files of each slot, in the order of slots. One that is moved meanwhile may be missing, and
  /// is found the next time.
  private static IntFunction<Set<String>> names(Collection<BlobPlace> places, Area area) {
    var all = places.stream().map(place -> place.slots(area)).toList();
    return slot ->
        all.stream()
            .flatMap(names -> names.apply(slot).stream())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Long> read(Path file) {
    var all = new TreeMap<String, Long>();
    try {
      if (Files.exists(file)) {
        for (var line : Files.readAllLines(file)) {
          var space = line.indexOf(' ');
          all.put(line.substring(space + 1), Long.valueOf(line.substring(0, space)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return all;
  }

  private void write() {
    var text =
        gone.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
            .collect(Collectors.joining());
    WholeFile.write(goneFile, text);
  }

  @Override
  public void close() {
    var all = new ArrayList<>(site);
    all.add(copies);
    all.forEach(BlobPlace::close);
  }
}
