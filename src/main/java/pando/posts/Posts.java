package pando.posts;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.accounts.Notifications;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.PostId;
import pando.base.Refusal;
import pando.data.Shards;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// Publishes, finds, edits and deletes posts, and knows who may see them.
public final class Posts {
  /// (The desk of photos follows as a parameter.)
  ///
  /// @param domain of this site, such as `localhost:8080`: `@ana@localhost:8080` is `@ana`
  public Posts(
      Shards shards,
      Outbox outbox,
      Accounts accounts,
      Relations relations,
      String domain,
      InstantSource clock) {}

  /// Keeps what follows from events: other sides, counts, tags, threads, search, and who is told.
  public void subscribe(Lanes lanes, Notifications notifications) {
    comesNext();
  }

  /// Publishes a draft, once: a request that is sent again answers the post it made before.
  public Post publish(AccountId author, Draft draft) {
    return comesNext();
  }

  /// Makes a post what the draft says; audience and what it replies to stay.
  ///
  /// @throws Refusal.NotFound if the author has no such post
  public Post edit(AccountId author, PostId id, Draft draft) {
    return comesNext();
  }

  /// Deletes a post and answers what it was. Its photos can be used again.
  ///
  /// @throws Refusal.NotFound if the author has no such post
  public Post delete(AccountId author, PostId id) {
    return comesNext();
  }

  /// The posts that exist, whoever may see them.
  public Map<PostId, Post> findAll(Collection<PostId> ids) {
    return comesNext();
  }

  /// The post if it exists and the viewer may see it. Null viewer: nobody has signed in.
  public @Nullable Post findVisible(@Nullable AccountId viewer, PostId id) {
    return comesNext();
  }

  /// The post, if the viewer may see it.
  ///
  /// @throws Refusal.NotFound if it does not exist or the viewer may not know of it
  public Post requireVisible(@Nullable AccountId viewer, PostId id) {
    return comesNext();
  }

  /// Those that the viewer may see, in the same order: audience and blocks, also of what a boost
  /// shows. A boost whose post is gone is left out. Mutes are the business of feeds.
  public List<Post> visible(@Nullable AccountId viewer, Collection<Post> posts) {
    return comesNext();
  }

  /// The counts of every id that is asked for.
  public Map<PostId, PostCounts> counts(Collection<PostId> ids) {
    return comesNext();
  }

  /// What the viewer has done with each post that is asked for.
  public Map<PostId, Marks> marks(AccountId viewer, Collection<PostId> ids) {
    return comesNext();
  }

  /// What the post was and is, the original first.
  public List<PostVersion> versions(Post post) {
    return comesNext();
  }

  /// Calls `listener` whenever what everybody is shown of a post has changed: its text, photos or
  /// counts, or that it is gone. It must be quick.
  public void onChange(Consumer<PostId> listener) {
    comesNext();
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
