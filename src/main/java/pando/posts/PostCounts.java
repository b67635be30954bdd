package pando.posts;

/// How often a post was answered, boosted and favourited.
public record PostCounts(long replies, long boosts, long favourites) {
  public static final PostCounts NONE = new PostCounts(0, 0, 0);
}
