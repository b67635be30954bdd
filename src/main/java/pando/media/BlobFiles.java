package pando.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.MediaId;

/// The bytes of photos on disk: `AREA/SLOT/XX/ID-HASH.EXTENSION`, where HASH is the SHA-256 of the
/// bytes, SLOT that of the photo, and XX spreads a slot over 256 folders.
///
/// The name says what is in a file, so it never changes and may be cached for ever. It also says
/// whose it is: files of different photos are different files, even if their bytes are the same, so
/// that deleting a photo needs to ask nobody.
///
/// A file is complete once it has its name: it is written beside it, brought to disk, and renamed.
final class BlobFiles {
  /// Who may read a file.
  enum Area {
    /// Only Pando: these are the bytes that were sent, with where and when they were taken.
    ORIGINALS("originals"),
    /// Everyone.
    PUBLIC("public");

    private final String folder;

    Area(String folder) {
      this.folder = folder;
    }
  }

  private static final Pattern NAME = Pattern.compile("(\\d{1,19})-[0-9a-f]{64}\\.[a-z]{3,4}");
  private static final String UNFINISHED = ".part";

  private final Path root;

  BlobFiles(Path root) {
    this.root = root;
  }

  /// Keeps bytes, and returns the name they have from now on. They survive a loss of power.
  String keep(Area area, MediaId photo, byte[] bytes, String extension) {
    var name = photo.value() + "-" + hash(bytes) + "." + extension;
    var folder = folder(area, photo);
    try {
      make(folder);
      var part = Files.createTempFile(folder, photo.value() + "-", UNFINISHED);
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + name, e);
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

  byte[] read(Area area, String name) {
    try {
      return Files.readAllBytes(path(area, name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /// The file with a name that a stranger sent, or null if there is none.
  @Nullable Path find(Area area, String name) {
    if (!NAME.matcher(name).matches()) {
      return null;
    }
    var file = path(area, name);
    return Files.isRegularFile(file) ? file : null;
  }

  /// Deletes all files of a photo.
  void delete(MediaId photo) {
    for (var area : Area.values()) {
      var folder = folder(area, photo);
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

  /// The photos of a slot that have files.
  List<MediaId> list(int slot) {
    var ids = new TreeSet<MediaId>();
    for (var area : Area.values()) {
      var folder = root.resolve(area.folder).resolve(slotFolder(slot));
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder, 2)) {
          files.filter(Files::isRegularFile).forEach(file -> ids.add(photoOf(file)));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot list " + folder, e);
        }
      }
    }
    return new ArrayList<>(ids);
  }

  private static MediaId photoOf(Path file) {
    var name = file.getFileName().toString();
    return new MediaId(Long.parseLong(name.substring(0, name.indexOf('-'))));
  }

  private Path path(Area area, String name) {
    var photo = new MediaId(Long.parseLong(name.substring(0, name.indexOf('-'))));
    return folder(area, photo).resolve(name);
  }

  private Path folder(Area area, MediaId photo) {
    return root.resolve(area.folder)
        .resolve(slotFolder(photo.slot()))
        .resolve("%02x".formatted(photo.millis() & 0xff));
  }

  private static String slotFolder(int slot) {
    return "%03x".formatted(slot);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
