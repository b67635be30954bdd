package pando.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import pando.base.Refusal;

/// What caches were asked for, in the order in which it happened: what an [AccessRecorder] has
/// written, or several of them in as many nodes.
///
/// @param oneIn of so many keys one was recorded
public record Recording(int oneIn, List<Part> parts) {
  /// The first bytes of a file.
  static final long MAGIC = 0x70616e646f616301L; // pandoac, version 1

  /// A time, a kind, a key, bytes and seconds.
  static final int LINE_BYTES = Integer.BYTES + 1 + Long.BYTES + 2 * Integer.BYTES;

  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;
  private static final Kind[] KINDS = Kind.values();

  /// What happened to a key.
  public enum Kind {
    HIT,
    MISS,
    KEPT,
    FORGOT
  }

  /// Something that happened to a key.
  ///
  /// @param atMillis since 1970
  /// @param shared whether the memory that nodes share is asked, or would be, for what is not near
  /// @param key its hash, with that of its cache
  /// @param bytes how much the value takes; 0: unknown, or as before
  /// @param seconds how long it is kept
  public record Access(
      long atMillis, Kind kind, boolean shared, long key, int bytes, int seconds) {}

  /// What one node wrote down.
  ///
  /// @param start in milliseconds since 1970
  record Part(long start, ByteBuffer lines) {
    private Access access(int line) {
      var at = line * LINE_BYTES;
      var kind = lines.get(at + 4);
      return new Access(
          start + lines.getInt(at),
          KINDS[kind >> 1],
          (kind & 1) == 1,
          lines.getLong(at + 5),
          lines.getInt(at + 13),
          lines.getInt(at + 17));
    }

    private int count() {
      return lines.capacity() / LINE_BYTES; // the last one may be cut off
    }
  }

  /// Reads files of nodes that recorded the same share of their keys.
  ///
  /// @throws Refusal.Invalid if one is no recording
  public static Recording read(List<Path> files) {
    var parts = new ArrayList<Part>();
    var oneIn = 0;
    for (var file : files) {
      var bytes = map(file);
      if (bytes.capacity() < HEAD_BYTES || bytes.getLong(0) != MAGIC) {
        throw new Refusal.Invalid(
            file + " is no recording of this version; cache.record in pando.yaml makes one");
      }
      if (oneIn != 0 && bytes.getInt(Long.BYTES) != oneIn) {
        throw new Refusal.Invalid(
            file + " was recorded with another cache.recordOneIn than the first one");
      }
      oneIn = bytes.getInt(Long.BYTES);
      var lines = bytes.slice(HEAD_BYTES, bytes.capacity() - HEAD_BYTES);
      parts.add(new Part(bytes.getLong(Long.BYTES + Integer.BYTES), lines));
    }
    return new Recording(oneIn, parts);
  }

  private static ByteBuffer map(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new Refusal.Invalid(file + " cannot be read, or is no file");
    }
    try (var channel = FileChannel.open(file)) {
      return channel.map(MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// How far a part was read.
  private record Place(Part part, int line, Access access) {}

  /// Gives everything that happened to `hear`, in the order of time.
  public void replay(Consumer<Access> hear) {
    var places =
        new PriorityQueue<Place>(Comparator.comparingLong(place -> place.access().atMillis()));
    for (var part : parts) {
      if (part.count() > 0) {
        places.add(new Place(part, 0, part.access(0)));
      }
    }
    while (!places.isEmpty()) {
      var place = places.remove();
      hear.accept(place.access());
      var next = place.line() + 1;
      if (next < place.part().count()) {
        places.add(new Place(place.part(), next, place.part().access(next)));
      }
    }
  }
}
