package pando.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import pando.cache.Recording.Kind;

/// Writes down what the near caches of this node are asked for, so that other sizes and policies
/// can be tried on it afterwards ([Advice]).
///
/// Of some keys *everything* is recorded, and of the others nothing: a cache that is as much
/// smaller then finds the same share of what it is asked for (Waldspurger et al., *Efficient MRC
/// Construction with SHARDS*, FAST 2015). What the keys are does not stand in the file, only a hash
/// of each. A few keys that are asked for all the time may be among the recorded ones or not, so
/// shares are right to a few points.
///
/// A recording that is full ends. One that was there before is kept as `FILE.1`.
public final class AccessRecorder implements AutoCloseable {
  /// How large a recording gets: about three million accesses.
  static final long MAX_BYTES = 64L << 20;

  /// How long a recording gets.
  private static final Duration LONGEST = Duration.ofDays(20);

  private static final int BUFFER_BYTES = 64 << 10;

  /// How long accesses wait at most for being written, if others follow.
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(AccessRecorder.class.getName());

  private final Path file;
  private final int oneIn;
  private final long maxBytes;
  private final InstantSource clock;
  private final long start;
  private final FileChannel out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES); // guarded by this
  private long size; // guarded by this
  private long writtenAt; // guarded by this
  private volatile boolean ended;

  /// What is said of a cache.
  ///
  /// @param shared whether what it does not have is looked for in the memory that all nodes share
  /// @param ttl how long a value is kept at most
  /// @param bytes how much a value takes; 0: unknown
  record Cache<V>(boolean shared, Duration ttl, ToIntFunction<V> bytes) {}

  /// Begins a recording.
  ///
  /// @param oneIn of so many keys one is recorded, about
  public AccessRecorder(Path file, int oneIn, InstantSource clock) {
    this(file, oneIn, MAX_BYTES, clock);
  }

  AccessRecorder(Path file, int oneIn, long maxBytes, InstantSource clock) {
    this.file = file;
    this.oneIn = oneIn;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.start = clock.millis();
    try {
      if (Files.exists(file)) {
        var before = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      }
      this.out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record accesses in " + file, e);
    }
    buffer.putLong(Recording.MAGIC).putInt(oneIn).putLong(start);
  }

  /// Records one cache.
  <K, V> Tape<K, V> tape(String name, KeyText<K> keys, Cache<V> cache) {
    return new Tape<>(this, name, keys, cache);
  }

  /// Whether everything about a key is recorded.
  boolean takes(int hash) {
    return !ended && Integer.remainderUnsigned(hash, oneIn) == 0;
  }

  /// Writes one line of the recording.
  ///
  /// @param seconds how long the value is kept
  @SuppressWarnings("EnumOrdinal") // it stands in the file, which has a version
  synchronized void add(Kind kind, boolean shared, long key, int bytes, int seconds) {
    if (ended) {
      return;
    }
    var now = clock.millis();
    buffer
        .putInt((int) (now - start))
        .put((byte) (kind.ordinal() << 1 | (shared ? 1 : 0)))
        .putLong(key)
        .putInt(bytes)
        .putInt(seconds);
    if (buffer.remaining() < Recording.LINE_BYTES || now - writtenAt > WRITE_EVERY.toMillis()) {
      writtenAt = now;
      write();
    }
  }

  private void write() {
    try {
      size += buffer.position();
      out.write(buffer.flip());
      if (size >= maxBytes || clock.millis() - start > LONGEST.toMillis()) {
        LOG.log(Level.INFO, "the recording {0} is full and ends; see pando cache advise", file);
        ended = true;
      }
    } catch (IOException e) { // a disk that is full must not stop the site
      LOG.log(Level.WARNING, "the recording " + file + " ends", e);
      ended = true;
    }
    buffer.clear();
  }

  @Override
  public synchronized void close() {
    if (!ended) {
      write();
    }
    ended = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
