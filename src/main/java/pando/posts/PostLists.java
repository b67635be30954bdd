package pando.posts;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Slot;
import pando.data.Shards;

/// Lists of posts that are read from the database: of an author, of everyone, of a tag.
public final class PostLists {
  /// How many times the limit are read of a tag when other tags must be there or must not.
  private static final int READ_AHEAD = 5;

  private final Posts posts;
  private final Shards shards;

  public PostLists(Posts posts) {
    this.posts = posts;
    this.shards = posts.shards();
  }

  /// Which posts of an author.
  ///
  /// @param tag normalised
  /// @param pinned only those on top of the profile; these have no further pages
  public record Filter(
      boolean onlyPhotos,
      boolean excludeReplies,
      boolean excludeBoosts,
      @Nullable String tag,
      boolean pinned) {
    public static final Filter ALL = new Filter(false, false, false, null, false);
  }

  /// The posts and boosts of an author that the viewer may see.
  ///
  /// @param viewer null: nobody has signed in
  public Page<Post> ofAuthor(
      AccountId author, @Nullable AccountId viewer, Filter filter, PageRequest request) {
    var ties = viewer == null ? Ties.NONE : posts.relations().ties(viewer);
    if (ties.blocks(author)) {
      return new Page<>(List.of(), null);
    }
    var shard = shards.of(author);
    if (filter.pinned()) {
      return new Page<>(posts.visible(viewer, found(ListStore.pinned(shard, author))), null);
    }
    var audiences =
        Stream.of(Audience.values())
            .filter(audience -> audience.admits(viewer, ties, author, List.of()))
            .toList();
    var asked = new ListStore.OfAuthor(author, viewer, audiences, filter);
    return Listing.merge(ListStore.ofAuthor(shard, asked, request), request)
        .page(ids -> posts.visible(viewer, found(ids)));
  }

  private List<Post> found(List<PostId> ids) {
    var found = posts.findAll(ids);
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /// The posts for everyone, without boosts and replies to others. Blocks and mutes are not
  /// applied.
  public Page<Post> everyone(boolean onlyPhotos, PageRequest request) {
    var read = shards.gatherAll(shard -> ListStore.everyone(shard, onlyPhotos, request));
    return Listing.merge(read, request).page(this::found);
  }

  /// Which posts of tags, all normalised.
  ///
  /// @param tag or one of `any`
  /// @param all that a post must have as well
  /// @param none that a post must not have
  public record Tagged(
      String tag, List<String> any, List<String> all, List<String> none, boolean onlyPhotos) {

    private boolean isFiltered() {
      return !all.isEmpty() || !none.isEmpty();
    }

    /// Whether a post is wanted. The rows of tags may be a little behind the post.
    private boolean accepts(Post post) {
      return post.audience() == Audience.EVERYONE
          && (post.tags().contains(tag) || any.stream().anyMatch(post.tags()::contains))
          && post.tags().containsAll(all)
          && none.stream().noneMatch(post.tags()::contains);
    }
  }

  /// The posts for everyone that have tags, newest first. Blocks and mutes are not applied.
  public Page<Post> tagged(Tagged tagged, PageRequest request) {
    var ahead =
        new PageRequest(
            request.maxId(),
            request.sinceId(),
            request.minId(),
            tagged.isFiltered() ? request.limit() * READ_AHEAD : request.limit());
    var tags = Stream.concat(Stream.of(tagged.tag()), tagged.any().stream()).distinct().toList();
    var read =
        shards.gather(
            tags,
            Slot::ofName,
            (shard, some) -> ListStore.tagged(shard, some, tagged.onlyPhotos(), ahead));
    var page = Listing.merge(read.stream().distinct().toList(), ahead).page(this::found);
    var wanted = page.items().stream().filter(tagged::accepts).toList();
    return wanted.size() <= request.limit()
        ? new Page<>(wanted, page.bounds())
        : part(wanted, request);
  }

  /// As many of the wanted ones as were asked for: those nearest to where the page begins.
  private static Page<Post> part(List<Post> wanted, PageRequest request) {
    var from = request.minId() == null ? 0 : wanted.size() - request.limit();
    return Page.of(
        wanted.subList(from, from + request.limit()), post -> post.id().value(), request);
  }
}
