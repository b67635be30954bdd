package pando.posts;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Shard;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Finds posts by their words.
///
/// The words of a post are written by the maintenance lane, a moment after the post. A word of a
/// search stands for every word that begins with it, which serves languages that add endings.
public final class PostSearch {
  /// Words of a search; further ones are not looked at.
  private static final int MAX_WORDS = 10;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private static final String SEARCH =
      """
      select w.post_id as id
        from post_words w
        join posts p on p.id = w.post_id
       where w.words @@ to_tsquery('simple', ?)
         and p.deleted_at is null
         and (p.audience = 'everyone' or p.author_id = ?)
         and (? = 0 or w.author_id = ?)
         and w.post_id < ? and w.post_id > ?
       order by w.post_id desc
       limit ?
      """;

  private static final String WRITE =
      """
      insert into post_words (post_id, author_id, words)
      select id, author_id, to_tsvector('simple', words)
        from unnest(?::bigint[], ?::bigint[], ?::text[]) as t (id, author_id, words)
      on conflict (post_id) do update set words = excluded.words
      """;

  private static final String DELETE = "delete from post_words where post_id = any (?)";

  private static final Listing LISTING = Listing.of(SEARCH);

  private final Posts posts;

  public PostSearch(Posts posts) {
    this.posts = posts;
  }

  /// The viewer's own posts and those for everyone that have every word of `text`, newest first;
  /// nothing of those whom the viewer mutes, or who do not want to be found.
  ///
  /// @param by only of this author
  /// @param offset how many to leave out
  public List<Post> search(
      AccountId viewer, String text, @Nullable AccountId by, int offset, PageRequest request) {
    var query = query(text);
    if (query.isEmpty()) {
      return List.of();
    }
    var author = by == null ? 0L : by.value();
    var wanted =
        new PageRequest(
            request.maxId(), request.sinceId(), request.minId(), offset + request.limit());
    var read =
        posts
            .shards()
            .gatherAll(shard ->
                LISTING.read(
                    shard,
                    wanted,
                    row -> new Listing.Entry<>(row.longValue("id"), row.id("id", PostId::new)),
                    query,
                    viewer,
                    author,
                    author));
    var ids = Listing.merge(read, wanted).values().stream().skip(offset).toList();
    var found = posts.findAll(ids);
    var visible =
        posts.visible(viewer, ids.stream().map(found::get).filter(Objects::nonNull).toList());
    var ties = posts.relations().ties(viewer);
    return visible.stream()
        .filter(post -> post.author().equals(viewer) || mayBeFound(ties, post.author()))
        .toList();
  }

  private boolean mayBeFound(Ties ties, AccountId author) {
    var account = posts.accounts().find(author);
    return account != null && account.indexable() && !ties.mutes(author);
  }

  /// Words that must all be there, each the beginning of one, in the language of `to_tsquery`.
  private static String query(String text) {
    return Arrays.stream(words(text).split(" "))
        .filter(word -> !word.isEmpty())
        .limit(MAX_WORDS)
        .map(word -> word + ":*")
        .collect(Collectors.joining(" & "));
  }

  /// The words of a text, with a space between them.
  private static String words(String text) {
    var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return BETWEEN_WORDS.matcher(folded).replaceAll(" ").strip();
  }

  /// Has the words of new and edited posts written.
  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(Lane.MAINTENANCE, PostEvent.class, Timing.LATER, this::write));
  }

  /// Writes the words of the posts as they are now, so that it does not matter how often an event
  /// comes and in which order.
  private void write(List<Delivery<PostEvent>> batch) {
    var ids =
        batch.stream()
            .map(delivery -> changed(delivery.event()))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    posts.shards().gather(ids, PostId::slot, this::write);
  }

  private static @Nullable PostId changed(PostEvent event) {
    return switch (event) {
      case PostEvent.Published(var post, _) -> post.boostOf() == null ? post.id() : null;
      case PostEvent.Edited(_, var post, _) -> post.id();
      case PostEvent.Deleted(var post) -> post.boostOf() == null ? post.id() : null;
      case PostEvent.Favourited _, PostEvent.Unfavourited _ -> null;
    };
  }

  private List<Integer> write(Shard shard, List<PostId> ids) {
    var found = PostStore.findAll(shard, ids);
    shard.update(
        WRITE,
        found.stream().map(Post::id).toList(),
        found.stream().map(Post::author).toList(),
        found.stream().map(post -> words(post.warning() + " " + post.text())).toList());
    var there = found.stream().map(Post::id).collect(Collectors.toSet());
    return List.of(shard.update(DELETE, ids.stream().filter(id -> !there.contains(id)).toList()));
  }
}
