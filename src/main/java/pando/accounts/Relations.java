package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Notification.Kind;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.data.Shards;
import pando.data.Tx;
import pando.queue.Delivery;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Who follows, blocks and mutes whom. Every write is idempotent and answers how things are now.
public final class Relations {
  /// How many others one account may follow.
  public static final int MAX_FOLLOWING = 7_500;

  public static final int MAX_NOTE = 2_000; // characters

  private static final int MAX_LANGUAGES = 30;

  private static final long TIES_MAX_BYTES = 64L << 20;
  private static final long FOLLOWERS_MAX_BYTES = 64L << 20;
  private static final int ENTRY_BYTES = 100; // of an array and its place in a cache
  private static final Duration CACHED_FOR = Duration.ofMinutes(10);

  /// How many requests are approved at a time when an account is unlocked.
  private static final int APPROVE_BATCH = 100;

  private final Shards shards;
  private final Outbox outbox;
  private final Accounts accounts;
  private final InstantSource clock;
  private final RelationReads reads;
  private final SecondSides secondSides;
  private final NearCache<AccountId, Ties> ties;
  private final NearCache<AccountId, long[]> followers;

  public Relations(Ground ground, Accounts accounts, Notifications notifications) {
    this.shards = ground.shards();
    this.outbox = ground.outbox();
    this.accounts = accounts;
    this.clock = ground.clock();
    this.reads = new RelationReads(shards, clock);
    var ids = KeyText.ids(AccountId::new);
    this.ties = ground.caches().make("ties", ids, TIES_MAX_BYTES, Relations::bytes, CACHED_FOR);
    this.followers =
        ground.caches().make("followers", ids, FOLLOWERS_MAX_BYTES, Relations::bytes, CACHED_FOR);
    this.secondSides =
        new SecondSides(shards, outbox, notifications, ties::invalidate, followers::invalidate);
  }

  private static int bytes(Ties ties) {
    return ENTRY_BYTES + Long.BYTES * ties.size();
  }

  private static int bytes(long[] ids) {
    return ENTRY_BYTES + Long.BYTES * ids.length;
  }

  /// How to follow. Null leaves a thing as it is: at first boosts are shown, the follower is not
  /// told of each post, and all languages are wanted.
  ///
  /// @param eachPost whether to be told of each post
  /// @param languages an empty list: all
  public record FollowOptions(
      @Nullable Boolean boosts, @Nullable Boolean eachPost, @Nullable List<String> languages) {
    public static final FollowOptions SAME = new FollowOptions(null, null, null);

    public FollowOptions {
      if (languages != null) {
        languages = languages.stream().distinct().toList();
        if (languages.size() > MAX_LANGUAGES
            || !languages.stream().allMatch(Preferences.LANGUAGE.asMatchPredicate())) {
          throw new Refusal.Invalid("Validation failed: Languages are invalid");
        }
      }
    }
  }

  /// Keeps the second sides of relations.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            AccountEvent.class,
            Timing.EAGER,
            batch -> batch.forEach(secondSides::mirror)));
    lanes.subscribe(
        new Subscription<>(
            Lane.MAINTENANCE,
            AccountEvent.ProfileChanged.class,
            Timing.LATER,
            batch ->
                batch.stream()
                    .map(Delivery::event)
                    .filter(AccountEvent.ProfileChanged::unlocked)
                    .map(AccountEvent.ProfileChanged::account)
                    .filter(this::isOpen) // it may come late
                    .forEach(this::authorizeAll)));
  }

  private boolean isOpen(AccountId id) {
    var account = accounts.find(id);
    return account != null && !account.locked();
  }

  /// Follows somebody, or asks them when they are locked, or changes how they are followed.
  ///
  /// @throws Refusal.Forbidden if one blocks the other
  public Relationship follow(AccountId who, AccountId target, FollowOptions options) {
    var locked = requireOther(who, target).locked();
    change(
        who,
        (tx, id) -> {
          if (RelationStore.isBlocked(tx, who, target)) {
            throw new Refusal.Forbidden("This action is not allowed");
          }
          if (RelationStore.changeFollow(tx, who, target, options)) {
            outbox.add(tx, who, new AccountEvent.FollowChanged(who, target));
          } else if (!RelationStore.changeRequest(tx, who, target, options)) {
            begin(tx, who, target, id, new Beginning(locked, options));
          }
        });
    return relationship(who, target);
  }

  /// @param asks whether a request comes first
  private record Beginning(boolean asks, FollowOptions options) {}

  private void begin(Tx tx, AccountId who, AccountId target, long id, Beginning how) {
    if (RelationStore.countFollowing(tx, who) >= MAX_FOLLOWING) {
      throw new Refusal.Invalid(
          "Validation failed: You are already following %d people".formatted(MAX_FOLLOWING));
    }
    if (how.asks()) {
      RelationStore.insertRequest(tx, who, target, id, how.options());
      outbox.add(tx, who, new AccountEvent.FollowRequested(who, target));
    } else {
      RelationStore.insertFollow(tx, who, target, id, how.options());
      outbox.add(tx, who, new AccountEvent.Followed(who, target, false));
    }
  }

  /// Ends a follow or a request to follow.
  public Relationship unfollow(AccountId who, AccountId target) {
    accounts.require(target);
    change(who, (tx, _) -> secondSides.endFollow(tx, who, target));
    return relationship(who, target);
  }

  /// Blocks somebody: follows and requests between the two end, and nothing of one reaches the
  /// other.
  public Relationship block(AccountId who, AccountId target) {
    requireOther(who, target);
    change(
        who,
        (tx, id) -> {
          if (RelationStore.insertBlock(tx, who, target, id)) {
            secondSides.endFollow(tx, who, target);
            Notifications.hideAll(tx, who, target);
            outbox.add(tx, who, new AccountEvent.Blocked(who, target));
          }
        });
    return relationship(who, target);
  }

  public Relationship unblock(AccountId who, AccountId target) {
    accounts.require(target);
    endBlock(who, target);
    return relationship(who, target);
  }

  private void endBlock(AccountId who, AccountId target) {
    change(
        who,
        (tx, _) -> {
          if (RelationStore.deleteBlock(tx, who, target)) {
            outbox.add(tx, who, new AccountEvent.Unblocked(who, target));
          }
        });
  }

  /// Hides somebody from `who` without their knowing.
  ///
  /// @param notifications whether their notifications are hidden too
  /// @param duration null: until it is undone
  public Relationship mute(
      AccountId who, AccountId target, boolean notifications, @Nullable Duration duration) {
    requireOther(who, target);
    var now = clock.instant();
    var until = duration == null ? null : now.plus(duration);
    change(
        who,
        (tx, id) -> {
          RelationStore.deleteExpiredMutes(tx, who, now);
          RelationStore.putMute(tx, who, target, id, new Mute(notifications, until));
        });
    return relationship(who, target);
  }

  /// @param until null: for ever
  record Mute(boolean notifications, @Nullable Instant until) {}

  public Relationship unmute(AccountId who, AccountId target) {
    accounts.require(target);
    change(who, (tx, _) -> RelationStore.deleteMute(tx, who, target));
    return relationship(who, target);
  }

  /// Approves somebody's request to follow `who`.
  public Relationship authorize(AccountId who, AccountId requester) {
    accounts.require(requester);
    settle(who, requester, true);
    return relationship(who, requester);
  }

  /// Declines somebody's request to follow `who`.
  public Relationship reject(AccountId who, AccountId requester) {
    accounts.require(requester);
    settle(who, requester, false);
    return relationship(who, requester);
  }

  private void settle(AccountId who, AccountId requester, boolean accept) {
    change(
        who,
        (tx, _) -> {
          var request = RelationStore.deleteReceived(tx, who, requester);
          if (request == null) {
            return; // it is settled already, or was taken back
          }
          Notifications.forget(tx, who, Kind.FOLLOW_REQUEST, requester);
          outbox.add(
              tx,
              who,
              accept
                  ? new AccountEvent.FollowRequestAccepted(who, requester, request)
                  : new AccountEvent.FollowRequestRejected(who, requester, request));
        });
  }

  private void authorizeAll(AccountId who) {
    var page = requestsFor(who, PageRequest.first(APPROVE_BATCH));
    while (!page.items().isEmpty()) {
      page.items().forEach(requester -> settle(who, requester, true));
      page = requestsFor(who, PageRequest.first(APPROVE_BATCH));
    }
  }

  /// Ends somebody's follow of `who`.
  public Relationship removeFollower(AccountId who, AccountId follower) {
    accounts.require(follower);
    change(
        who,
        (tx, _) -> {
          var follow = RelationStore.findFollower(tx, who, follower);
          if (follow != null) {
            outbox.add(tx, who, new AccountEvent.FollowerRemoved(who, follower, follow));
          }
        });
    return relationship(who, follower);
  }

  /// Ends some of what is between somebody who has left and others, whoever began it. The blocks
  /// and mutes of others are theirs and stay.
  ///
  /// @return how many have ended; 0 means that there is nothing left
  int endSome(AccountId who, int limit) {
    var page = PageRequest.first(limit);
    var targets = new ArrayList<>(followingOf(who, page).items());
    targets.addAll(reads.asked(who, limit));
    targets.forEach(target -> change(who, (tx, _) -> secondSides.endFollow(tx, who, target)));
    var followers = followersOf(who, page).items();
    followers.forEach(follower -> secondSides.endFollow(follower, who));
    var requesters = requestsFor(who, page).items();
    requesters.forEach(requester -> settle(who, requester, false));
    var blocked = blocksOf(who, page).items();
    blocked.forEach(target -> endBlock(who, target));
    return targets.size() + followers.size() + requesters.size() + blocked.size();
  }

  /// Writes something about somebody that `who` alone sees; an empty note takes it away.
  public Relationship note(AccountId who, AccountId target, String note) {
    requireOther(who, target);
    var faults = new Faults();
    faults.checkText("comment", note, MAX_NOTE);
    faults.check();
    change(who, (tx, _) -> RelationStore.putNote(tx, who, target, note.strip()));
    return relationship(who, target);
  }

  private Account requireOther(AccountId who, AccountId target) {
    var account = accounts.require(target);
    if (who.equals(target)) {
      throw new Refusal.Forbidden("This action is not allowed");
    }
    if (account.disabled()) {
      throw new Refusal.NotFound();
    }
    return account;
  }

  private void change(AccountId who, RelationStore.Change change) {
    RelationStore.change(shards, who, ties::invalidate, change);
  }

  /// What is between a viewer and each of the others that exist, in their order.
  public Map<AccountId, Relationship> relationships(
      AccountId viewer, Collection<AccountId> others) {
    var known = accounts.findAll(others);
    var asked = others.stream().distinct().filter(known::containsKey).toList();
    return reads.relationships(viewer, asked);
  }

  private Relationship relationship(AccountId viewer, AccountId other) {
    return Objects.requireNonNull(reads.relationships(viewer, List.of(other)).get(other));
  }

  /// Whom a viewer follows, blocks and mutes; kept near, and true after every write.
  public Ties ties(AccountId viewer) {
    return Objects.requireNonNull(ties.find(viewer, reads::ties));
  }

  /// The ids of all followers of an author, sorted; kept near, and true after every write. Not to
  /// be changed.
  public long[] followers(AccountId author) {
    return Objects.requireNonNull(followers.find(author, reads::followers));
  }

  /// The same as the database has them now, for what is written for all nodes: what this one keeps
  /// near may be older than what another has just changed.
  public long[] followersNow(AccountId author) {
    return reads.followers(author);
  }

  /// The followers who want to be told of each post, of those authors who have such.
  public Map<AccountId, List<AccountId>> notified(Collection<AccountId> authors) {
    return reads.notified(authors);
  }

  /// Followers, the last who came first. The cursor of this and the lists below is not an account's
  /// id but the row's own.
  public Page<AccountId> followersOf(AccountId account, PageRequest page) {
    return list(RelationList.FOLLOWERS, account, page);
  }

  public Page<AccountId> followingOf(AccountId account, PageRequest page) {
    return list(RelationList.FOLLOWING, account, page);
  }

  public Page<AccountId> blocksOf(AccountId account, PageRequest page) {
    return list(RelationList.BLOCKS, account, page);
  }

  public Page<AccountId> mutesOf(AccountId account, PageRequest page) {
    return list(RelationList.MUTES, account, page);
  }

  /// Who asks to follow an account.
  public Page<AccountId> requestsFor(AccountId account, PageRequest page) {
    return list(RelationList.REQUESTS, account, page);
  }

  private Page<AccountId> list(RelationList list, AccountId account, PageRequest page) {
    return list.read(shards, account, page, clock.instant());
  }

  /// How many ask to follow an account.
  public long requestCount(AccountId account) {
    return reads.requestCount(account);
  }
}
