package pando.cache;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What stands before a value that is shared.
///
/// @param fingerprint of the encoding
/// @param generation in which it was written: [pando.redis.Link#generation]
/// @param endMillis when it should have been loaded again, in milliseconds since 1970
/// @param costMillis how long loading it took: what takes long is loaded again earlier
record StoredValue(long fingerprint, long generation, long endMillis, int costMillis) {
  private static final int HEAD_BYTES = 3 * Long.BYTES + Integer.BYTES + 1;
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  /// What bytes are.
  sealed interface Found<V> {
    /// A value.
    ///
    /// @param isOld whether it should be loaded again
    record Value<V>(V value, boolean isOld) implements Found<V> {}

    /// The key is known to have no value.
    record Nothing<V>() implements Found<V> {}

    /// Nothing that may be believed is there.
    record Missing<V>() implements Found<V> {}

    /// Bytes of another version, or of nobody.
    record Garbage<V>() implements Found<V> {}
  }

  /// How many bytes a value takes.
  static <V> int size(V value, Encoding<V> encoding) {
    return HEAD_BYTES + encoding.encode(value).length + CHECKSUM_BYTES;
  }

  /// The bytes with a value; null: that there is none.
  <V> byte[] bytes(@Nullable V value, Encoding<V> encoding) {
    var payload = value == null ? new byte[0] : encoding.encode(value);
    var bytes = ByteBuffer.allocate(HEAD_BYTES + payload.length + CHECKSUM_BYTES);
    bytes
        .putLong(fingerprint)
        .putLong(generation)
        .putLong(endMillis)
        .putInt(costMillis)
        .put((byte) (value == null ? 0 : 1))
        .put(payload);
    bytes.putInt(checksum(bytes.array()));
    return bytes.array();
  }

  /// Reads bytes.
  ///
  /// A value is old when its life has ended, and for one caller in many before: the sooner the
  /// longer loading takes, so that one that is asked for often is loaded again by one caller before
  /// all others miss it (the rule is known as XFetch).
  ///
  /// @param random between 0 and 1, not 0
  static <V> Found<V> read(
      byte[] bytes, long generation, Encoding<V> encoding, long nowMillis, double random) {
    if (bytes.length < HEAD_BYTES + CHECKSUM_BYTES) {
      return new Found.Garbage<>();
    }
    var in = ByteBuffer.wrap(bytes);
    var fingerprint = in.getLong();
    var writtenIn = in.getLong();
    var end = in.getLong();
    var cost = in.getInt();
    var isThere = in.get() == 1;
    if (fingerprint != encoding.fingerprint()
        || in.getInt(bytes.length - CHECKSUM_BYTES) != checksum(bytes)) {
      return new Found.Garbage<>();
    }
    if (writtenIn != generation) {
      return new Found.Missing<>();
    }
    if (!isThere) {
      return nowMillis < end ? new Found.Nothing<>() : new Found.Missing<>();
    }
    try {
      var value = encoding.decode(bytes, HEAD_BYTES, bytes.length - CHECKSUM_BYTES);
      return new Found.Value<>(value, nowMillis - cost * Math.log(random) >= end);
    } catch (IllegalArgumentException _) {
      return new Found.Garbage<>();
    }
  }

  private static int checksum(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    return (int) checksum.getValue();
  }
}
