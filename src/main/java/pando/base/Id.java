package pando.base;

/// The identity of a row, and where it lives: `unix millis << 16 | slot << 6 | sequence`.
///
/// Ids sort by the time they were made (18 decimal digits until the year 2453), and carry the
/// [Slot] of the row's owner, so that an id alone is enough to find its shard. They are made by the
/// database that holds the slot (`next_id` in the schema), in the transaction that inserts the row.
public interface Id extends Comparable<Id> {
  int SEQUENCE_BITS = 6;
  int SLOT_BITS = 10;

  long value();

  /// The slot of the shard map that holds the row.
  default int slot() {
    return Slot.of(value());
  }

  /// When the id was made, in milliseconds since 1970.
  default long millis() {
    return value() >>> (SLOT_BITS + SEQUENCE_BITS);
  }

  @Override
  default int compareTo(Id other) {
    return Long.compare(value(), other.value());
  }

  /// The smallest id of a moment: ids made before `millis` are below it, later ones above.
  static long firstOf(long millis) {
    return millis << (SLOT_BITS + SEQUENCE_BITS);
  }
}
