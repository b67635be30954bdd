package pando.blobs;

import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pando.base.MediaId;

/// One place that files of photos can be moved to and from.
sealed interface BlobPlace extends Blobs permits DiskBlobs, ObjectBlobs {
  @Override
  default String keep(Area area, MediaId photo, byte[] bytes, String extension) {
    var name = BlobName.of(photo, bytes, extension);
    put(area, name, bytes);
    return name.text();
  }

  /// Keeps bytes under a name, also if they are there already.
  void put(Area area, BlobName name, byte[] bytes);

  /// Deletes a file, if it is there.
  void delete(Area area, BlobName name);

  /// The names of all files, read as the stream is, which has to be closed. What comes or goes
  /// meanwhile may be among them or not.
  Stream<BlobName> names(Area area);

  /// The same for one slot.
  Stream<BlobName> names(Area area, int slot);

  /// The names of the files of each slot, for whoever goes through all slots in their order.
  default IntFunction<Set<String>> slots(Area area) {
    return slot -> {
      try (var names = names(area, slot)) {
        return names.map(BlobName::text).collect(Collectors.toSet());
      }
    };
  }
}
