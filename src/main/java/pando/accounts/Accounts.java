package pando.accounts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import pando.base.AccountId;
import pando.data.Shards;
import pando.data.Tx;
import pando.queue.Outbox;

/// People as others see them. Kept near by id and by name.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Accounts {
  public Accounts(Shards shards, Outbox outbox, InstantSource clock) {}

  /// An account, also one that is disabled.
  public @Nullable Account find(AccountId id) {
    throw new UnsupportedOperationException();
  }

  /// An account that must exist.
  public Account require(AccountId id) {
    throw new UnsupportedOperationException();
  }

  /// Those accounts that exist.
  public Map<AccountId, Account> findAll(Collection<AccountId> ids) {
    throw new UnsupportedOperationException();
  }

  /// An account by its user name, in any case, also one that is disabled.
  public @Nullable Account findByName(String username) {
    throw new UnsupportedOperationException();
  }

  /// Those accounts that exist, by user name in lower case.
  public Map<String, Account> findAllByName(Collection<String> usernames) {
    throw new UnsupportedOperationException();
  }

  /// Accounts whose names begin with the text, then those whose names are like it.
  ///
  /// @param followedBy only those whom this account follows; null: all
  public List<Account> search(String text, @Nullable AccountId followedBy, int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /// Those with the most followers who may be suggested to others, a few minutes old.
  public List<AccountId> popular() {
    throw new UnsupportedOperationException();
  }

  /// The counts of each account, as they are now.
  public Map<AccountId, Counts> counts(Collection<AccountId> ids) {
    throw new UnsupportedOperationException();
  }

  /// Counts a new or deleted post, inside the transaction that stores it.
  ///
  /// @param delta 1 or -1
  /// @param at when the post was made
  public void countPost(Tx tx, AccountId author, int delta, Instant at) {
    throw new UnsupportedOperationException();
  }

  /// How many people the site has, a minute old.
  public long total() {
    throw new UnsupportedOperationException();
  }

  /// Changes a profile and returns it as it is now.
  public Account edit(AccountId id, ProfileEdit edit) {
    throw new UnsupportedOperationException();
  }

  /// What the person's new posts are like.
  public Preferences preferences(AccountId id) {
    throw new UnsupportedOperationException();
  }

  /// Gives a person a role.
  public Account assign(AccountId id, Role role) {
    throw new UnsupportedOperationException();
  }
}
