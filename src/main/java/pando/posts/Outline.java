package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.PostId;

/// What feeds and rules need to know of a post: everything but what is shown of it.
///
/// @param tags normalised
public record Outline(
    PostId id,
    AccountId author,
    Audience audience,
    @Nullable PostId replyTo,
    @Nullable AccountId replyToAuthor,
    @Nullable PostId boostOf,
    @Nullable AccountId boostOfAuthor,
    List<AccountId> mentions,
    List<String> tags,
    boolean hasPhotos) {

  public Outline {
    mentions = List.copyOf(mentions);
    tags = List.copyOf(tags);
  }

  /// Whether somebody may see this post; of a boost, not whether they may see what it shows.
  ///
  /// @param viewer null: nobody has signed in
  /// @param ties of the viewer
  public boolean visibleTo(@Nullable AccountId viewer, Ties ties) {
    return audience.admits(viewer, ties, author, mentions);
  }

  /// The post that is shown: itself, or the one that it boosts.
  public PostId shown() {
    return boostOf == null ? id : boostOf;
  }
}
