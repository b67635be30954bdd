package pando.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.data.Row;
import pando.data.Shards;

/// The lists of people that an account has. Each is ordered by the ids of its own rows, the newest
/// first.
enum RelationList {
  FOLLOWERS("followers", "follower_id", ""),
  FOLLOWING("follows", "target_id", ""),
  BLOCKS("blocks", "target_id", ""),
  MUTES("mutes", "target_id", "and (expires_at is null or expires_at > ?)"),
  REQUESTS("follow_requests_received", "requester_id", "");

  private static final String PAGE =
      """
      select id, %s as other_id
        from %s
       where account_id = ? and id < ? and id > ? %s
       order by id %s
       limit ?
      """;

  private final String below;
  private final String above;
  private final boolean expires;

  RelationList(String table, String other, String condition) {
    below = PAGE.formatted(other, table, condition, "desc");
    above = PAGE.formatted(other, table, condition, "asc");
    expires = !condition.isEmpty();
  }

  private record Entry(long id, AccountId other) {
    static Entry read(Row row) {
      return new Entry(row.longValue("id"), row.id("other_id", AccountId::new));
    }
  }

  /// One page of the list of an account.
  Page<AccountId> read(Shards shards, AccountId account, PageRequest page, Instant now) {
    var entries = entries(shards, account, page, now);
    var others = entries.stream().map(Entry::other).toList();
    return new Page<>(others, Page.of(entries, Entry::id, page).bounds());
  }

  private List<Entry> entries(Shards shards, AccountId account, PageRequest page, Instant now) {
    var shard = shards.of(account);
    var sql = page.minId() == null ? below : above;
    var max = page.maxId() == null ? Long.MAX_VALUE : page.maxId();
    var min = page.minId() != null ? page.minId() : page.sinceId() != null ? page.sinceId() : 0L;
    var entries =
        expires
            ? shard.list(sql, Entry::read, account, max, min, now, page.limit())
            : shard.list(sql, Entry::read, account, max, min, page.limit());
    if (page.minId() == null) {
      return entries;
    }
    Collections.reverse(entries);
    return entries;
  }
}
