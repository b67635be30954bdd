package pando.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Relations;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.Request;
import pando.posts.Outlines;
import pando.posts.Post;

/// Reads home feeds: finds the entries, fetches the posts, applies the rules.
///
/// The entries are found in the reader's list, which is rebuilt when it is lost, and among the
/// posts of the celebrities whom the reader follows. Where the list ends the database goes on, with
/// the same entries: which of the two answered cannot be told from a page.
final class Home {
  /// How many posts a page has at most.
  static final int MAX_LIMIT = 80;

  /// How often more is read when the rules have left too little: what is missing and, each time,
  /// twice as much of it.
  private static final int MAX_ROUNDS = 5;

  private final Feeds.Limits limits;
  private final Timelines timelines;
  private final Celebrities celebrities;
  private final Candidates candidates;
  private final Screen screen;
  private final Relations relations;

  Home(
      Feeds.Limits limits,
      Timelines timelines,
      Celebrities celebrities,
      Outlines outlines,
      Screen screen,
      Relations relations) {
    this.limits = limits;
    this.timelines = timelines;
    this.celebrities = celebrities;
    this.candidates = new Candidates(outlines);
    this.screen = screen;
    this.relations = relations;
  }

  Page<Post> read(AccountId id, PageRequest request) {
    var reader = new Reader(id, relations.ties(id));
    var limit = Math.min(request.limit(), MAX_LIMIT);
    var below = request.maxId() == null ? Entry.END : Entry.firstOf(request.maxId());
    if (request.minId() != null) {
      return upwards(reader, Entry.after(request.minId()), below, limit);
    }
    var from = request.sinceId() == null ? 0 : Entry.after(request.sinceId());
    return downwards(reader, from, below, limit);
  }

  /// Whether a post is shown in a feed, once it is there.
  boolean shows(AccountId id, Post post) {
    var reader = new Reader(id, relations.ties(id));
    var entry = Entry.of(post.outline());
    var run = new Run(new long[] {entry}, entry);
    if (post.boostOf() != null) {
      run = run.above(below(reader, entry, limits.boostWindow()));
    }
    return screen.shown(reader, run, 1)[0] != null;
  }

  /// The newest that are below one bound and not below another.
  private Page<Post> downwards(Reader reader, long from, long below, int limit) {
    var items = new ArrayList<Post>(limit);
    var newest = 0L;
    var last = below; // what was read last
    var more = true;
    for (var round = 0; more && items.size() < limit && round < MAX_ROUNDS; round++) {
      var wanted = (limit - items.size()) << round;
      var run = below(reader, last, 2 * wanted + limits.boostWindow());
      var inRange = run.notBelow(from);
      var count = Math.min(wanted + run.boosts(wanted), inRange);
      var posts = screen.shown(reader, run, count);
      for (var i = 0; i < count && items.size() < limit; i++) {
        last = run.at(i);
        newest = newest == 0 ? last : newest;
        add(items, posts[i]);
      }
      if (items.size() < limit && count == inRange) {
        more = inRange == run.size() && run.floor() > from; // the run ends, the feed does not
        last = more ? run.floor() : last;
      }
    }
    return page(items, newest == 0 ? last : newest, last, last != below, more);
  }

  /// The oldest that are not below one bound and below another.
  private Page<Post> upwards(Reader reader, long from, long below, int limit) {
    var items = new ArrayList<Post>(limit);
    var oldest = 0L;
    var last = 0L; // what was read last
    var more = true;
    for (var round = 0; more && items.size() < limit && round < MAX_ROUNDS; round++) {
      var wanted = (limit - items.size()) << round;
      var start = last == 0 ? from : Entry.after(Entry.id(last));
      var run = from(reader, start, wanted);
      var count = run.notBelow(start);
      var posts = screen.shown(reader, run, count);
      more = count == wanted && run.at(0) < below;
      for (var i = count - 1; i >= 0 && items.size() < limit && run.at(i) < below; i--) {
        last = run.at(i);
        oldest = oldest == 0 ? last : oldest;
        add(items, posts[i]);
      }
    }
    Collections.reverse(items);
    return page(items, last, oldest, last != 0, more || items.size() == limit);
  }

  private static void add(List<Post> items, @Nullable Post post) {
    if (post != null) {
      items.add(post);
    }
  }

  private static Page<Post> page(
      List<Post> items, long newest, long oldest, boolean read, boolean more) {
    var bounds = read ? new Page.Bounds(Entry.id(newest), Entry.id(oldest), more) : null;
    return new Page<>(items, bounds);
  }

  /// The newest entries below a bound: `count` or more, or as many as there are.
  Run below(Reader reader, long bound, int count) {
    var list = find(reader.id()).below(bound, count);
    var run = celebrities.below(reader, list, bound, count);
    return run.size() == count || run.floor() == 0 ? run : candidates.below(reader, bound, count);
  }

  /// The oldest `count` entries that are not below a bound, or as many as there are, and the window
  /// below them.
  private Run from(Reader reader, long bound, int count) {
    var list = find(reader.id());
    var run = celebrities.from(reader, list.from(bound, count), bound, count);
    var found = run.floor() <= bound ? run : candidates.from(reader, bound, count);
    return found.above(below(reader, bound, limits.boostWindow()));
  }

  private Timeline find(AccountId reader) {
    return timelines.find(
        reader.value(),
        () -> Request.readingLatest(() -> rebuild(reader))); // fan-out brings what is newer alone
  }

  private Run rebuild(AccountId reader) {
    return candidates.below(
        new Reader(reader, relations.ties(reader)), Entry.END, limits.listLength() / 2);
  }
}
