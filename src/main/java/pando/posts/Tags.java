package pando.posts;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import pando.base.PostId;
import pando.base.Slot;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;

/// The tags that were ever used, and which posts have them. A tag lies in the slot of its name.
public final class Tags {
  private static final String ADD =
      """
      with added as (
        insert into tag_posts as p (slot, tag, post_id, has_media)
        select slot, tag, ?, ? from unnest(?::bigint[], ?::text[]) as t (slot, tag)
        on conflict (slot, tag, post_id) do update set has_media = excluded.has_media
        returning slot, tag, xmax = 0 as is_new)
      insert into tags as t (slot, tag, shown, posts, last_used_at)
      select a.slot, a.tag, s.shown, 1, now()
        from added a
        join unnest(?::text[], ?::text[]) as s (tag, shown) on s.tag = a.tag
       where a.is_new
       order by a.tag
      on conflict (slot, tag) do update
         set posts = t.posts + 1, last_used_at = excluded.last_used_at
      """;

  private static final String REMOVE =
      """
      with removed as (
        delete from tag_posts p
         using unnest(?::bigint[], ?::text[]) as t (slot, tag)
         where p.slot = t.slot::smallint and p.tag = t.tag and p.post_id = ?
        returning p.slot, p.tag)
      update tags t set posts = t.posts - 1
        from removed r
       where t.slot = r.slot and t.tag = r.tag
      """;

  /// Follows every character that is in a tag.
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private static final String FIND =
      "select tag, shown, posts from tags where slot = ? and tag = ?";

  private static final String SEARCH =
      """
      select tag, shown, posts
        from tags
       where tag ~>=~ ? and tag ~<~ ?
       order by posts desc, tag
       limit ?
      """;

  private final Shards shards;

  public Tags(Posts posts) {
    this(posts.shards());
  }

  Tags(Shards shards) {
    this.shards = shards;
  }

  /// A tag.
  ///
  /// @param name normalised, which identifies it
  /// @param shown as it was first written
  public record Tag(String name, String shown, long posts) {
    private static Tag read(Row row) {
      return new Tag(row.text("tag"), row.text("shown"), row.longValue("posts"));
    }
  }

  /// The form of a tag that identifies it, without `#`: `#ＣａＦé` is `café`.
  public static String normalise(String tag) {
    return PostText.normaliseTag(tag);
  }

  /// The tag; one that was never used has no posts.
  public Tag find(String tag) {
    var name = normalise(tag);
    var found = shards.ofName(name).find(FIND, Tag::read, Slot.ofName(name), name);
    return found == null ? new Tag(name, name, 0) : found;
  }

  /// Tags that begin with some letters, the most used first.
  public List<Tag> search(String prefix, int offset, int limit) {
    var name = normalise(prefix);
    if (name.isEmpty()) {
      return List.of();
    }
    return shards
        .gatherAll(
            shard -> shard.list(SEARCH, Tag::read, name, name + LAST_CHARACTER, offset + limit))
        .stream()
        .sorted(Comparator.comparingLong(Tag::posts).reversed().thenComparing(Tag::name))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  /// Puts a post into the lists of tags, or says anew whether it has photos.
  ///
  /// @param tags normalised, and as they are shown
  void add(PostId post, boolean hasPhotos, Map<String, String> tags) {
    var names = tags.keySet().stream().sorted().toList();
    shards.gather(names, Slot::ofName, (shard, some) -> add(shard, post, hasPhotos, some, tags));
  }

  private static List<Integer> add(
      Shard shard, PostId post, boolean hasPhotos, List<String> names, Map<String, String> tags) {
    var shown = names.stream().map(name -> tags.getOrDefault(name, name)).toList();
    return List.of(shard.update(ADD, post, hasPhotos, slots(names), names, names, shown));
  }

  /// Takes a post out of the lists of tags.
  void remove(PostId post, Collection<String> tags) {
    shards.gather(
        tags,
        Slot::ofName,
        (shard, some) -> List.of(shard.update(REMOVE, slots(some), some, post)));
  }

  private static List<Long> slots(List<String> names) {
    return names.stream().map(name -> (long) Slot.ofName(name)).toList();
  }
}
