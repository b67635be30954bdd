package pando.posts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.data.Tx;

/// What people who left leave behind in this room: deleted as they would have done it themselves,
/// some at a time, as often as one likes. What others have made of it follows from the same events.
public final class Leftovers {
  private static final String POSTS =
      """
      select id
        from posts
       where author_id = ? and deleted_at is null
       order by id desc
       limit ?
      """;

  // The row of a deleted post stays, since others have answered it. It says nothing any more.
  private static final String EMPTY =
      """
      update posts
         set body = '', warning = '', language = null, media_ids = '{}', mentions = '{}',
             tags = '{}', app_id = null, request_key = null
       where id = ?
      """;

  private static final String ERASE_VERSIONS = "delete from post_versions where post_id = ?";

  private final Posts posts;

  public Leftovers(Posts posts) {
    this.posts = posts;
  }

  /// Deletes posts and boosts, undoes favourites, and forgets bookmarks.
  ///
  /// @param account one that has left
  /// @param limit how many of each kind at most
  /// @return how many there were; 0 means that nothing is left
  public int eraseSome(AccountId account, int limit) {
    return deletePosts(account, limit)
        + undoFavourites(account, limit)
        + unbookmark(account, limit);
  }

  private int deletePosts(AccountId author, int limit) {
    var shard = posts.shards().of(author);
    var ids = shard.list(POSTS, row -> row.id("id", PostId::new), author, limit);
    for (var id : ids) {
      shard.transact(tx -> {
        delete(tx, id);
        return id;
      });
    }
    return ids.size();
  }

  private void delete(Tx tx, PostId id) {
    var post = PostStore.lock(tx, id);
    if (post != null) {
      posts.deleted(tx, post);
      tx.update(EMPTY, id);
      tx.update(ERASE_VERSIONS, id);
    }
  }

  private int undoFavourites(AccountId by, int limit) {
    var shard = posts.shards().of(by);
    var ids = ReactionStore.favourites(shard, by, PageRequest.first(limit)).values();
    var found = posts.findAll(ids);
    ids.forEach(id ->
        shard.transact(tx -> {
          undoFavourite(tx, by, id, found);
          return id;
        }));
    return ids.size();
  }

  private void undoFavourite(Tx tx, AccountId by, PostId id, Map<PostId, Post> found) {
    @Nullable Long favourite = ReactionStore.unfavourite(tx, by, id);
    var post = found.get(id);
    if (favourite != null && post != null) { // a post that is gone counts no more
      var undone = new PostEvent.Unfavourited(by, id, post.author(), favourite);
      posts.outbox().add(tx, by, undone);
    }
  }

  private int unbookmark(AccountId by, int limit) {
    var shard = posts.shards().of(by);
    List<PostId> ids = ReactionStore.bookmarks(shard, by, PageRequest.first(limit)).values();
    ids.forEach(id -> ReactionStore.unbookmark(shard, by, id));
    return ids.size();
  }
}
