package pando.blobs;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;

/// Files of which some are on disk and some in the object store, while they are moved from one to
/// the other. New ones are kept where all go.
///
/// A file is looked for on disk, in the object store, and once more on disk. On disk first, since
/// that costs nothing and goes on when the store is away. Then whichever way files go, none is
/// missed: one that leaves the disk after it was looked for there is in the store already, and one
/// that leaves the store meanwhile is on disk already.
final class MovingBlobs implements Blobs {
  private final BlobPlace disk;
  private final BlobPlace objects;
  private final BlobPlace target;

  /// @param target where files go; one of the two
  MovingBlobs(BlobPlace disk, BlobPlace objects, BlobPlace target) {
    this.disk = disk;
    this.objects = objects;
    this.target = target;
  }

  @Override
  public String keep(Area area, MediaId photo, byte[] bytes, String extension) {
    return target.keep(area, photo, bytes, extension);
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
    (target == disk ? objects : disk).delete(photo);
    target.delete(photo);
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
