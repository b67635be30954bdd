package pando.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Ties;
import pando.base.AccountId;
import pando.posts.Audience;
import pando.posts.Outline;
import pando.posts.Post;

/// Somebody who reads, and the rules for what they are shown.
///
/// What **belongs** in a home feed is decided when a post is written, for all of its readers, and
/// again when it is read. What is **shown** of it is decided only when it is read, so that a block,
/// a mute or its end needs no change of any list.
///
/// @param ties whom the reader follows, blocks and mutes
record Reader(AccountId id, Ties ties) {

  /// Whether a post or boost belongs in the home feed of somebody: own ones; those of an author
  /// whom they follow, except what is addressed to others, and replies to somebody whom they do not
  /// follow.
  ///
  /// @param followsAuthor whether they follow the post's author
  /// @param followsReplied whether they follow the author of the post that it answers
  static boolean belongs(
      Outline post, AccountId reader, boolean followsAuthor, boolean followsReplied) {
    if (post.author().equals(reader)) {
      return true;
    }
    if (post.audience() == Audience.MENTIONED && !post.mentions().contains(reader)) {
      return false;
    }
    return followsAuthor && (!answersAnother(post) || isRepliedTo(post, reader) || followsReplied);
  }

  /// Whether a post answers one of another author.
  static boolean answersAnother(Outline post) {
    var replied = post.replyToAuthor();
    return replied != null && !replied.equals(post.author());
  }

  private static boolean isRepliedTo(Outline post, AccountId reader) {
    return reader.equals(post.replyToAuthor());
  }

  /// Whether a post or boost belongs in the home feed of this reader.
  boolean belongs(Outline post) {
    var replied = post.replyToAuthor();
    return belongs(post, id, ties.follows(post.author()), replied != null && ties.follows(replied));
  }

  /// Whether a post or boost that may be in the reader's home feed is shown there.
  ///
  /// @param boosted what it boosts, or null when it boosts nothing, or something that is gone
  boolean seesAtHome(Post post, @Nullable Post boosted) {
    if (!belongs(post.outline())) {
      return false;
    }
    if (post.boostOf() != null && (boosted == null || !boosted.visibleTo(id, ties))) {
      return false;
    }
    if (post.author().equals(id)) {
      return true;
    }
    return sees(post) && (boosted == null || (sees(boosted) && !ties.hidesBoostsOf(post.author())));
  }

  /// Whether neither the author nor anybody whom a post mentions or answers is hidden from the
  /// reader by a block, either way, or a mute.
  boolean sees(Post post) {
    var replied = post.replyToAuthor();
    return !ties.hides(post.author())
        && (replied == null || !ties.hides(replied))
        && noneHidden(post.mentions());
  }

  private boolean noneHidden(List<AccountId> people) {
    for (var person : people) {
      if (ties.hides(person)) {
        return false;
      }
    }
    return true;
  }
}
