package pando.posts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Shard;
import pando.data.Shards;

/// The SQL of what posts have received from others: replies, boosts, favourites, and their counts.
///
/// Each method that adds or undoes may be called twice, late, and in the wrong order: what has the
/// largest id stays, and an undoing wins over what it undoes. It answers whether a count changed.
final class ReceivedStore {
  private static final String FAVOURITED =
      """
      with changed as (
        insert into favourited_by as f (post_id, account_id, id, undone) values (?, ?, ?, ?)
        on conflict (post_id, account_id) do update
           set id = excluded.id, undone = excluded.undone, was_undone = f.undone
         where (f.id, f.undone) < (excluded.id, excluded.undone)
        returning post_id, was_undone::int - undone::int as delta)
      insert into post_counts as c (post_id, favourites)
      select post_id, delta from changed where delta <> 0
      on conflict (post_id) do update set favourites = c.favourites + excluded.favourites
      """;

  private static final String BOOSTED =
      """
      with changed as (
        insert into boosted_by as b (post_id, account_id, id, undone) values (?, ?, ?, ?)
        on conflict (post_id, account_id) do update
           set id = excluded.id, undone = excluded.undone, was_undone = b.undone
         where (b.id, b.undone) < (excluded.id, excluded.undone)
        returning post_id, was_undone::int - undone::int as delta)
      insert into post_counts as c (post_id, boosts)
      select post_id, delta from changed where delta <> 0
      on conflict (post_id) do update set boosts = c.boosts + excluded.boosts
      """;

  private static final String REPLIED =
      """
      with changed as (
        insert into replies as r (post_id, id, undone) values (?, ?, ?)
        on conflict (post_id, id) do update
           set undone = excluded.undone, was_undone = r.undone
         where r.undone < excluded.undone
        returning post_id, was_undone::int - undone::int as delta)
      insert into post_counts as c (post_id, replies)
      select post_id, delta from changed where delta <> 0
      on conflict (post_id) do update set replies = c.replies + excluded.replies
      """;

  private static final String COUNTS =
      "select post_id, replies, boosts, favourites from post_counts where post_id = any (?)";

  private static final Listing FAVOURITED_BY =
      Listing.of(
          """
          select id, account_id
            from favourited_by
           where post_id = ? and not undone and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private static final Listing BOOSTED_BY =
      Listing.of(
          """
          select id, account_id
            from boosted_by
           where post_id = ? and not undone and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private final Shards shards;

  ReceivedStore(Shards shards) {
    this.shards = shards;
  }

  /// @param favourite the own id of the favourite
  boolean favourited(PostId post, AccountId by, long favourite, boolean undone) {
    return shards.of(post).update(FAVOURITED, post, by, favourite, undone) > 0;
  }

  boolean boosted(PostId post, AccountId by, PostId boost, boolean undone) {
    return shards.of(post).update(BOOSTED, post, by, boost, undone) > 0;
  }

  boolean replied(PostId post, PostId reply, boolean undone) {
    return shards.of(post).update(REPLIED, post, reply, undone) > 0;
  }

  /// The counts of each post, also of those that have received nothing.
  Map<PostId, PostCounts> counts(List<PostId> ids) {
    var counts = new HashMap<PostId, PostCounts>();
    ids.forEach(id -> counts.put(id, PostCounts.NONE));
    shards.gather(ids, PostId::slot, ReceivedStore::counts).forEach(c -> counts.put(c.id, c.of));
    return counts;
  }

  private record Counted(PostId id, PostCounts of) {}

  private static List<Counted> counts(Shard shard, List<PostId> ids) {
    return shard.list(
        COUNTS,
        row ->
            new Counted(
                row.id("post_id", PostId::new),
                new PostCounts(
                    row.longValue("replies"),
                    row.longValue("boosts"),
                    row.longValue("favourites"))),
        ids);
  }

  Page<AccountId> favouritedBy(PostId post, PageRequest request) {
    return people(FAVOURITED_BY, post, request);
  }

  Page<AccountId> boostedBy(PostId post, PageRequest request) {
    return people(BOOSTED_BY, post, request);
  }

  private Page<AccountId> people(Listing listing, PostId post, PageRequest request) {
    return listing.page(
        shards.of(post),
        request,
        row -> new Listing.Entry<>(row.longValue("id"), row.id("account_id", AccountId::new)),
        post);
  }
}
