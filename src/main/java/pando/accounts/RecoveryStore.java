package pando.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of new passwords and addresses.
final class RecoveryStore {
  private static final String EXPECT_RESET =
      """
      update logins set reset_hash = ?, reset_at = ?
       where account_id = ? and (reset_at is null or reset_at = ? or reset_at <= ?)
      """;

  private static final String FIND_RESET =
      "select 1 as one from logins where account_id = ? and reset_hash = ? and reset_at > ?";

  // Whoever has the link has the mail, and so the address.
  private static final String RESET =
      """
      update logins
         set password_hash = ?, confirmed_at = coalesce(confirmed_at, ?), reset_hash = null,
             reset_at = ?, new_email = null, new_email_hash = null, new_email_at = null
       where account_id = ? and reset_hash = ? and reset_at > ?
      """;

  private static final String WANT_ADDRESS =
      """
      update logins set new_email = ?, new_email_hash = null, new_email_at = ?
       where account_id = ? and (new_email_at is null or new_email_at <= ?)
      """;

  private static final String EXPECT_ADDRESS =
      """
      update logins set new_email_hash = ?
       where account_id = ? and new_email_at = ?
      returning new_email
      """;

  private static final String FIND_ADDRESS =
      """
      select new_email from logins
       where account_id = ? and new_email_hash = ? and new_email_at > ?
      """;

  private static final String CHANGE_ADDRESS =
      """
      update logins
         set email = ?, new_email = null, new_email_hash = null, new_email_at = null,
             reset_hash = null
       where account_id = ? and email = ?
      """;

  /// What a link carries.
  ///
  /// @param hash of its secret
  @SuppressWarnings("ArrayRecordComponent") // compared by the database alone
  record Proof(AccountId account, byte[] hash) {}

  private final Shards shards;

  RecoveryStore(Shards shards) {
    this.shards = shards;
  }

  /// Notes what the link to a new password carries that was asked for at a moment, unless another
  /// one was asked for after `before`.
  boolean expectReset(AccountId account, byte[] hash, Instant at, Instant before) {
    return shards.of(account).update(EXPECT_RESET, hash, at, account, at, before) == 1;
  }

  boolean hasReset(Proof proof, Instant after) {
    return shards
            .of(proof.account())
            .find(FIND_RESET, row -> true, proof.account(), proof.hash(), after)
        != null;
  }

  /// Sets a password by a link, once.
  static boolean reset(Tx tx, Proof proof, String password, Instant now, Instant after) {
    return tx.update(RESET, password, now, now, proof.account(), proof.hash(), after) == 1;
  }

  static boolean wantAddress(Tx tx, AccountId account, String email, Instant at, Instant before) {
    return tx.update(WANT_ADDRESS, email, at, account, before) == 1;
  }

  /// Notes what the link carries that proves a new address, and returns the address; null if it is
  /// no longer wanted.
  @Nullable String expectAddress(AccountId account, byte[] hash, Instant at) {
    return shards.of(account).find(EXPECT_ADDRESS, row -> row.text("new_email"), hash, account, at);
  }

  @Nullable String findAddress(Proof proof, Instant after) {
    return shards
        .of(proof.account())
        .find(FIND_ADDRESS, row -> row.text("new_email"), proof.account(), proof.hash(), after);
  }

  /// @param old the address before
  static boolean changeAddress(Tx tx, AccountId account, String old, String email) {
    return tx.update(CHANGE_ADDRESS, email, account, old) == 1;
  }
}
