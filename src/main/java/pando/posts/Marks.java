package pando.posts;

import pando.base.AccountId;
import pando.base.PostId;
import pando.cache.KeyText;

/// What one person has done with a post.
///
/// @param pinned whether it is their own post, pinned to their profile
public record Marks(boolean favourited, boolean boosted, boolean bookmarked, boolean pinned) {
  public static final Marks NONE = new Marks(false, false, false, false);

  /// Whose marks on which post.
  record Key(AccountId viewer, PostId post) {
    /// How it is written for other nodes.
    static final KeyText<Key> TEXT = new KeyText<>(Key::text, Key::of);

    private String text() {
      return viewer.value() + "/" + post.value();
    }

    private static Key of(String text) {
      var slash = text.indexOf('/');
      return new Key(
          new AccountId(Long.parseLong(text.substring(0, slash))),
          new PostId(Long.parseLong(text.substring(slash + 1))));
    }
  }
}
