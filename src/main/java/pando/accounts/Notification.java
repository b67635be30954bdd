package pando.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// What somebody was told.
///
/// @param from who did it
/// @param cause the id of what it follows from, as [Notice#cause]
/// @param post what it was done to or with; null for what is between people
public record Notification(
    NotificationId id,
    Kind kind,
    AccountId from,
    @Nullable PostId post,
    long cause,
    Instant createdAt) {

  /// What happened.
  public enum Kind {
    /// They were mentioned in a post.
    MENTION,
    /// Their post was boosted.
    BOOST,
    /// Their post is somebody's favourite.
    FAVOURITE,
    FOLLOW,
    FOLLOW_REQUEST,
    /// A post that they boosted was changed.
    EDIT,
    /// Somebody whose posts they want to hear of has posted.
    POST,
    /// Somebody has reported somebody: for moderators.
    REPORT
  }
}
