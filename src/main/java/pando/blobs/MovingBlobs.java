package pando.blobs;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.config.ObjectsConfig.Moving;

/// Files of which some are on disk and some in the object store, while they are moved from one to
/// the other. New ones are kept where all go; but on disk as long as nothing has left it, since
/// there may be nodes that do not know of the object store.
///
/// A file is looked for on disk, in the object store, and once more on disk. On disk first, since
/// that costs nothing and goes on when the store is away. Then whichever way files go, none is
/// missed: one that leaves the disk after it was looked for there is in the store already, and one
/// that leaves the store meanwhile is on disk already.
final class MovingBlobs implements Blobs {
  private final DiskBlobs disk;
  private final BlobPlace objects;
  private final Moving way;

  MovingBlobs(DiskBlobs disk, BlobPlace objects, Moving way) {
    this.disk = disk;
    this.objects = objects;
    this.way = way;
  }

  @Override
  public String keep(Area area, MediaId photo, byte[] bytes, String extension) {
    var leaves = way == Moving.FROM_DISK && disk.isLeft();
    return (leaves ? objects : disk).keep(area, photo, bytes, extension);
  }

  @Override
  public @Nullable Blob find(Area area, BlobName name) {
    for (var place : List.of(disk, objects, disk)) {
      var found = place.find(area, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// First where they come from: less of what is being copied is brought over afterwards.
  @Override
  public void delete(MediaId photo) {
    (way == Moving.FROM_DISK ? disk : objects).delete(photo);
    (way == Moving.FROM_DISK ? objects : disk).delete(photo);
  }

  @Override
  public List<MediaId> list(int slot) {
    var photos = new TreeSet<>(disk.list(slot));
    photos.addAll(objects.list(slot));
    return List.copyOf(photos);
  }

  @Override
  public void close() {
    disk.close();
    objects.close();
  }
}
