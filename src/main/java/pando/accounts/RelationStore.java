package pando.accounts;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Relations.FollowOptions;
import pando.accounts.Relations.Mute;
import pando.base.AccountId;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL that changes the first sides of relations: the rows of whoever acts.
///
/// A transaction begins with [#lock]. It then has the account's relations for itself: what it has
/// read, such as that nobody blocks, is true until it ends.
final class RelationStore {
  private static final String IS_BLOCKED =
      """
      select exists (select 1 from blocks where account_id = ? and target_id = ?)
          or exists (select 1 from blocked_by where account_id = ? and blocker_id = ?) as blocked
      """;

  private static final String FOLLOWING =
      "select following from account_counts where account_id = ?";

  private static final String INSERT_FOLLOW =
      """
      insert into follows (account_id, target_id, id, boosts, notify, languages)
      values (?, ?, ?, coalesce(?, true), coalesce(?, false), nullif(?::text[], '{}'))
      """;

  private static final String INSERT_REQUEST =
      """
      insert into follow_requests (account_id, target_id, id, boosts, notify, languages)
      values (?, ?, ?, coalesce(?, true), coalesce(?, false), nullif(?::text[], '{}'))
      """;

  private static final String CHANGE_FOLLOW =
      """
      update follows
         set boosts = coalesce(?, boosts),
             notify = coalesce(?, notify),
             languages = nullif(coalesce(?::text[], languages), '{}')
       where account_id = ? and target_id = ?
      """;

  private static final String CHANGE_REQUEST =
      """
      update follow_requests
         set boosts = coalesce(?, boosts),
             notify = coalesce(?, notify),
             languages = nullif(coalesce(?::text[], languages), '{}')
       where account_id = ? and target_id = ?
      """;

  private static final String DELETE_FOLLOW =
      """
      delete from follows
       where account_id = ? and target_id = ? and id = coalesce(?, id)
      """;

  private static final String DELETE_REQUEST =
      """
      delete from follow_requests
       where account_id = ? and target_id = ? and id = coalesce(?, id)
      """;

  private static final String ACCEPT_REQUEST =
      """
      with accepted as (
        delete from follow_requests
         where account_id = ? and target_id = ? and id = ?
        returning account_id, target_id, boosts, notify, languages)
      insert into follows (account_id, target_id, id, boosts, notify, languages)
      select account_id, target_id, ?, boosts, notify, languages from accepted
      on conflict do nothing
      """;

  private static final String COUNT_FOLLOWING =
      "update account_counts set following = following + ? where account_id = ?";

  private static final String DELETE_RECEIVED =
      """
      delete from follow_requests_received
       where account_id = ? and requester_id = ?
      returning id
      """;

  private static final String FIND_FOLLOWER =
      "select id from followers where account_id = ? and follower_id = ?";

  private static final String INSERT_BLOCK =
      """
      insert into blocks (account_id, target_id, id) values (?, ?, ?)
      on conflict do nothing
      """;

  private static final String DELETE_BLOCK =
      "delete from blocks where account_id = ? and target_id = ?";

  private static final String PUT_MUTE =
      """
      insert into mutes (account_id, target_id, id, notifications, expires_at)
      values (?, ?, ?, ?, ?)
      on conflict (account_id, target_id) do update
         set notifications = excluded.notifications, expires_at = excluded.expires_at
      """;

  private static final String DELETE_MUTE =
      "delete from mutes where account_id = ? and target_id = ?";

  private static final String DELETE_EXPIRED_MUTES =
      "delete from mutes where account_id = ? and expires_at <= ?";

  private static final String PUT_NOTE =
      """
      insert into account_notes (account_id, target_id, note) values (?, ?, ?)
      on conflict (account_id, target_id) do update set note = excluded.note
      """;

  private static final String DELETE_NOTE =
      "delete from account_notes where account_id = ? and target_id = ?";

  private RelationStore() {}

  /// Changes relations of an account.
  interface Change {
    /// Changes them.
    ///
    /// @param id a new one for a row
    void apply(Tx tx, long id);
  }

  /// Runs a change in a transaction that has the account's relations for itself.
  ///
  /// @param tiesChanged hears of it before anybody else does
  static void change(Shards shards, AccountId who, Consumer<AccountId> tiesChanged, Change change) {
    shards
        .of(who)
        .transact(tx -> {
          tx.afterCommit(() -> tiesChanged.accept(who));
          change.apply(tx, lock(tx, who));
          return who;
        });
  }

  /// Keeps everybody else from changing relations of an account until the transaction ends. To be
  /// taken before any row is touched: two that take rows in different order would wait for ever.
  ///
  /// @return a new id for a row
  static long lock(Tx tx, AccountId who) {
    return tx.nextId(who.slot());
  }

  /// Whether one of the two blocks the other.
  static boolean isBlocked(Tx tx, AccountId who, AccountId other) {
    return tx.one(IS_BLOCKED, row -> row.flag("blocked"), who, other, who, other);
  }

  static long countFollowing(Tx tx, AccountId who) {
    return tx.one(FOLLOWING, row -> row.longValue("following"), who);
  }

  static void insertFollow(Tx tx, AccountId who, AccountId target, long id, FollowOptions how) {
    tx.update(INSERT_FOLLOW, who, target, id, how.boosts(), how.eachPost(), how.languages());
    tx.update(COUNT_FOLLOWING, 1, who);
  }

  static void insertRequest(Tx tx, AccountId who, AccountId target, long id, FollowOptions how) {
    tx.update(INSERT_REQUEST, who, target, id, how.boosts(), how.eachPost(), how.languages());
  }

  /// Changes how `who` follows, and returns false if they do not.
  static boolean changeFollow(Tx tx, AccountId who, AccountId target, FollowOptions how) {
    return tx.update(CHANGE_FOLLOW, how.boosts(), how.eachPost(), how.languages(), who, target)
        == 1;
  }

  /// Changes how `who` has asked, and returns false if they have not.
  static boolean changeRequest(Tx tx, AccountId who, AccountId target, FollowOptions how) {
    return tx.update(CHANGE_REQUEST, how.boosts(), how.eachPost(), how.languages(), who, target)
        == 1;
  }

  /// Deletes a follow, and returns false if there is none.
  ///
  /// @param id only this follow; null: whichever there is
  static boolean deleteFollow(Tx tx, AccountId who, AccountId target, @Nullable Long id) {
    if (tx.update(DELETE_FOLLOW, who, target, id) == 0) {
      return false;
    }
    tx.update(COUNT_FOLLOWING, -1, who);
    return true;
  }

  /// Deletes a request, and returns false if there is none.
  ///
  /// @param id only this request; null: whichever there is
  static boolean deleteRequest(Tx tx, AccountId who, AccountId target, @Nullable Long id) {
    return tx.update(DELETE_REQUEST, who, target, id) == 1;
  }

  /// Turns a request into a follow.
  ///
  /// @param id of the follow
  /// @return false if the request is gone
  static boolean acceptRequest(Tx tx, AccountId who, AccountId target, long request, long id) {
    if (tx.update(ACCEPT_REQUEST, who, target, request, id) == 0) {
      return false;
    }
    tx.update(COUNT_FOLLOWING, 1, who);
    return true;
  }

  /// Deletes a request on the side of who was asked.
  ///
  /// @return its id, or null if there is none
  static @Nullable Long deleteReceived(Tx tx, AccountId asked, AccountId requester) {
    return tx.find(DELETE_RECEIVED, row -> row.longValue("id"), asked, requester);
  }

  /// The id of a follow as the one who is followed knows it, or null.
  static @Nullable Long findFollower(Tx tx, AccountId followed, AccountId follower) {
    return tx.find(FIND_FOLLOWER, row -> row.longValue("id"), followed, follower);
  }

  /// Adds a block, and returns false if it was there already.
  static boolean insertBlock(Tx tx, AccountId who, AccountId target, long id) {
    return tx.update(INSERT_BLOCK, who, target, id) == 1;
  }

  /// Deletes a block, and returns false if there is none.
  static boolean deleteBlock(Tx tx, AccountId who, AccountId target) {
    return tx.update(DELETE_BLOCK, who, target) == 1;
  }

  static void putMute(Tx tx, AccountId who, AccountId target, long id, Mute mute) {
    tx.update(PUT_MUTE, who, target, id, mute.notifications(), mute.until());
  }

  static void deleteMute(Tx tx, AccountId who, AccountId target) {
    tx.update(DELETE_MUTE, who, target);
  }

  static void deleteExpiredMutes(Tx tx, AccountId who, Instant now) {
    tx.update(DELETE_EXPIRED_MUTES, who, now);
  }

  static void putNote(Tx tx, AccountId who, AccountId target, String note) {
    if (note.isEmpty()) {
      tx.update(DELETE_NOTE, who, target);
    } else {
      tx.update(PUT_NOTE, who, target, note);
    }
  }
}
