package pando.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Slot;
import pando.data.Row;
import pando.data.Shard;

/// The SQL of lists of posts.
final class ListStore {
  private static final Listing OF_AUTHOR =
      Listing.of(
          """
          select id
            from posts
           where author_id = ? and deleted_at is null
             and (audience = any (?) or ? = any (mentions))
             and not (? and reply_to_id is not null and reply_to_author_id <> author_id)
             and not (? and boost_of_id is not null)
             and (?::text is null or ? = any (tags))
             and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private static final Listing PHOTOS_OF_AUTHOR =
      Listing.of(
          OF_AUTHOR
              .newestFirst()
              .replace("deleted_at is null", "deleted_at is null and media_ids <> '{}'"));

  private static final String PINNED =
      """
      select id
        from posts
       where author_id = ? and pinned_at is not null
       order by pinned_at desc
       limit ?
      """;

  private static final Listing EVERYONE =
      Listing.of(
          """
          select id
            from posts
           where deleted_at is null and audience = 'everyone' and boost_of_id is null
             and (reply_to_id is null or reply_to_author_id = author_id)
             and id < ? and id > ?
           order by id desc
           limit ?
          """);

  private static final Listing PHOTOS_OF_EVERYONE =
      Listing.of(
          EVERYONE
              .newestFirst()
              .replace("deleted_at is null", "deleted_at is null and media_ids <> '{}'"));

  private static final Listing TAGGED =
      Listing.of(
          """
          select p.post_id as id
            from unnest(?::bigint[], ?::text[]) as t (slot, tag)
           cross join lateral (
                 select post_id
                   from tag_posts
                  where slot = t.slot::smallint and tag = t.tag and (has_media or not ?)
                    and post_id < ? and post_id > ?
                  order by post_id desc
                  limit ?) p
          """);

  private ListStore() {}

  /// Which posts of an author, and who asks.
  ///
  /// @param audiences that the viewer belongs to whoever is mentioned
  record OfAuthor(
      AccountId author,
      @Nullable AccountId viewer,
      List<Audience> audiences,
      PostLists.Filter filter) {}

  static List<Listing.Entry<PostId>> ofAuthor(Shard shard, OfAuthor asked, PageRequest request) {
    var filter = asked.filter();
    return (filter.onlyPhotos() ? PHOTOS_OF_AUTHOR : OF_AUTHOR)
        .read(
            shard,
            request,
            ListStore::entry,
            asked.author(),
            asked.audiences().stream().map(Audience::word).toList(),
            asked.viewer() == null ? 0L : asked.viewer().value(),
            filter.excludeReplies(),
            filter.excludeBoosts(),
            filter.tag(),
            filter.tag());
  }

  /// The pinned posts of an author, the last one first.
  static List<PostId> pinned(Shard shard, AccountId author) {
    return shard.list(PINNED, row -> row.id("id", PostId::new), author, Reactions.MAX_PINNED);
  }

  static List<Listing.Entry<PostId>> everyone(
      Shard shard, boolean onlyPhotos, PageRequest request) {
    return (onlyPhotos ? PHOTOS_OF_EVERYONE : EVERYONE).read(shard, request, ListStore::entry);
  }

  static List<Listing.Entry<PostId>> tagged(
      Shard shard, List<String> tags, boolean onlyPhotos, PageRequest request) {
    var slots = tags.stream().map(tag -> (long) Slot.ofName(tag)).toList();
    return TAGGED.read(shard, request, ListStore::entry, slots, tags, onlyPhotos);
  }

  private static Listing.Entry<PostId> entry(Row row) {
    var id = row.id("id", PostId::new);
    return new Listing.Entry<>(id.value(), id);
  }
}
