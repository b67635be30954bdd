package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;

/// Finds posts by their words.
public final class PostSearch {
  public PostSearch(Posts posts) {}

  /// The viewer's own posts and those for everyone that have every word of `text`, newest first.
  ///
  /// @param by only of this author
  public List<Post> search(
      AccountId viewer, String text, @Nullable AccountId by, int offset, PageRequest request) {
    return comesNext();
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
