package pando.blobs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;
import pando.config.ObjectsConfig;

/// Keeps the bytes of photos by name.
///
/// Every method may throw [pando.base.Refusal.Unavailable] while the object store is away.
public sealed interface Blobs extends AutoCloseable permits BlobPlace, MovingBlobs {

  /// Those that the settings name.
  ///
  /// @param folder where the files are that are on disk
  static Blobs of(ObjectsConfig config, Path folder) {
    var disk = new DiskBlobs(folder);
    if (config.endpoint() == null) {
      return disk;
    }
    var objects = new ObjectBlobs(config);
    return switch (config.moving()) {
      case NONE -> objects;
      case FROM_DISK, TO_DISK -> new MovingBlobs(disk, objects, config.moving());
    };
  }

  /// Keeps bytes, and returns the name they have from now on. They survive a loss of power.
  String keep(Area area, MediaId photo, byte[] bytes, String extension);

  /// The file with a name, or null if there is none.
  @Nullable Blob find(Area area, BlobName name);

  /// The file with a name that a stranger sent, or null if there is none.
  default @Nullable Blob find(Area area, String name) {
    var parsed = BlobName.find(name);
    return parsed == null ? null : find(area, parsed);
  }

  /// Deletes all files of a photo.
  void delete(MediaId photo);

  /// The photos of a slot that have files.
  List<MediaId> list(int slot);

  @Override
  void close();
}
