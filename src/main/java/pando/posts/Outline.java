package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /// The post that is shown: itself, or the one that it boosts.
  public PostId shown() {
    return boostOf == null ? id : boostOf;
  }
}
