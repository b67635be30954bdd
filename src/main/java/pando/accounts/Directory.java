package pando.accounts;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;

/// Everybody who has an account, as moderators look through them.
public final class Directory {
  private static final int MAX_STAFF = 1_000;

  private static final String NEWEST =
      """
      select a.id
        from accounts a join logins l on l.account_id = a.id
       where a.id < ? and a.id > ? and a.left_at is null
         and (a.disabled_at is not null) = coalesce(?, a.disabled_at is not null)
         and (a.role <> 'member' or not ?)
         and lower(a.username) like ? and lower(a.display_name) like ? and lower(l.email) like ?
       order by a.id desc
       limit ?
      """;

  private static final String ABOVE =
      """
      select a.id
        from accounts a join logins l on l.account_id = a.id
       where a.id < ? and a.id > ? and a.left_at is null
         and (a.disabled_at is not null) = coalesce(?, a.disabled_at is not null)
         and (a.role <> 'member' or not ?)
         and lower(a.username) like ? and lower(a.display_name) like ? and lower(l.email) like ?
       order by a.id
       limit ?
      """;

  private static final String STAFF =
      """
      select id
        from accounts
       where role <> 'member' and disabled_at is null
       order by id
       limit ?
      """;

  private static final String SEEN =
      """
      select account_id, max(at) as at
        from (select account_id, last_seen_at as at from sessions where account_id = any (?)
              union all
              select account_id, coalesce(last_used_at, created_at) from tokens
               where account_id = any (?)) seen
       group by account_id
      """;

  private final Shards shards;

  public Directory(Shards shards) {
    this.shards = shards;
  }

  /// Which accounts are asked for: those of which all is true.
  ///
  /// @param disabled only those that are shut, or only those that are not; null: both
  /// @param staff only moderators and administrators
  /// @param username how it begins; empty: any
  /// @param displayName how it begins; empty: any
  /// @param email how it begins; empty: any
  public record Search(
      @Nullable Boolean disabled,
      boolean staff,
      String username,
      String displayName,
      String email) {}

  /// A page of accounts, those who joined last first.
  public Page<AccountId> list(Search search, PageRequest page) {
    var upwards = page.minId() != null;
    var order =
        upwards ? Comparator.<AccountId>naturalOrder() : Comparator.<AccountId>reverseOrder();
    var found = new ArrayList<>(shards.gatherAll(shard -> list(shard, search, page)));
    found.sort(order);
    var ids = new ArrayList<>(found.subList(0, Math.min(page.limit(), found.size())));
    if (upwards) {
      Collections.reverse(ids);
    }
    return Page.of(ids, AccountId::value, page);
  }

  private static List<AccountId> list(Shard shard, Search search, PageRequest page) {
    return shard.list(
        page.minId() == null ? NEWEST : ABOVE,
        Directory::id,
        page.maxId() == null ? Long.MAX_VALUE : page.maxId(),
        page.minId() != null ? page.minId() : page.sinceId() != null ? page.sinceId() : 0L,
        search.disabled(),
        search.staff(),
        prefix(search.username()),
        prefix(search.displayName()),
        prefix(search.email()),
        page.limit());
  }

  private static String prefix(String text) {
    return AccountStore.prefix(text.strip().toLowerCase(Locale.ROOT));
  }

  private static AccountId id(Row row) {
    return row.id("id", AccountId::new);
  }

  /// The moderators and administrators.
  public List<AccountId> staff() {
    return shards.gatherAll(shard -> shard.list(STAFF, Directory::id, MAX_STAFF));
  }

  private record Seen(AccountId account, Instant at) {}

  /// When each account was last used, to the hour. Who has never been here is missing.
  public Map<AccountId, Instant> lastSeen(Collection<AccountId> ids) {
    return shards
        .gatherAll(shard ->
            shard.list(
                SEEN,
                row -> new Seen(row.id("account_id", AccountId::new), row.instant("at")),
                ids,
                ids))
        .stream()
        .collect(toMap(Seen::account, Seen::at, BinaryOperator.maxBy(Comparator.naturalOrder())));
  }
}
