package pando.posts;

import java.util.List;
import java.util.Objects;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;
import pando.base.Refusal;

/// What people do with posts: favourite, boost, bookmark, pin. Doing it twice is doing it once.
///
/// What is done to a boost is done to the post that it shows. Every method refuses with
/// [Refusal.NotFound] what the person may not see.
public final class Reactions {
  /// Pinned posts of one author.
  public static final int MAX_PINNED = 5;

  private final Posts posts;

  public Reactions(Posts posts) {
    this.posts = posts;
  }

  /// Makes a post somebody's favourite, and answers the post.
  public Post favourite(AccountId by, PostId id) {
    var post = requireShown(by, id);
    return posts
        .shards()
        .of(by)
        .transactIdempotent(tx -> {
          tx.afterCommit(() -> posts.marked(by, post.id()));
          var favourite = ReactionStore.favourite(tx, by, post.id());
          if (favourite != null) {
            posts
                .outbox()
                .add(tx, by, new PostEvent.Favourited(by, post.id(), post.author(), favourite));
          }
          return post;
        });
  }

  /// Undoes a favourite, and answers the post.
  public Post unfavourite(AccountId by, PostId id) {
    var post = requireShown(by, id);
    return posts
        .shards()
        .of(by)
        .transactIdempotent(tx -> {
          tx.afterCommit(() -> posts.marked(by, post.id()));
          var favourite = ReactionStore.unfavourite(tx, by, post.id());
          if (favourite != null) {
            posts
                .outbox()
                .add(tx, by, new PostEvent.Unfavourited(by, post.id(), post.author(), favourite));
          }
          return post;
        });
  }

  /// Keeps a post for later, and answers the post. Nobody else hears of it.
  public Post bookmark(AccountId by, PostId id) {
    var post = requireShown(by, id);
    ReactionStore.bookmark(posts.shards().of(by), by, post.id());
    posts.marked(by, post.id());
    return post;
  }

  /// Undoes a bookmark, and answers the post.
  public Post unbookmark(AccountId by, PostId id) {
    var post = requireShown(by, id);
    ReactionStore.unbookmark(posts.shards().of(by), by, post.id());
    posts.marked(by, post.id());
    return post;
  }

  /// Boosts a post and answers the boost. A post for followers only can be boosted by its author,
  /// and stays so.
  ///
  /// @param audience of the boost
  public Post boost(AccountId by, PostId id, Audience audience) {
    var post = requireShown(by, id);
    var boost = boostOf(post, by, audience);
    return posts
        .shards()
        .of(by)
        .transact(tx -> {
          var stored = PostStore.insert(tx, boost, null);
          if (stored == null) { // it was boosted before
            return Objects.requireNonNull(PostStore.findBoost(tx, by, post.id()));
          }
          tx.afterCommit(() -> posts.marked(by, post.id()));
          return posts.published(tx, boost.as(stored));
        });
  }

  private Post boostOf(Post post, AccountId by, Audience audience) {
    return new Post(
        Post.NOT_STORED,
        by,
        "",
        "",
        false,
        null,
        switch (post.audience()) {
          case EVERYONE, UNLISTED -> audience == Audience.MENTIONED ? Audience.FOLLOWERS : audience;
          case FOLLOWERS -> requireOwn(post, by).audience();
          case MENTIONED -> throw new Refusal.NotFound();
        },
        null,
        null,
        Post.NOT_STORED,
        post.id(),
        post.author(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        posts.clock().instant());
  }

  private static Post requireOwn(Post post, AccountId by) {
    if (!post.author().equals(by)) {
      throw new Refusal.NotFound();
    }
    return post;
  }

  /// Undoes a boost and answers the post that was boosted.
  public Post unboost(AccountId by, PostId id) {
    var post = requireShown(by, id);
    return posts
        .shards()
        .of(by)
        .transact(tx -> {
          var boost = PostStore.findBoost(tx, by, post.id());
          if (boost != null) {
            posts.deleted(tx, boost);
          }
          return post;
        });
  }

  /// Pins an own post to the profile, and answers it.
  ///
  /// @throws Refusal.Invalid if it is somebody else's, for mentioned people only, or too many are
  public Post pin(AccountId by, PostId id) {
    var post = posts.requireVisible(by, id);
    if (post.boostOf() != null) {
      throw invalid("A boost cannot be pinned");
    }
    if (!post.author().equals(by)) {
      throw invalid("Someone else's post cannot be pinned");
    }
    if (post.audience() == Audience.MENTIONED) {
      throw invalid("Posts that are only visible to mentioned users cannot be pinned");
    }
    return posts
        .shards()
        .of(by)
        .transact(tx -> {
          var pinned = ReactionStore.lockPins(tx, by);
          if (!pinned.contains(id)) {
            if (pinned.size() >= MAX_PINNED) {
              throw invalid("You have already pinned the maximum number of posts");
            }
            ReactionStore.pin(tx, id, posts.clock().instant());
            tx.afterCommit(() -> posts.marked(by, id));
          }
          return post;
        });
  }

  private static Refusal invalid(String reason) {
    return new Refusal.Invalid("Validation failed: " + reason);
  }

  /// Takes an own post from the top of the profile, and answers it.
  public Post unpin(AccountId by, PostId id) {
    var post = posts.requireVisible(by, id);
    if (post.author().equals(by)) {
      ReactionStore.unpin(posts.shards().of(by), id);
      posts.marked(by, id);
    }
    return post;
  }

  private Post requireShown(AccountId by, PostId id) {
    return posts.requireShown(posts.requireVisible(by, id));
  }

  /// The posts that the viewer has favourited; the cursor is the favourite's own id.
  public Page<Post> favourites(AccountId viewer, PageRequest request) {
    return shown(viewer, ReactionStore.favourites(posts.shards().of(viewer), viewer, request));
  }

  /// The posts that the viewer has bookmarked; the cursor is the bookmark's own id.
  public Page<Post> bookmarks(AccountId viewer, PageRequest request) {
    return shown(viewer, ReactionStore.bookmarks(posts.shards().of(viewer), viewer, request));
  }

  private Page<Post> shown(AccountId viewer, Listing.Read<PostId> read) {
    return read.page(ids -> {
      var found = posts.findAll(ids);
      return posts.visible(viewer, ids.stream().map(found::get).filter(Objects::nonNull).toList());
    });
  }

  /// Who has favourited a post; the cursor is the favourite's own id.
  public Page<AccountId> favouritedBy(PostId id, PageRequest request) {
    return posts.received().favouritedBy(id, request);
  }

  /// Who has boosted a post; the cursor is the boost's id.
  public Page<AccountId> boostedBy(PostId id, PageRequest request) {
    return posts.received().boostedBy(id, request);
  }
}
