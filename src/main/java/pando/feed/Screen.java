package pando.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
/// another boost of it, is one of the [#WINDOW] entries below and may be shown. This depends on
/// nothing but the feed, so it is the same wherever a page begins.
final class Screen {
  /// How many entries below a boost must not show the same post.
  static final int WINDOW = 80;

  private final Posts posts;
  private final Accounts accounts;

  Screen(Posts posts, Accounts accounts) {
    this.posts = posts;
    this.accounts = accounts;
  }

  /// What a reader is shown of the newest entries of a run.
  ///
  /// @param count how many; below them the run goes on for [#WINDOW] entries, or to its end
  /// @return for each of them the post, or null when it is gone or not to be shown
  @Nullable Post[] shown(Reader reader, Run run, int count) {
    var fetched = fetch(run, count);
    var originals = fetchOriginals(fetched, count);
    var shown = new @Nullable Post[count];
    for (var i = 0; i < count; i++) {
      var post = fetched[i];
      if (post == null) {
        continue;
      }
      var original = post.boostOf() == null ? null : originals.get(post.boostOf());
      if (reader.seesAtHome(post, original)
          && (original == null || !isBelow(reader, original, run, fetched, i))) {
        shown[i] = post;
      }
    }
    return shown;
  }

  /// By position the posts of the first entries, and the boosts in the window below.
  private @Nullable Post[] fetch(Run run, int count) {
    var end = anyBoost(run, count) ? Math.min(count + WINDOW, run.size()) : count;
    var ids = new ArrayList<PostId>(end);
    for (var i = 0; i < end; i++) {
      if (i < count || Entry.isBoost(run.at(i))) {
        ids.add(Entry.postId(run.at(i)));
      }
    }
    var found = find(ids);
    var fetched = new @Nullable Post[end];
    for (var i = 0; i < end; i++) {
      if (i < count || Entry.isBoost(run.at(i))) {
        fetched[i] = found.get(Entry.postId(run.at(i)));
      }
    }
    return fetched;
  }

  private static boolean anyBoost(Run run, int count) {
    for (var i = 0; i < count; i++) {
      if (Entry.isBoost(run.at(i))) {
        return true;
      }
    }
    return false;
  }

  private Map<PostId, Post> fetchOriginals(@Nullable Post[] fetched, int count) {
    var ids = new ArrayList<PostId>();
    for (var i = 0; i < count; i++) {
      var post = fetched[i];
      if (post != null && post.boostOf() != null) {
        ids.add(post.boostOf());
      }
    }
    return find(ids);
  }

  /// The posts that exist and whose authors' accounts no operator has shut.
  private Map<PostId, Post> find(List<PostId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found = posts.findAll(ids);
    var authors = HashSet.<AccountId>newHashSet(found.size());
    for (var post : found.values()) {
      authors.add(post.author());
    }
    var people = accounts.findAll(authors);
    var open = HashMap.<PostId, Post>newHashMap(found.size());
    for (var post : found.values()) {
      var author = people.get(post.author());
      if (author != null && !author.disabled()) {
        open.put(post.id(), post);
      }
    }
    return open;
  }

  /// Whether the window below an entry shows a post.
  private static boolean isBelow(
      Reader reader, Post original, Run run, @Nullable Post[] fetched, int entry) {
    var end = Math.min(entry + 1 + WINDOW, run.size());
    for (var i = entry + 1; i < end; i++) {
      if (Entry.id(run.at(i)) == original.id().value()) {
        if (reader.seesAtHome(original, null)) {
          return true;
        }
      } else if (Entry.isBoost(run.at(i))) {
        var boost = fetched[i];
        if (boost != null
            && original.id().equals(boost.boostOf())
            && reader.seesAtHome(boost, original)) {
          return true;
        }
      }
    }
    return false;
  }
}
