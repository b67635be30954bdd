package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.data.Tx;
import pando.queue.Delivery;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// People as others see them. Kept near by id and by name.
public final class Accounts {
  private static final int CACHED = 100_000;
  private static final Duration CACHED_FOR = Duration.ofMinutes(10);

  /// How far down a search can be paged.
  private static final int MAX_OFFSET = 1_000;

  private static final int MAX_SEARCH_TEXT = 100; // characters
  private static final int POPULAR = 200;
  private static final Duration POPULAR_FOR = Duration.ofMinutes(10);
  private static final Duration COUNTS_FOR = Duration.ofMinutes(1);
  private static final Duration TOTAL_FOR = Duration.ofMinutes(1);

  private final AccountStore store;
  private final Outbox outbox;
  private final NearCache<AccountId, Account> byId;
  private final NearCache<String, AccountId> byName;
  private final NearCache<AccountId, Preferences> preferences;
  private final NearCache<AccountId, Counts> counts;
  private final NearCache<Boolean, List<AccountId>> popular = new NearCache<>(1, POPULAR_FOR);
  private final NearCache<Boolean, Long> total = new NearCache<>(1, TOTAL_FOR);

  public Accounts(Ground ground) {
    this.store = new AccountStore(ground.shards());
    this.outbox = ground.outbox();
    var caches = ground.caches();
    var ids = KeyText.ids(AccountId::new);
    this.byId = caches.share("accounts", ids, Account.class, CACHED, CACHED_FOR);
    this.byName = caches.share("account-names", KeyText.TEXT, AccountId.class, CACHED, CACHED_FOR);
    this.preferences = caches.share("preferences", ids, Preferences.class, CACHED, CACHED_FOR);
    this.counts = caches.share("account-counts", ids, Counts.class, CACHED, COUNTS_FOR);
  }

  /// Forgets what has changed, also when a command of the operator did it in another process. After
  /// [Relations#subscribe], which counts followers.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS, AccountEvent.class, Timing.EAGER, batch -> batch.forEach(this::hear)));
  }

  private void hear(Delivery<AccountEvent> delivery) {
    switch (delivery.event()) {
      case AccountEvent.ProfileChanged e -> forget(e.account());
      case AccountEvent.Disabled e -> forget(e.account());
      case AccountEvent.Enabled e -> forget(e.account());
      case AccountEvent.Left e -> forget(e.account());
      case AccountEvent.Followed e -> forgetCounts(e.follower(), e.followed());
      case AccountEvent.Unfollowed e -> forgetCounts(e.follower(), e.followed());
      case AccountEvent.SignedUp _,
          AccountEvent.Erasing _,
          AccountEvent.PasswordChanged _,
          AccountEvent.ConfirmationWanted _,
          AccountEvent.PasswordForgotten _,
          AccountEvent.AddressWanted _,
          AccountEvent.AddressChanged _,
          AccountEvent.TokenRevoked _,
          AccountEvent.FollowChanged _,
          AccountEvent.FollowRequested _,
          AccountEvent.FollowRequestEnded _,
          AccountEvent.FollowRequestAccepted _,
          AccountEvent.FollowRequestRejected _,
          AccountEvent.FollowerRemoved _,
          AccountEvent.Blocked _,
          AccountEvent.Unblocked _,
          AccountEvent.Told _ -> {}
    }
  }

  private void forget(AccountId id) {
    byId.invalidate(id);
    preferences.invalidate(id);
  }

  private void forgetCounts(AccountId follower, AccountId followed) {
    counts.invalidate(follower);
    counts.invalidate(followed);
  }

  /// An account, also one that is disabled.
  public @Nullable Account find(AccountId id) {
    return byId.find(id, store::find);
  }

  /// An account that must exist.
  public Account require(AccountId id) {
    var account = find(id);
    if (account == null) {
      throw new Refusal.NotFound();
    }
    return account;
  }

  /// Those accounts that exist.
  public Map<AccountId, Account> findAll(Collection<AccountId> ids) {
    return byId.findAll(new HashSet<>(ids), store::findAll);
  }

  /// An account by its user name, in any case, also one that is disabled.
  public @Nullable Account findByName(String username) {
    return findAllByName(List.of(username)).get(username.toLowerCase(Locale.ROOT));
  }

  /// Those accounts that exist, by user name in lower case.
  public Map<String, Account> findAllByName(Collection<String> usernames) {
    var names = new HashSet<String>();
    usernames.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    names.removeIf(name -> !Names.isUsername(name));
    var ids = byName.findAll(names, store::findIds);
    var accounts = findAll(ids.values());
    var found = new HashMap<String, Account>();
    ids.forEach((name, id) -> {
      var account = accounts.get(id);
      if (account == null) { // the name is reserved, and the account is not there yet
        byName.forget(name);
      } else {
        found.put(name, account);
      }
    });
    return found;
  }

  /// Accounts whose user names begin with the text, then those whose names are like it. Without
  /// those that are disabled.
  ///
  /// @param followedBy only those whom this account follows; null: all
  public List<Account> search(String text, @Nullable AccountId followedBy, int offset, int limit) {
    var wanted = text.strip().toLowerCase(Locale.ROOT);
    var query = wanted.startsWith("@") ? wanted.substring(1) : wanted;
    if (query.isEmpty() || query.length() > MAX_SEARCH_TEXT || offset > MAX_OFFSET) {
      return List.of();
    }
    var hits =
        followedBy == null
            ? store.search(query, offset + limit)
            : store.searchFollowed(query, followedBy, offset + limit);
    return hits.stream()
        .sorted(Comparator.comparingDouble(AccountStore.Hit::score).reversed())
        .skip(offset)
        .limit(limit)
        .map(AccountStore.Hit::account)
        .toList();
  }

  /// Those with the most followers who may be suggested to others, some minutes old.
  public List<AccountId> popular() {
    return Objects.requireNonNull(popular.find(true, _ -> store.popular(POPULAR)));
  }

  /// The counts of each account.
  public Map<AccountId, Counts> counts(Collection<AccountId> ids) {
    return counts.findAll(new HashSet<>(ids), store::counts);
  }

  /// Counts a new or deleted post, inside the transaction that stores it.
  ///
  /// @param delta 1 or -1
  /// @param at when the post was made
  public void countPost(Tx tx, AccountId author, int delta, Instant at) {
    var version = counts.version(author);
    AccountStore.countPost(tx, author, delta, at, now -> counts.replace(author, now, version));
  }

  /// How many people the site has, a minute old.
  public long total() {
    return Objects.requireNonNull(total.find(true, _ -> store.total()));
  }

  /// Changes a profile and returns it as it is now.
  public Account edit(AccountId id, ProfileEdit edit) {
    return store
        .shardOf(id)
        .transact(tx -> {
          var edited = AccountStore.edit(tx, id, edit);
          if (edited == null) {
            throw new Refusal.NotFound();
          }
          tx.afterCommit(() -> forget(id));
          outbox.add(tx, id, new AccountEvent.ProfileChanged(id, edited.unlocked()));
          return edited.account();
        });
  }

  /// What the person's new posts are like.
  public Preferences preferences(AccountId id) {
    var found = preferences.find(id, store::preferences);
    if (found == null) {
      throw new Refusal.NotFound();
    }
    return found;
  }

  /// Gives a person a role.
  public Account assign(AccountId id, Role role) {
    store
        .shardOf(id)
        .transact(tx -> {
          var event = new AccountEvent.ProfileChanged(id, false);
          changed(tx, id, AccountStore.assign(tx, id, role), event);
          return id;
        });
    return require(id);
  }

  /// Shuts or opens an account.
  ///
  /// @param at since when it is shut; null: it is open
  void disable(AccountId id, @Nullable Instant at) {
    store
        .shardOf(id)
        .transact(tx -> {
          disable(tx, id, at);
          return id;
        });
  }

  /// Shuts or opens an account, inside a transaction on its shard.
  ///
  /// @param at since when it is shut; null: it is open
  public void disable(Tx tx, AccountId id, @Nullable Instant at) {
    var event = at == null ? new AccountEvent.Enabled(id) : new AccountEvent.Disabled(id, at);
    changed(tx, id, AccountStore.disable(tx, id, at), event);
  }

  /// Ends an account for ever: nobody finds it any more. Its name is never given to anybody else.
  void leave(AccountId id, Instant at) {
    store
        .shardOf(id)
        .transact(tx -> {
          if (AccountStore.leave(tx, id, at) == 0) {
            throw new Refusal.NotFound();
          }
          LoginStore.setPassword(tx, id, Passwords.OF_NOBODY, at);
          tx.afterCommit(() -> forget(id));
          outbox.add(tx, id, new AccountEvent.Left(id, at));
          outbox.add(tx, id, new AccountEvent.Erasing(id));
          return id;
        });
  }

  private void changed(Tx tx, AccountId id, int rows, AccountEvent event) {
    if (rows == 0) {
      throw new Refusal.NotFound();
    }
    tx.afterCommit(() -> byId.invalidate(id));
    outbox.add(tx, id, event);
  }

  /// Accounts of the whole site in the order of their ids.
  List<Account> list(long after, int limit) {
    var all = new ArrayList<>(store.list(after, limit));
    all.sort(Comparator.comparing(Account::id));
    return all.subList(0, Math.min(limit, all.size()));
  }
}
