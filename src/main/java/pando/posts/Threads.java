package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;

/// Conversations: what a post answers, and what answers it.
public final class Threads {
  public Threads(Posts posts) {}

  /// What stands around a post in its thread.
  ///
  /// @param ancestors from the first post of the thread down to the one that it answers
  /// @param descendants each followed by its own
  public record Context(List<Post> ancestors, List<Post> descendants) {}

  /// What the viewer may see of the thread of a post.
  public Context context(@Nullable AccountId viewer, Post post) {
    return comesNext();
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
