package pando.feed;

import pando.base.Id;
import pando.base.PostId;
import pando.posts.Outline;

/// How a feed keeps a post or boost: as one number, its id and in the lowest bit whether it is a
/// boost. Entries sort like the ids.
final class Entry {
  /// Above every entry.
  static final long END = Long.MAX_VALUE;

  private static final long MAX_ID = END >> 3;
  private static final long BOOST = 1;

  private Entry() {}

  static long of(Outline post) {
    return of(post.id(), post.boostOf() != null);
  }

  static long of(Id id, boolean boost) {
    return id.value() << 1 | (boost ? BOOST : 0);
  }

  static long id(long entry) {
    return entry >> 1;
  }

  static PostId postId(long entry) {
    return new PostId(id(entry));
  }

  static boolean isBoost(long entry) {
    return (entry & BOOST) != 0;
  }

  /// The first entry that the post with an id may have: entries of smaller ids are below it. An id
  /// from outside may be any number.
  static long firstOf(long id) {
    return Math.clamp(id, 0, MAX_ID) << 1;
  }

  /// The first entry that a post with a larger id may have.
  static long after(long id) {
    return (Math.clamp(id, 0, MAX_ID) + 1) << 1;
  }
}
