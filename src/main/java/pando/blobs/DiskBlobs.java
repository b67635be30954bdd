package pando.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;

/// Files in a folder of this machine.
///
/// A file is complete once it has its name: it is written beside it, brought to disk, and renamed.
final class DiskBlobs implements BlobPlace {
  private static final String UNFINISHED = ".part";

  /// There while files go from here into the object store.
  private static final String LEFT = "left";

  private final Path root;

  DiskBlobs(Path root) {
    this.root = root;
  }

  @Override
  public void put(Area area, BlobName name, byte[] bytes) {
    var file = path(area, name);
    var folder = Objects.requireNonNull(file.getParent());
    try {
      make(folder);
      var part = Files.createTempFile(folder, name.photo().value() + "-", UNFINISHED);
      try {
        write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part); // on a full disk it would take the room that is left
      }
      force(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + file, e);
    }
  }

  /// Whether files go from here into the object store, of which every node knows then.
  boolean isLeft() {
    return Files.exists(root.resolve(LEFT));
  }

  /// Says whether files go from here into the object store.
  void setLeft(boolean left) {
    if (isLeft() == left) {
      return;
    }
    try {
      if (left) {
        Files.createDirectories(root);
        Files.write(root.resolve(LEFT), new byte[0]);
      } else {
        Files.deleteIfExists(root.resolve(LEFT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note where photos go in " + root, e);
    }
  }

  private static void write(Path part, byte[] bytes) throws IOException {
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    force(root);
    var above = root;
    for (var part : root.relativize(folder)) {
      above = above.resolve(part);
      force(above);
    }
  }

  /// A folder has to be brought to disk as well for a new name in it to last.
  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public @Nullable Blob find(Area area, BlobName name) {
    var file = path(area, name);
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? new Blob.OnDisk(name, found.size(), file) : null;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find " + name.text(), e);
    }
  }

  static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void delete(MediaId photo) {
    for (var area : Area.values()) {
      var folder = root.resolve(BlobName.folder(area, photo));
      try (var files = Files.newDirectoryStream(folder, photo.value() + "-*")) {
        for (var file : files) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException _) {
        // no photo has had a file in this folder
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete the files of " + photo, e);
      }
    }
  }

  @Override
  public void delete(Area area, BlobName name) {
    try {
      Files.deleteIfExists(path(area, name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + name.text(), e);
    }
  }

  /// Also those that have nothing but files that were never finished.
  @Override
  public List<MediaId> list(int slot) {
    var ids = new TreeSet<MediaId>();
    for (var area : Area.values()) {
      try (var files = files(BlobName.folder(area, slot))) {
        files.forEach(file -> ids.add(photoOf(file)));
      }
    }
    return new ArrayList<>(ids);
  }

  private static MediaId photoOf(Path file) {
    var name = file.getFileName().toString();
    return new MediaId(Long.parseLong(name.substring(0, name.indexOf('-'))));
  }

  @Override
  public Stream<BlobName> names(Area area) {
    return names(area.folder());
  }

  @Override
  public Stream<BlobName> names(Area area, int slot) {
    return names(BlobName.folder(area, slot));
  }

  private Stream<BlobName> names(String below) {
    return files(below)
        .map(file -> BlobName.find(file.getFileName().toString()))
        .filter(Objects::nonNull);
  }

  @SuppressWarnings("StreamResourceLeak") // who asked for the names closes them
  private Stream<Path> files(String below) {
    var folder = root.resolve(below);
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try {
      return Files.walk(folder).filter(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private Path path(Area area, BlobName name) {
    return root.resolve(name.path(area));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
