package pando.posts;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of what people do with posts, on the side of the people.
final class ReactionStore {
  private static final String FAVOURITE =
      """
      insert into favourites (account_id, post_id, id) values (?, ?, next_id(?))
      on conflict do nothing
      returning id
      """;

  private static final String UNFAVOURITE =
      "delete from favourites where account_id = ? and post_id = ? returning id";

  private static final String BOOKMARK =
      """
      insert into bookmarks (account_id, post_id, id) values (?, ?, next_id(?))
      on conflict do nothing
      """;

  private static final String UNBOOKMARK =
      "delete from bookmarks where account_id = ? and post_id = ?";

  // Two of an author's at once could both find room.
  private static final String LOCK_PINS = "select pg_advisory_xact_lock(?) is null as locked";

  private static final String PINNED =
      "select id from posts where author_id = ? and pinned_at is not null";

  private static final String PIN = "update posts set pinned_at = ? where id = ?";
  private static final String UNPIN = "update posts set pinned_at = null where id = ?";

  private static final String MARKS =
      """
      select post_id,
             bool_or(mark = 'favourited') as favourited,
             bool_or(mark = 'boosted') as boosted,
             bool_or(mark = 'bookmarked') as bookmarked,
             bool_or(mark = 'pinned') as pinned
        from (select post_id, 'favourited' as mark
                from favourites where account_id = ? and post_id = any (?)
              union all
              select boost_of_id, 'boosted'
                from posts where author_id = ? and boost_of_id = any (?) and deleted_at is null
              union all
              select post_id, 'bookmarked'
                from bookmarks where account_id = ? and post_id = any (?)
              union all
              select id, 'pinned'
                from posts where author_id = ? and id = any (?) and pinned_at is not null) m
       group by post_id
      """;

  private static final Listing FAVOURITES =
      Listing.of(
          """
          select id, post_id
            from favourites
           where account_id = ? and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private static final Listing BOOKMARKS =
      Listing.of(
          """
          select id, post_id
            from bookmarks
           where account_id = ? and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private ReactionStore() {}

  /// The own id of a new favourite, or null if it was one already.
  static @Nullable Long favourite(Tx tx, AccountId by, PostId post) {
    return tx.find(FAVOURITE, row -> row.longValue("id"), by, post, by.slot());
  }

  /// The own id of the favourite that is no more, or null if there was none.
  static @Nullable Long unfavourite(Tx tx, AccountId by, PostId post) {
    return tx.find(UNFAVOURITE, row -> row.longValue("id"), by, post);
  }

  static void bookmark(Shard shard, AccountId by, PostId post) {
    shard.update(BOOKMARK, by, post, by.slot());
  }

  static void unbookmark(Shard shard, AccountId by, PostId post) {
    shard.update(UNBOOKMARK, by, post);
  }

  /// The posts that an author has pinned; no others are pinned until the transaction ends.
  static List<PostId> lockPins(Tx tx, AccountId author) {
    tx.one(LOCK_PINS, row -> row.flag("locked"), author);
    return tx.list(PINNED, row -> row.id("id", PostId::new), author);
  }

  static void pin(Tx tx, PostId post, Instant at) {
    tx.update(PIN, at, post);
  }

  static void unpin(Shard shard, PostId post) {
    shard.update(UNPIN, post);
  }

  /// What somebody has done with each of the posts.
  static Map<PostId, Marks> marks(Shards shards, AccountId viewer, List<PostId> posts) {
    var marks = new HashMap<PostId, Marks>();
    posts.forEach(post -> marks.put(post, Marks.NONE));
    shards
        .of(viewer)
        .list(MARKS, Marked::read, viewer, posts, viewer, posts, viewer, posts, viewer, posts)
        .forEach(marked -> marks.put(marked.post, marked.marks));
    return marks;
  }

  private record Marked(PostId post, Marks marks) {
    static Marked read(Row row) {
      return new Marked(
          row.id("post_id", PostId::new),
          new Marks(
              row.flag("favourited"),
              row.flag("boosted"),
              row.flag("bookmarked"),
              row.flag("pinned")));
    }
  }

  static Listing.Read<PostId> favourites(Shard shard, AccountId viewer, PageRequest request) {
    return list(FAVOURITES, shard, viewer, request);
  }

  static Listing.Read<PostId> bookmarks(Shard shard, AccountId viewer, PageRequest request) {
    return list(BOOKMARKS, shard, viewer, request);
  }

  private static Listing.Read<PostId> list(
      Listing listing, Shard shard, AccountId viewer, PageRequest request) {
    var read =
        listing.read(
            shard,
            request,
            row -> new Listing.Entry<>(row.longValue("id"), row.id("post_id", PostId::new)),
            viewer);
    return Listing.merge(read, request);
  }
}
