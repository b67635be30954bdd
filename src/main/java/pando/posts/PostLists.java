package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;

/// Lists of posts that are read from the database: of an author, of everyone, of a tag.
public final class PostLists {
  public PostLists(Posts posts) {}

  /// Which posts of an author.
  ///
  /// @param tag normalised
  /// @param pinned only those on top of the profile; these have no further pages
  public record Filter(
      boolean onlyPhotos,
      boolean excludeReplies,
      boolean excludeBoosts,
      @Nullable String tag,
      boolean pinned) {
    public static final Filter ALL = new Filter(false, false, false, null, false);
  }

  /// The posts and boosts of an author that the viewer may see.
  public Page<Post> ofAuthor(
      AccountId author, @Nullable AccountId viewer, Filter filter, PageRequest request) {
    return new Page<>(List.of(), null);
  }

  /// The posts for everyone, without boosts and replies to others. Blocks and mutes are not
  /// applied.
  public Page<Post> everyone(boolean onlyPhotos, PageRequest request) {
    return new Page<>(List.of(), null);
  }

  /// Which posts of tags, all normalised.
  ///
  /// @param tag or one of `any`
  /// @param all that a post must have as well
  /// @param none that a post must not have
  public record Tagged(
      String tag, List<String> any, List<String> all, List<String> none, boolean onlyPhotos) {}

  /// The posts for everyone that have tags, newest first. Blocks and mutes are not applied.
  public Page<Post> tagged(Tagged tagged, PageRequest request) {
    return new Page<>(List.of(), null);
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
