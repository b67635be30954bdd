package pando.base;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/// One of the 1,024 fixed parts of the data. A slot is kept whole on one shard and may move to
/// another; the slot of a row never changes.
public final class Slot {
  public static final int COUNT = 1 << Id.SLOT_BITS;

  private Slot() {}

  /// The slot that an id carries.
  public static int of(long id) {
    return (int) (id >>> Id.SEQUENCE_BITS) & (COUNT - 1);
  }

  /// The slot of what is found by name (user name, e-mail address, tag, OAuth client): the CRC-32C
  /// of its lower-case UTF-8, modulo [#COUNT]. Fixed for ever: rows are stored by it.
  public static int ofName(String name) {
    var crc = new CRC32C();
    crc.update(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % COUNT);
  }
}
