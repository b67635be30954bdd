package pando.posts;

import java.util.List;

/// The tags that were ever used.
public final class Tags {
  public Tags(Posts posts) {}

  /// A tag.
  ///
  /// @param name normalised, which identifies it
  /// @param shown as it was first written
  public record Tag(String name, String shown, long posts) {}

  /// The form of a tag that identifies it: `ＣａＦé` is `café`.
  public static String normalise(String tag) {
    return comesNext();
  }

  /// The tag; one that was never used has no posts.
  public Tag find(String tag) {
    return comesNext();
  }

  /// Tags that begin with some letters, the most used first.
  public List<Tag> search(String prefix, int offset, int limit) {
    return comesNext();
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
