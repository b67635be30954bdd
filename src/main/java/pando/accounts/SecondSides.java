package pando.accounts;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Notification.Kind;
import pando.base.AccountId;
import pando.data.Row;
import pando.data.Shards;
import pando.data.Tx;
import pando.queue.Delivery;
import pando.queue.Delivery.EventId;
import pando.queue.Outbox;

/// Keeps the second side of each relation equal to the first.
///
/// An event only says which pair has changed. What is written is what the first side says when it
/// is read; after the second side is committed the first is read again, until both agree. Whoever
/// writes last has therefore seen the first side as it is, or another event is on its way: late,
/// repeated and overtaking events all end in the truth.
final class SecondSides {
  /// How often a first side may change while its second is written. More is left to the lane.
  private static final int MAX_ROUNDS = 10;

  private static final String FIND_FOLLOW =
      """
      select id, notify, true as following from follows where account_id = ? and target_id = ?
      union all
      select id, notify, false from follow_requests where account_id = ? and target_id = ?
      order by following desc
      limit 1
      """;

  private static final String INSERT_FOLLOWER =
      """
      insert into followers (account_id, follower_id, id, notify) values (?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String CHANGE_FOLLOWER =
      """
      update followers set id = ?, notify = ?
       where account_id = ? and follower_id = ? and (id, notify) is distinct from (?, ?)
      """;

  private static final String DELETE_FOLLOWER =
      "delete from followers where account_id = ? and follower_id = ?";

  private static final String COUNT_FOLLOWERS =
      "update account_counts set followers = followers + ? where account_id = ?";

  private static final String INSERT_RECEIVED =
      """
      insert into follow_requests_received (account_id, requester_id, id) values (?, ?, ?)
      on conflict do nothing
      """;

  private static final String CHANGE_RECEIVED =
      """
      update follow_requests_received set id = ?
       where account_id = ? and requester_id = ? and id <> ?
      """;

  private static final String FIND_BLOCK =
      "select id from blocks where account_id = ? and target_id = ?";

  private static final String INSERT_BLOCKED_BY =
      """
      insert into blocked_by (account_id, blocker_id) values (?, ?)
      on conflict do nothing
      """;

  private static final String DELETE_BLOCKED_BY =
      "delete from blocked_by where account_id = ? and blocker_id = ?";

  private final Shards shards;
  private final Outbox outbox;
  private final Notifications notifications;
  private final Consumer<AccountId> tiesChanged;
  private final Consumer<AccountId> followersChanged;

  /// @param tiesChanged hears whose [Ties] are no longer true
  /// @param followersChanged hears whose followers are no longer the same
  SecondSides(
      Shards shards,
      Outbox outbox,
      Notifications notifications,
      Consumer<AccountId> tiesChanged,
      Consumer<AccountId> followersChanged) {
    this.shards = shards;
    this.outbox = outbox;
    this.notifications = notifications;
    this.tiesChanged = tiesChanged;
    this.followersChanged = followersChanged;
  }

  /// Writes the second side of what an event says has changed.
  void mirror(Delivery<AccountEvent> delivery) {
    switch (delivery.event()) {
      case AccountEvent.Followed(var follower, var followed, var approved) ->
          mirrorFollow(new Pair(follower, followed), delivery.id(), approved);
      case AccountEvent.FollowChanged(var follower, var followed) ->
          mirrorFollow(new Pair(follower, followed), delivery.id(), false);
      case AccountEvent.Unfollowed(var follower, var followed) ->
          mirrorFollow(new Pair(follower, followed), delivery.id(), false);
      case AccountEvent.FollowRequested(var requester, var asked) ->
          mirrorFollow(new Pair(requester, asked), delivery.id(), false);
      case AccountEvent.FollowRequestEnded(var requester, var asked) ->
          mirrorFollow(new Pair(requester, asked), delivery.id(), false);
      case AccountEvent.FollowRequestAccepted(var asked, var requester, var request) ->
          accept(requester, asked, request);
      case AccountEvent.FollowRequestRejected(var asked, var requester, var request) ->
          reject(requester, asked, request);
      case AccountEvent.FollowerRemoved(var followed, var follower, var follow) ->
          remove(follower, followed, follow);
      case AccountEvent.Blocked(var blocker, var blocked) -> mirrorBlock(blocker, blocked);
      case AccountEvent.Unblocked(var blocker, var blocked) -> mirrorBlock(blocker, blocked);
      case AccountEvent.SignedUp _,
          AccountEvent.ConfirmationWanted _,
          AccountEvent.PasswordForgotten _,
          AccountEvent.AddressWanted _,
          AccountEvent.AddressChanged _,
          AccountEvent.ProfileChanged _,
          AccountEvent.Disabled _,
          AccountEvent.PasswordChanged _,
          AccountEvent.Left _,
          AccountEvent.Erasing _,
          AccountEvent.Enabled _,
          AccountEvent.TokenRevoked _,
          AccountEvent.Told _ -> {}
    }
  }

  private record Pair(AccountId follower, AccountId followed) {}

  /// The first side of a follow.
  ///
  /// @param following whether it is one, or still a request
  private record Follow(long id, boolean eachPost, boolean following) {
    static Follow read(Row row) {
      return new Follow(row.longValue("id"), row.flag("notify"), row.flag("following"));
    }
  }

  private @Nullable Follow findFollow(Pair pair) {
    return shards
        .of(pair.follower())
        .find(
            FIND_FOLLOW,
            Follow::read,
            pair.follower(),
            pair.followed(),
            pair.follower(),
            pair.followed());
  }

  private void mirrorFollow(Pair pair, EventId event, boolean approved) {
    var first = findFollow(pair);
    for (var round = 0; round < MAX_ROUNDS; round++) {
      mirrorFollow(pair, first, event, approved);
      var before = first;
      first = findFollow(pair);
      if (Objects.equals(first, before)) {
        return;
      }
    }
    throw new IllegalStateException("a follow keeps changing while it is written");
  }

  private void mirrorFollow(Pair pair, @Nullable Follow first, EventId event, boolean approved) {
    shards
        .of(pair.followed())
        .transact(tx -> {
          RelationStore.lock(tx, pair.followed());
          if (first == null) {
            dropFollower(tx, pair);
            dropRequest(tx, pair);
          } else if (first.following()) {
            var isNew = putFollower(tx, pair, first);
            dropRequest(tx, pair);
            if (isNew && !approved) { // who has approved it knows
              notifications.tell(tx, notice(pair, Kind.FOLLOW, event));
            }
          } else {
            dropFollower(tx, pair);
            if (putRequest(tx, pair, first)) {
              notifications.tell(tx, notice(pair, Kind.FOLLOW_REQUEST, event));
            }
          }
          return pair;
        });
  }

  private static Notice notice(Pair pair, Kind kind, EventId event) {
    return new Notice(pair.followed(), kind, pair.follower(), null, event.value());
  }

  /// Writes a follower, and returns whether there was none before.
  private boolean putFollower(Tx tx, Pair pair, Follow first) {
    var followed = pair.followed();
    var inserted =
        tx.update(INSERT_FOLLOWER, followed, pair.follower(), first.id(), first.eachPost());
    if (inserted == 0) {
      tx.update(
          CHANGE_FOLLOWER,
          first.id(),
          first.eachPost(),
          followed,
          pair.follower(),
          first.id(),
          first.eachPost());
      return false;
    }
    tx.update(COUNT_FOLLOWERS, 1, followed);
    tx.afterCommit(() -> followersChanged.accept(followed));
    return true;
  }

  private void dropFollower(Tx tx, Pair pair) {
    var followed = pair.followed();
    if (tx.update(DELETE_FOLLOWER, followed, pair.follower()) == 1) {
      tx.update(COUNT_FOLLOWERS, -1, followed);
      Notifications.forget(tx, followed, Kind.FOLLOW, pair.follower());
      tx.afterCommit(() -> followersChanged.accept(followed));
    }
  }

  /// Writes a request, and returns whether there was none before.
  private static boolean putRequest(Tx tx, Pair pair, Follow first) {
    var id = first.id();
    if (tx.update(INSERT_RECEIVED, pair.followed(), pair.follower(), id) == 1) {
      return true;
    }
    tx.update(CHANGE_RECEIVED, id, pair.followed(), pair.follower(), id);
    return false;
  }

  private static void dropRequest(Tx tx, Pair pair) {
    if (RelationStore.deleteReceived(tx, pair.followed(), pair.follower()) != null) {
      Notifications.forget(tx, pair.followed(), Kind.FOLLOW_REQUEST, pair.follower());
    }
  }

  private void accept(AccountId requester, AccountId asked, long request) {
    change(
        requester,
        (tx, id) -> {
          if (RelationStore.acceptRequest(tx, requester, asked, request, id)) {
            outbox.add(tx, requester, new AccountEvent.Followed(requester, asked, true));
          }
        });
  }

  private void reject(AccountId requester, AccountId asked, long request) {
    change(
        requester,
        (tx, _) -> {
          if (RelationStore.deleteRequest(tx, requester, asked, request)) {
            outbox.add(tx, requester, new AccountEvent.FollowRequestEnded(requester, asked));
          }
        });
  }

  private void remove(AccountId follower, AccountId followed, long follow) {
    change(
        follower,
        (tx, _) -> {
          if (RelationStore.deleteFollow(tx, follower, followed, follow)) {
            outbox.add(tx, follower, new AccountEvent.Unfollowed(follower, followed));
          }
        });
  }

  /// Ends whatever follow or request there is, in a transaction of the follower.
  void endFollow(Tx tx, AccountId follower, AccountId followed) {
    if (RelationStore.deleteFollow(tx, follower, followed, null)) {
      outbox.add(tx, follower, new AccountEvent.Unfollowed(follower, followed));
    }
    if (RelationStore.deleteRequest(tx, follower, followed, null)) {
      outbox.add(tx, follower, new AccountEvent.FollowRequestEnded(follower, followed));
    }
  }

  /// Ends the follow of somebody who has left, on both sides, and hides what they told the
  /// follower.
  void endFollow(AccountId follower, AccountId left) {
    change(
        follower,
        (tx, _) -> {
          endFollow(tx, follower, left);
          Notifications.hideAll(tx, follower, left);
        });
    shards
        .of(left)
        .transact(tx -> {
          RelationStore.lock(tx, left);
          dropFollower(tx, new Pair(follower, left));
          return left;
        });
  }

  private void mirrorBlock(AccountId blocker, AccountId blocked) {
    var first = findBlock(blocker, blocked);
    for (var round = 0; round < MAX_ROUNDS; round++) {
      var blocks = first != null;
      change(blocked, (tx, _) -> mirrorBlock(tx, blocker, blocked, blocks));
      var before = first;
      first = findBlock(blocker, blocked);
      if (Objects.equals(first, before)) {
        return;
      }
    }
    throw new IllegalStateException("a block keeps changing while it is written");
  }

  private @Nullable Long findBlock(AccountId blocker, AccountId blocked) {
    return shards.of(blocker).find(FIND_BLOCK, row -> row.longValue("id"), blocker, blocked);
  }

  private void mirrorBlock(Tx tx, AccountId blocker, AccountId blocked, boolean blocks) {
    if (blocks) {
      tx.update(INSERT_BLOCKED_BY, blocked, blocker);
      endFollow(tx, blocked, blocker);
    } else {
      tx.update(DELETE_BLOCKED_BY, blocked, blocker);
    }
  }

  private void change(AccountId who, RelationStore.Change change) {
    RelationStore.change(shards, who, tiesChanged, change);
  }
}
