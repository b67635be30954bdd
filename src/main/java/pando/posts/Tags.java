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
///
/// A post is put into the lists of its tags at once; how many posts a tag has is counted a moment
/// later, for many posts together. Counting at once would let everybody who uses the tag of the day
/// wait for one row.
public final class Tags {
  /// Up to how many posts are counted: enough to tell which tag is used more.
  static final int MAX_COUNTED = 1_000;

  // A tag that is there is not touched: whoever counts it would be waited for.
  private static final String ADD =
      """
      with added as (
        insert into tag_posts (slot, tag, post_id, has_media)
        select slot, tag, ?, ?
          from unnest(?::bigint[], ?::text[]) as t (slot, tag),
               (select set_config('synchronous_commit', ?, true)) as durability
        on conflict (slot, tag, post_id) do update set has_media = excluded.has_media)
      insert into tags (slot, tag, shown)
      select slot, tag, shown
        from unnest(?::bigint[], ?::text[], ?::text[]) as t (slot, tag, shown)
       where not exists (select from tags o where o.slot = t.slot::smallint and o.tag = t.tag)
      on conflict do nothing
      """;

  private static final String REMOVE =
      """
      delete from tag_posts p
       using unnest(?::bigint[], ?::text[]) as t (slot, tag)
       where p.slot = t.slot::smallint and p.tag = t.tag and p.post_id = ?
      """;

  private static final String COUNT =
      """
      update tags t
         set posts = (select count(*)
                        from (select from tag_posts p
                               where p.slot = t.slot and p.tag = t.tag
                               limit ?) counted)
        from unnest(?::bigint[], ?::text[]) as c (slot, tag)
       where t.slot = c.slot::smallint and t.tag = c.tag
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
  /// @param posts how many have it, up to [#MAX_COUNTED]; a moment late
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
  /// Does not wait until the disk has it where the post's event lies on the same server: if that
  /// server dies and loses it, the cursor that would step over the event is lost too, since it was
  /// written later, and the event is delivered again.
  ///
  /// @param tags normalised, and as they are shown
  void add(PostId post, boolean hasPhotos, Map<String, String> tags) {
    var names = tags.keySet().stream().sorted().toList();
    shards.gather(names, Slot::ofName, (shard, some) -> add(shard, post, hasPhotos, some, tags));
  }

  private List<Integer> add(
      Shard shard, PostId post, boolean hasPhotos, List<String> names, Map<String, String> tags) {
    var shown = names.stream().map(name -> tags.getOrDefault(name, name)).toList();
    var slots = slots(names);
    var wait = shard == shards.of(post) ? "off" : "on";
    return List.of(shard.update(ADD, post, hasPhotos, slots, names, wait, slots, names, shown));
  }

  /// Takes a post out of the lists of tags.
  void remove(PostId post, Collection<String> tags) {
    shards.gather(
        tags,
        Slot::ofName,
        (shard, some) -> List.of(shard.update(REMOVE, slots(some), some, post)));
  }

  /// Counts the posts of tags anew.
  ///
  /// @param tags normalised
  void count(Collection<String> tags) {
    shards.gather(
        tags,
        Slot::ofName,
        (shard, some) -> List.of(shard.update(COUNT, MAX_COUNTED, slots(some), some)));
  }

  private static List<Long> slots(List<String> names) {
    return names.stream().map(name -> (long) Slot.ofName(name)).toList();
  }
}
