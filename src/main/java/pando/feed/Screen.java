package pando.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.Accounts;
import pando.base.AccountId;
import pando.base.PostId;
import pando.posts.Post;
import pando.posts.Posts;

/// Fetches the posts of a part of a home feed and applies the rules to them.
///
/// **A boost is left out where the feed shows its post already**: when the boosted post itself, or
/// another boost of it, is one of the next `window` entries below and may be shown. This depends on
/// nothing but the feed, so it is the same wherever a page begins.
final class Screen {
  private final Posts posts;
  private final Accounts accounts;
  private final int window;

  /// @param window how many entries below a boost must not show the same post
  Screen(Posts posts, Accounts accounts, int window) {
    this.posts = posts;
    this.accounts = accounts;
    this.window = window;
  }

  /// What a reader is shown of the newest entries of a run.
  ///
  /// @param count how many; below them the run goes on for a window of entries, or to its end
  /// @return for each of them the post, or null when it is gone or not to be shown
  @Nullable Post[] shown(Reader reader, Run run, int count) {
    var shown = new @Nullable Post[count];
    if (count == 0) {
      return shown;
    }
    var page = posts.findAll(ids(run, count));
    var boosts = boosts(run, page, count);
    var more = boosts.isEmpty() ? Map.<PostId, Post>of() : posts.findAll(boosts);
    var view = new View(reader, page, more);
    var end = boosts.isEmpty() ? 0 : Math.min(count + window, run.size());
    var subjects = subjects(run, view, end);
    for (var i = 0; i < count; i++) {
      var post = page.get(Entry.postId(run.at(i)));
      if (post != null
          && view.mayShow(post)
          && (post.boostOf() == null || !isBelow(i, post.boostOf(), run, subjects, view))) {
        shown[i] = post;
      }
    }
    return shown;
  }

  private static List<PostId> ids(Run run, int count) {
    var ids = new ArrayList<PostId>(count);
    for (var i = 0; i < count; i++) {
      ids.add(Entry.postId(run.at(i)));
    }
    return ids;
  }

  /// What the boosts among the first entries show, and the boosts in the window below these;
  /// nothing when there are no boosts among them.
  private List<PostId> boosts(Run run, Map<PostId, Post> page, int count) {
    var ids = new ArrayList<PostId>();
    for (var i = 0; i < count; i++) {
      var boost = Entry.isBoost(run.at(i)) ? page.get(Entry.postId(run.at(i))) : null;
      if (boost != null && boost.boostOf() != null) {
        ids.add(boost.boostOf());
      }
    }
    if (!ids.isEmpty()) {
      var end = Math.min(count + window, run.size());
      for (var i = count; i < end; i++) {
        if (Entry.isBoost(run.at(i))) {
          ids.add(Entry.postId(run.at(i)));
        }
      }
    }
    return ids;
  }

  /// What each entry shows: the id of the post itself or of the one it boosts, 0 if it is gone.
  private static long[] subjects(Run run, View view, int count) {
    var subjects = new long[count];
    for (var i = 0; i < count; i++) {
      var entry = run.at(i);
      if (!Entry.isBoost(entry)) {
        subjects[i] = Entry.id(entry);
      } else {
        var boost = view.post(Entry.postId(entry));
        subjects[i] = boost == null || boost.boostOf() == null ? 0 : boost.boostOf().value();
      }
    }
    return subjects;
  }

  /// Whether the window below an entry shows a post.
  private boolean isBelow(int entry, PostId post, Run run, long[] subjects, View view) {
    var end = Math.min(entry + 1 + window, subjects.length);
    for (var i = entry + 1; i < end; i++) {
      if (subjects[i] == post.value()) {
        var other = view.post(Entry.postId(run.at(i)));
        if (other != null && view.mayShow(other)) {
          return true;
        }
      }
    }
    return false;
  }

  /// What was fetched for some entries.
  private final class View {
    private final Reader reader;
    private final Map<PostId, Post> page;
    private final Map<PostId, Post> more;

    /// @param page the posts of the entries
    /// @param more what boosts among them show, and boosts below them
    View(Reader reader, Map<PostId, Post> page, Map<PostId, Post> more) {
      this.reader = reader;
      this.page = page;
      this.more = more;
    }

    @Nullable Post post(PostId id) {
      var post = page.get(id);
      return post == null ? more.get(id) : post;
    }

    /// Whether a post or boost may be shown: an operator has not shut the account of who wrote it,
    /// and the rules do not hide it.
    boolean mayShow(Post post) {
      var boosted = post.boostOf() == null ? null : post(post.boostOf());
      return reader.seesAtHome(post, boosted)
          && isOpen(post.author())
          && (boosted == null || isOpen(boosted.author()));
    }

    private boolean isOpen(AccountId author) {
      var account = accounts.find(author);
      return account != null && !account.disabled();
    }
  }
}
