package pando.posts;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;

/// The posts and boosts of many authors together, of every audience: what feeds are made of.
///
/// Each shard is asked once, by a statement that takes a few milliseconds for hundreds of authors
/// however much they have written and however long ago.
public final class Outlines {
  /// How many posts are answered at most.
  public static final int MAX_LIMIT = 800;

  /// How many of each author are looked at at first, at least.
  private static final int MIN_EACH = 8;

  // First the ids of a few posts of each author: enough to know one that the answer does not go
  // beyond. Then all that are on this side of it; an author who writes much more than the others
  // is cut short by the first step, but not by the second.
  private static final String LATEST =
      """
      with reached as (
        select count(*) as found, min(few.id) as id
          from (select p.id
                  from unnest(?::bigint[]) a (id)
                 cross join lateral (
                       select id from posts
                        where author_id = a.id and id < ? and deleted_at is null
                        order by id desc limit ?) p
                 order by p.id desc limit ?) few)
      select p.*
        from unnest(?::bigint[]) a (id)
       cross join lateral (
             select id, author_id, audience, reply_to_id, reply_to_author_id, boost_of_id,
                    boost_of_author_id, mentions, tags, media_ids <> '{}' as has_photos
               from posts
              where author_id = a.id and id < ? and deleted_at is null
                and id >= (select case when found = ? then id else 0 end from reached)
              order by id desc limit ?) p
       order by p.id desc limit ?
      """;

  private static final String EARLIEST =
      """
      with reached as (
        select count(*) as found, max(few.id) as id
          from (select p.id
                  from unnest(?::bigint[]) a (id)
                 cross join lateral (
                       select id from posts
                        where author_id = a.id and id > ? and deleted_at is null
                        order by id limit ?) p
                 order by p.id limit ?) few)
      select p.*
        from unnest(?::bigint[]) a (id)
       cross join lateral (
             select id, author_id, audience, reply_to_id, reply_to_author_id, boost_of_id,
                    boost_of_author_id, mentions, tags, media_ids <> '{}' as has_photos
               from posts
              where author_id = a.id and id > ? and deleted_at is null
                and id <= (select case when found = ? then id else 9223372036854775807 end
                             from reached)
              order by id limit ?) p
       order by p.id limit ?
      """;

  private static final Comparator<Outline> OLDEST_FIRST = Comparator.comparing(Outline::id);

  private final Shards shards;

  public Outlines(Shards shards) {
    this.shards = shards;
  }

  /// The newest, newest first.
  ///
  /// @param before only what is older than this id
  /// @param limit at most [#MAX_LIMIT]; fewer are answered only when there are no more
  public List<Outline> latestOf(Collection<AccountId> authors, long before, int limit) {
    return find(LATEST, authors, before, limit).stream()
        .sorted(OLDEST_FIRST.reversed())
        .limit(limit)
        .toList();
  }

  /// The oldest that are newer than an id, oldest first.
  ///
  /// @param after only what is newer than this id
  /// @param limit at most [#MAX_LIMIT]; fewer are answered only when there are no more
  public List<Outline> earliestOf(Collection<AccountId> authors, long after, int limit) {
    return find(EARLIEST, authors, after, limit).stream()
        .sorted(OLDEST_FIRST)
        .limit(limit)
        .toList();
  }

  private List<Outline> find(String sql, Collection<AccountId> authors, long bound, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("a limit of " + limit);
    }
    return shards.gather(authors, Id::slot, (shard, here) -> find(shard, sql, here, bound, limit));
  }

  private static List<Outline> find(
      Shard shard, String sql, List<AccountId> authors, long bound, int limit) {
    var each = Math.max(2 * limit / authors.size(), MIN_EACH);
    return shard.list(
        sql, Outlines::read, authors, bound, each, limit, authors, bound, limit, limit, limit);
  }

  private static Outline read(Row row) {
    return new Outline(
        row.id("id", PostId::new),
        row.id("author_id", AccountId::new),
        Audience.of(row.text("audience")),
        row.idOrNull("reply_to_id", PostId::new),
        row.idOrNull("reply_to_author_id", AccountId::new),
        row.idOrNull("boost_of_id", PostId::new),
        row.idOrNull("boost_of_author_id", AccountId::new),
        row.ids("mentions", AccountId::new),
        row.texts("tags"),
        row.flag("has_photos"));
  }
}
