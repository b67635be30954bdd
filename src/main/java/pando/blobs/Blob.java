package pando.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A file that is there.
public sealed interface Blob {
  BlobName name();

  /// How many bytes it has.
  long size();

  /// A file of this machine.
  record OnDisk(BlobName name, long size, Path path) implements Blob {}

  /// A file of an object store.
  record Stored(BlobName name, long size, Source source) implements Blob {}

  /// Opens a part of a stored file.
  interface Source {
    /// `length` bytes from `first` on, to be closed.
    ///
    /// @throws pando.base.Refusal.Unavailable if the object store does not answer
    InputStream open(long first, long length);
  }

  /// All its bytes, to be closed.
  default InputStream open() {
    return switch (this) {
      case OnDisk(_, _, var path) -> DiskBlobs.open(path);
      case Stored(_, var size, var source) -> source.open(0, size);
    };
  }

  /// All its bytes in memory.
  default byte[] read() {
    try (var in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name().text(), e);
    }
  }
}
