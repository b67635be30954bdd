package pando.posts;

import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.PostId;

/// What people do with posts: favourite, boost, bookmark, pin. Doing it twice is doing it once.
///
/// Every method answers the post, and refuses with [Refusal.NotFound] what the person may not see.
public final class Reactions {
  /// Pinned posts of one author.
  public static final int MAX_PINNED = 5;

  public Reactions(Posts posts) {}

  public Post favourite(AccountId by, PostId id) {
    return comesNext();
  }

  public Post unfavourite(AccountId by, PostId id) {
    return comesNext();
  }

  public Post bookmark(AccountId by, PostId id) {
    return comesNext();
  }

  public Post unbookmark(AccountId by, PostId id) {
    return comesNext();
  }

  /// Boosts a post and answers the boost. A post for followers only can be boosted by its author,
  /// and stays so.
  public Post boost(AccountId by, PostId id, Audience audience) {
    return comesNext();
  }

  /// Undoes a boost and answers the post that was boosted.
  public Post unboost(AccountId by, PostId id) {
    return comesNext();
  }

  /// Pins an own post to the profile.
  public Post pin(AccountId by, PostId id) {
    return comesNext();
  }

  public Post unpin(AccountId by, PostId id) {
    return comesNext();
  }

  /// The posts that the viewer has favourited; the cursor is the favourite's own id.
  public Page<Post> favourites(AccountId viewer, PageRequest request) {
    return comesNext();
  }

  /// The posts that the viewer has bookmarked; the cursor is the bookmark's own id.
  public Page<Post> bookmarks(AccountId viewer, PageRequest request) {
    return comesNext();
  }

  /// Who has favourited a post; the cursor is the favourite's own id.
  public Page<AccountId> favouritedBy(PostId id, PageRequest request) {
    return comesNext();
  }

  /// Who has boosted a post; the cursor is the boost's id.
  public Page<AccountId> boostedBy(PostId id, PageRequest request) {
    return comesNext();
  }

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
