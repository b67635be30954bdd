package pando.accounts;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Id;
import pando.data.Row;
import pando.data.Shards;

/// The SQL that reads relations. All that is between an account and others is on its own shard.
final class RelationReads {
  private static final String RELATIONSHIPS =
      """
      select o.id,
             f.account_id is not null as following,
             coalesce(f.boosts, r.boosts, false) as boosts,
             coalesce(f.notify, r.notify, false) as notify,
             coalesce(f.languages, r.languages) as languages,
             exists (select 1 from followers w
                      where w.account_id = v.id and w.follower_id = o.id) as followed_by,
             exists (select 1 from blocks b
                      where b.account_id = v.id and b.target_id = o.id) as blocking,
             exists (select 1 from blocked_by b
                      where b.account_id = v.id and b.blocker_id = o.id) as blocked_by,
             m.account_id is not null as muting,
             coalesce(m.notifications, false) as muting_notifications,
             m.expires_at as muting_until,
             r.account_id is not null as requested,
             exists (select 1 from follow_requests_received q
                      where q.account_id = v.id and q.requester_id = o.id) as requested_by,
             coalesce(n.note, '') as note
        from (select ?::bigint as id) v
       cross join unnest(?::bigint[]) with ordinality as o (id, position)
        left join follows f on f.account_id = v.id and f.target_id = o.id
        left join follow_requests r on r.account_id = v.id and r.target_id = o.id
        left join mutes m on m.account_id = v.id and m.target_id = o.id
                         and (m.expires_at is null or m.expires_at > ?)
        left join account_notes n on n.account_id = v.id and n.target_id = o.id
       order by o.position
      """;

  private static final String TIES =
      """
      select 'following' as kind, target_id as id, not boosts as boosts_hidden,
             null::timestamptz as expires_at
        from follows where account_id = ?
      union all
      select 'blocking', target_id, false, null from blocks where account_id = ?
      union all
      select 'blocked by', blocker_id, false, null from blocked_by where account_id = ?
      union all
      select 'muting', target_id, false, expires_at from mutes where account_id = ?
      order by id
      """;

  private static final String FOLLOWERS =
      """
      select coalesce(array_agg(follower_id order by follower_id), '{}') as ids
        from followers
       where account_id = ?
      """;

  private static final String NOTIFIED =
      """
      select account_id, follower_id
        from followers
       where account_id = any (?) and notify
       order by account_id, follower_id
      """;

  private static final String ASKED =
      "select target_id from follow_requests where account_id = ? order by target_id limit ?";

  private static final String REQUEST_COUNT =
      "select count(*) as n from follow_requests_received where account_id = ?";

  private final Shards shards;
  private final InstantSource clock;

  RelationReads(Shards shards, InstantSource clock) {
    this.shards = shards;
    this.clock = clock;
  }

  Map<AccountId, Relationship> relationships(AccountId viewer, Collection<AccountId> others) {
    var found = new LinkedHashMap<AccountId, Relationship>();
    shards
        .of(viewer)
        .list(RELATIONSHIPS, RelationReads::relationship, viewer, others, clock.instant())
        .forEach(relationship -> found.put(relationship.id(), relationship));
    return found;
  }

  private static Relationship relationship(Row row) {
    return new Relationship(
        row.id("id", AccountId::new),
        row.flag("following"),
        row.flag("boosts"),
        row.flag("notify"),
        row.textsOrNull("languages"),
        row.flag("followed_by"),
        row.flag("blocking"),
        row.flag("blocked_by"),
        row.flag("muting"),
        row.flag("muting_notifications"),
        row.instantOrNull("muting_until"),
        row.flag("requested"),
        row.flag("requested_by"),
        row.text("note"));
  }

  private record Tie(String kind, long id, boolean boostsHidden, @Nullable Instant expiresAt) {
    static Tie read(Row row) {
      return new Tie(
          row.text("kind"),
          row.longValue("id"),
          row.flag("boosts_hidden"),
          row.instantOrNull("expires_at"));
    }

    long untilMillis() {
      return expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli();
    }
  }

  Ties ties(AccountId viewer) {
    var all = shards.of(viewer).list(TIES, Tie::read, viewer, viewer, viewer, viewer);
    var muting = all.stream().filter(tie -> tie.kind().equals("muting")).toList();
    return new Ties(
        ids(all, "following"),
        all.stream().filter(Tie::boostsHidden).mapToLong(Tie::id).toArray(),
        ids(all, "blocking"),
        ids(all, "blocked by"),
        new Ties.Mutes(
            muting.stream().mapToLong(Tie::id).toArray(),
            muting.stream().mapToLong(Tie::untilMillis).toArray(),
            clock));
  }

  private static long[] ids(List<Tie> ties, String kind) {
    return ties.stream().filter(tie -> tie.kind().equals(kind)).mapToLong(Tie::id).toArray();
  }

  long[] followers(AccountId author) {
    return shards.of(author).one(FOLLOWERS, row -> row.longs("ids"), author);
  }

  private record Notified(AccountId author, AccountId follower) {}

  Map<AccountId, List<AccountId>> notified(Collection<AccountId> authors) {
    return shards
        .gather(
            authors, Id::slot, (shard, some) -> shard.list(NOTIFIED, RelationReads::notified, some))
        .stream()
        .collect(groupingBy(Notified::author, mapping(Notified::follower, toList())));
  }

  private static Notified notified(Row row) {
    return new Notified(
        row.id("account_id", AccountId::new), row.id("follower_id", AccountId::new));
  }

  /// Some of those whom an account asks to follow.
  List<AccountId> asked(AccountId account, int limit) {
    return shards
        .of(account)
        .list(ASKED, row -> row.id("target_id", AccountId::new), account, limit);
  }

  long requestCount(AccountId account) {
    return shards.of(account).one(REQUEST_COUNT, row -> row.longValue("n"), account);
  }
}
