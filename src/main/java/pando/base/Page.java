package pando.base;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One page of a list, newest first, and where the next ones begin.
///
/// The bounds are those of what was **read**, not of what is shown: entries that the reader may not
/// see are missing from `items` but a next page still begins below them.
///
/// @param bounds null when nothing was read
public record Page<T>(List<T> items, @Nullable Bounds bounds) {

  /// The cursors of the newest and the oldest entry that was read.
  ///
  /// @param full whether as many were read as were asked for, so that there may be more
  public record Bounds(long newest, long oldest, boolean full) {}

  public Page {
    items = List.copyOf(items);
  }

  /// A page that shows everything that was read.
  public static <T> Page<T> of(List<T> items, ToLongFunction<T> cursor, PageRequest request) {
    if (items.isEmpty()) {
      return new Page<>(items, null);
    }
    var newest = cursor.applyAsLong(items.getFirst());
    var oldest = cursor.applyAsLong(items.getLast());
    return new Page<>(items, new Bounds(newest, oldest, items.size() >= request.limit()));
  }
}
