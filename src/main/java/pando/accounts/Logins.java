package pando.accounts;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import pando.base.AccountId;
import pando.data.Shards;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// How people join and sign in.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Logins {
  /// @param mailer sends the mails that prove addresses; null: addresses are believed
  public Logins(
      Shards shards,
      Outbox outbox,
      Accounts accounts,
      @Nullable Mailer mailer,
      InstantSource clock) {}

  /// Has mails sent.
  public void subscribe(Lanes lanes) {
    throw new UnsupportedOperationException();
  }

  /// Makes an account for somebody who wants to join.
  ///
  /// @throws Refusal.Invalid with the faults of each field: `username`, `email`, `password`,
  ///   `agreement`
  public Account signUp(SignUp form) {
    throw new UnsupportedOperationException();
  }

  /// Makes an account for somebody on the word of an operator: its address is believed and its name
  /// may be a reserved one.
  public Account create(SignUp form, Role role) {
    throw new UnsupportedOperationException();
  }

  /// Proves an e-mail address by the secret that was mailed there.
  public Account confirm(String secret) {
    throw new UnsupportedOperationException();
  }

  /// Has the mail that proves an address sent again.
  public void resend(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Who has this name, or e-mail address, and this password; they may be unconfirmed or disabled.
  ///
  /// @throws Refusal.Unauthorized if nobody has
  public Account authenticate(String nameOrEmail, String password) {
    throw new UnsupportedOperationException();
  }

  /// Refuses an account that may not use the site: unconfirmed or disabled. Kept near: cheap enough
  /// for every request.
  ///
  /// @throws Refusal.Forbidden if it may not
  public void requireActive(AccountId account) {
    throw new UnsupportedOperationException();
  }

  public Login require(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Accounts in the order of their ids.
  ///
  /// @param after only above this id; null: from the first
  public List<Login> list(@Nullable AccountId after, int limit) {
    throw new UnsupportedOperationException();
  }

  /// Sets a new password.
  public void changePassword(AccountId account, String password) {
    throw new UnsupportedOperationException();
  }

  /// Shuts an account: it can not be used, and its tokens and sessions end.
  public void disable(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Opens an account that was shut.
  public void enable(AccountId account) {
    throw new UnsupportedOperationException();
  }
}
