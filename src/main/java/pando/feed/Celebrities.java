package pando.feed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import pando.base.AccountId;
import pando.posts.Outline;

/// The posts of authors whom too many follow to add each post to every follower's list. They are
/// withheld here, and put into a home feed when it is read.
///
/// Who is a celebrity once stays one for as long as the lists live, which is as long as this
/// process does. So **nobody who becomes one, or is one no longer, loses or doubles a post**: what
/// was there before a list was made is in it by its rebuild, what came later was either added to it
/// or is here, and what is in both is one entry, for it has one id.
final class Celebrities {
  private final int maxPosts;
  private final Map<AccountId, Withheld> byAuthor = new ConcurrentHashMap<>();

  /// @param maxPosts how many posts of one author are kept
  Celebrities(int maxPosts) {
    this.maxPosts = maxPosts;
  }

  /// The posts of one author, by their entries.
  private final class Withheld {
    private final ConcurrentNavigableMap<Long, Outline> posts = new ConcurrentSkipListMap<>();

    /// Below it posts may be missing. It is raised before one is dropped, and read after them.
    private volatile long floor;

    synchronized boolean add(Outline post) {
      var entry = Entry.of(post);
      if (entry < floor) {
        return false;
      }
      var added = posts.put(entry, post) == null;
      if (posts.size() > maxPosts) {
        floor = posts.firstKey() + 1;
        posts.pollFirstEntry();
      }
      return added;
    }

    Run below(Reader reader, long bound, int count) {
      var run = run(reader, posts.headMap(bound), count);
      return new Run(run, run.length < count ? floor : run[count - 1]);
    }

    Run from(Reader reader, long bound) {
      return new Run(run(reader, posts.tailMap(bound), maxPosts), floor);
    }

    private long[] run(Reader reader, ConcurrentNavigableMap<Long, Outline> posts, int count) {
      return posts.descendingMap().values().stream()
          .filter(reader::belongs)
          .limit(count)
          .mapToLong(Entry::of)
          .toArray();
    }
  }

  boolean contains(AccountId author) {
    return byAuthor.containsKey(author);
  }

  /// Withholds a post, and all others of its author from now on.
  ///
  /// @return whether it was not withheld before
  boolean add(Outline post) {
    return byAuthor.computeIfAbsent(post.author(), _ -> new Withheld()).add(post);
  }

  void remove(Outline post) {
    var withheld = byAuthor.get(post.author());
    if (withheld != null) {
      withheld.posts.remove(Entry.of(post));
    }
  }

  /// A part of a reader's list, and what belongs to it of what is withheld.
  ///
  /// @param list the newest entries below `bound`
  Run below(Reader reader, Run list, long bound, int count) {
    var run = list;
    for (var celebrity : byAuthor.entrySet()) {
      if (reader.ties().follows(celebrity.getKey())) {
        run = run.and(celebrity.getValue().below(reader, bound, count));
      }
    }
    return run.newest(count);
  }

  /// A part of a reader's list, and what belongs to it of what is withheld.
  ///
  /// @param list the oldest entries that are not below `bound`
  Run from(Reader reader, Run list, long bound, int count) {
    var run = list;
    for (var celebrity : byAuthor.entrySet()) {
      if (reader.ties().follows(celebrity.getKey())) {
        run = run.and(celebrity.getValue().from(reader, bound));
      }
    }
    return run.oldest(count);
  }
}
