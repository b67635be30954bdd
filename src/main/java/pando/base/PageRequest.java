package pando.base;

import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for. The list is always answered newest first.
///
/// @param maxId only what is older (below this id)
/// @param sinceId only what is newer: the newest ones; null when `minId` is given
/// @param minId only what is newer: the ones *immediately* above
/// @param limit how many at most, 1 or more
public record PageRequest(
    @Nullable Long maxId, @Nullable Long sinceId, @Nullable Long minId, int limit) {
  public PageRequest {
    if (minId != null) {
      sinceId = null;
    }
  }

  /// The newest ones.
  public static PageRequest first(int limit) {
    return new PageRequest(null, null, null, limit);
  }
}
