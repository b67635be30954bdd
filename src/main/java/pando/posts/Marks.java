package pando.posts;

/// What one person has done with a post.
///
/// @param pinned whether it is their own post, pinned to their profile
public record Marks(boolean favourited, boolean boosted, boolean bookmarked, boolean pinned) {
  public static final Marks NONE = new Marks(false, false, false, false);
}
