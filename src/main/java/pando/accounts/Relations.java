package pando.accounts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.data.Shards;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// Who follows, blocks and mutes whom. Every write is idempotent and answers how things are now.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Relations {
  /// How many others one account may follow.
  public static final int MAX_FOLLOWING = 7_500;

  public Relations(
      Shards shards,
      Outbox outbox,
      Accounts accounts,
      Notifications notifications,
      InstantSource clock) {}

  /// How to follow. Null leaves a thing as it is: at first boosts are shown, the follower is not
  /// told of each post, and all languages are wanted.
  ///
  /// @param eachPost whether to be told of each post
  /// @param languages an empty list: all
  public record FollowOptions(
      @Nullable Boolean boosts, @Nullable Boolean eachPost, @Nullable List<String> languages) {
    public static final FollowOptions SAME = new FollowOptions(null, null, null);
  }

  /// Keeps the second sides of relations.
  public void subscribe(Lanes lanes) {}

  /// Follows somebody, or asks them when they are locked, or changes how they are followed.
  public Relationship follow(AccountId who, AccountId target, FollowOptions options) {
    throw new UnsupportedOperationException();
  }

  /// Ends a follow or a request to follow.
  public Relationship unfollow(AccountId who, AccountId target) {
    throw new UnsupportedOperationException();
  }

  /// Blocks somebody: follows and requests between the two end, and nothing of one reaches the
  /// other.
  public Relationship block(AccountId who, AccountId target) {
    throw new UnsupportedOperationException();
  }

  public Relationship unblock(AccountId who, AccountId target) {
    throw new UnsupportedOperationException();
  }

  /// Hides somebody from `who` without their knowing.
  ///
  /// @param notifications whether their notifications are hidden too
  /// @param duration null: until it is undone
  public Relationship mute(
      AccountId who, AccountId target, boolean notifications, @Nullable Duration duration) {
    throw new UnsupportedOperationException();
  }

  public Relationship unmute(AccountId who, AccountId target) {
    throw new UnsupportedOperationException();
  }

  /// Approves somebody's request to follow `who`.
  public Relationship authorize(AccountId who, AccountId requester) {
    throw new UnsupportedOperationException();
  }

  /// Declines somebody's request to follow `who`.
  public Relationship reject(AccountId who, AccountId requester) {
    throw new UnsupportedOperationException();
  }

  /// Ends somebody's follow of `who`.
  public Relationship removeFollower(AccountId who, AccountId follower) {
    throw new UnsupportedOperationException();
  }

  /// Writes something about somebody that `who` alone sees; an empty note takes it away.
  public Relationship note(AccountId who, AccountId target, String note) {
    throw new UnsupportedOperationException();
  }

  /// What is between a viewer and each of the others, in their order.
  public Map<AccountId, Relationship> relationships(
      AccountId viewer, Collection<AccountId> others) {
    throw new UnsupportedOperationException();
  }

  /// Whom a viewer follows, blocks and mutes; kept near, and true after every write.
  public Ties ties(AccountId viewer) {
    throw new UnsupportedOperationException();
  }

  /// The ids of all followers of an author, sorted; kept near, and true after every write. Not to
  /// be changed.
  public long[] followers(AccountId author) {
    throw new UnsupportedOperationException();
  }

  /// The followers who want to be told of each post of an author.
  public List<AccountId> notified(AccountId author) {
    throw new UnsupportedOperationException();
  }

  /// Followers, the last who came first. The cursor of this and the lists below is not an account's
  /// id but the row's own.
  public Page<AccountId> followersOf(AccountId account, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  public Page<AccountId> followingOf(AccountId account, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  public Page<AccountId> blocksOf(AccountId account, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  public Page<AccountId> mutesOf(AccountId account, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /// Who asks to follow an account.
  public Page<AccountId> requestsFor(AccountId account, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /// How many ask to follow an account.
  public long requestCount(AccountId account) {
    throw new UnsupportedOperationException();
  }
}
