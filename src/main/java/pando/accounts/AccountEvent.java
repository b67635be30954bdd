package pando.accounts;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;
import pando.queue.Event;

/// What happens to people and between them.
public sealed interface AccountEvent extends Event {

  /// Somebody joined.
  @Json
  record SignedUp(AccountId account) implements AccountEvent {}

  /// Somebody is to be sent a mail that proves their address.
  @Json
  record ConfirmationWanted(AccountId account) implements AccountEvent {}

  /// Somebody says that they have forgotten their password. Whether anybody has the address is
  /// asked by whoever hears of it, so that the answer to the one who says so is the same, and takes
  /// as long.
  @Json
  record PasswordForgotten(String email, Instant at) implements AccountEvent {}

  /// Somebody wants another e-mail address, which is to be sent a mail that proves it.
  @Json
  record AddressWanted(AccountId account, Instant at) implements AccountEvent {}

  /// Somebody has another e-mail address.
  ///
  /// @param old the one before
  @Json
  record AddressChanged(AccountId account, String old) implements AccountEvent {}

  /// A profile looks different now.
  ///
  /// @param unlocked whether followers no longer need approval
  @Json
  record ProfileChanged(AccountId account, boolean unlocked) implements AccountEvent {}

  /// Tokens and sessions that were given until some moment are no longer good.
  interface AccessEnded extends Event {
    AccountId account();

    Instant at();
  }

  /// An operator shut an account.
  @Json
  record Disabled(AccountId account, Instant at) implements AccountEvent, AccessEnded {}

  /// Somebody left: nobody finds them or their posts any more.
  @Json
  record Left(AccountId account, Instant at) implements AccountEvent, AccessEnded {}

  /// There may be something yet to be erased of what somebody left behind.
  @Json
  record Erasing(AccountId account) implements AccountEvent {}

  /// Somebody has another password.
  @Json
  record PasswordChanged(AccountId account, Instant at) implements AccountEvent, AccessEnded {}

  /// An operator opened an account again.
  @Json
  record Enabled(AccountId account) implements AccountEvent {}

  /// A token is no longer good.
  ///
  /// @param token its [Access#token]
  @Json
  record TokenRevoked(String token) implements AccountEvent {}

  /// A follow began. Its owner is the follower.
  ///
  /// @param approved whether the followed one approved it
  @Json
  record Followed(AccountId follower, AccountId followed, boolean approved)
      implements AccountEvent {}

  /// A follow goes on with other options.
  @Json
  record FollowChanged(AccountId follower, AccountId followed) implements AccountEvent {}

  /// A follow ended, by whoever's doing. Its owner is the follower.
  @Json
  record Unfollowed(AccountId follower, AccountId followed) implements AccountEvent {}

  /// Somebody asked to follow.
  @Json
  record FollowRequested(AccountId requester, AccountId asked) implements AccountEvent {}

  /// A request to follow is no more, by whoever's doing, and has not become a follow.
  @Json
  record FollowRequestEnded(AccountId requester, AccountId asked) implements AccountEvent {}

  /// Somebody approved a request. Followed by [Followed].
  @Json
  record FollowRequestAccepted(AccountId asked, AccountId requester, long request)
      implements AccountEvent {}

  /// Somebody declined a request. Followed by [FollowRequestEnded].
  @Json
  record FollowRequestRejected(AccountId asked, AccountId requester, long request)
      implements AccountEvent {}

  /// Somebody no longer wants a follower. Followed by [Unfollowed].
  @Json
  record FollowerRemoved(AccountId followed, AccountId follower, long follow)
      implements AccountEvent {}

  /// Somebody blocked somebody. Follows between the two end with [Unfollowed].
  @Json
  record Blocked(AccountId blocker, AccountId blocked) implements AccountEvent {}

  @Json
  record Unblocked(AccountId blocker, AccountId blocked) implements AccountEvent {}

  /// Somebody has a new notification.
  @Json
  record Told(
      AccountId to,
      NotificationId notification,
      Notification.Kind kind,
      AccountId from,
      @Nullable PostId post)
      implements AccountEvent {}
}
