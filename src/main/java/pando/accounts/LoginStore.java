package pando.accounts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Id;
import pando.data.Row;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of how people sign in.
final class LoginStore {
  private static final String FIND_ALL =
      """
      select account_id, email, password_hash, confirmed_at, locale
        from logins
       where account_id = any (?)
      """;

  private static final String INSERT =
      """
      insert into logins
        (account_id, email, password_hash, confirmed_at, confirmation_sent_at, locale, created_at)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String EXPECT_CONFIRMATION =
      """
      update logins set confirmation_hash = ?, confirmation_sent_at = ?
       where account_id = ? and confirmed_at is null
      """;

  private static final String WANT_CONFIRMATION =
      """
      update logins set confirmation_sent_at = ?
       where account_id = ? and confirmed_at is null and confirmation_sent_at <= ?
      """;

  // The hash stays: whoever follows the link a second time is not told that it is wrong.
  private static final String CONFIRM =
      """
      update logins set confirmed_at = coalesce(confirmed_at, ?)
       where account_id = ? and confirmation_hash = ? and confirmation_sent_at > ?
      """;

  // Links that were sent before are no longer good.
  private static final String SET_PASSWORD =
      """
      update logins
         set password_hash = ?, reset_hash = null, reset_at = ?,
             new_email = null, new_email_hash = null, new_email_at = null
       where account_id = ?
      """;

  private static final String REPLACE_PASSWORD =
      "update logins set password_hash = ? where account_id = ? and password_hash = ?";

  /// A row.
  record Stored(
      AccountId account,
      String email,
      String passwordHash,
      @Nullable Instant confirmedAt,
      String locale) {

    static Stored read(Row row) {
      return new Stored(
          row.id("account_id", AccountId::new),
          row.text("email"),
          row.text("password_hash"),
          row.instantOrNull("confirmed_at"),
          row.text("locale"));
    }

    boolean isConfirmed() {
      return confirmedAt != null;
    }

    Login of(Account owner) {
      return new Login(owner, email, isConfirmed(), locale);
    }
  }

  private final Shards shards;

  LoginStore(Shards shards) {
    this.shards = shards;
  }

  @Nullable Stored find(AccountId account) {
    return shards.of(account).find(FIND_ALL, Stored::read, List.of(account));
  }

  List<Stored> findAll(Collection<AccountId> accounts) {
    return shards.gather(
        accounts, Id::slot, (shard, part) -> shard.list(FIND_ALL, Stored::read, part));
  }

  static void insert(Tx tx, Stored login, Instant now) {
    tx.update(
        INSERT,
        login.account(),
        login.email(),
        login.passwordHash(),
        login.confirmedAt(),
        login.isConfirmed() ? null : now,
        login.locale(),
        now);
  }

  void expectConfirmation(AccountId account, byte[] hash, Instant now) {
    shards.of(account).update(EXPECT_CONFIRMATION, hash, now, account);
  }

  /// Notes that a mail is wanted, unless the last one was sent after `before`.
  static boolean wantConfirmation(Tx tx, AccountId account, Instant now, Instant before) {
    return tx.update(WANT_CONFIRMATION, now, account, before) == 1;
  }

  boolean confirm(AccountId account, byte[] hash, Instant now, Instant sentAfter) {
    return shards.of(account).update(CONFIRM, now, account, hash, sentAfter) == 1;
  }

  static boolean setPassword(Tx tx, AccountId account, String hash, Instant now) {
    return tx.update(SET_PASSWORD, hash, now, account) == 1;
  }

  void replacePassword(AccountId account, String old, String hash) {
    shards.of(account).update(REPLACE_PASSWORD, hash, account, old);
  }
}
