package pando.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import pando.base.AccountId;
import pando.posts.Outline;
import pando.posts.Outlines;

/// Home feeds as the database has them: what lists are rebuilt from, and what comes below them.
final class Candidates {
  /// How many reads one answer takes at most. What whole pages of posts do not belong is rare:
  /// those of authors who do nothing but answer strangers.
  private static final int MAX_READS = 4;

  private final Outlines outlines;

  Candidates(Outlines outlines) {
    this.outlines = outlines;
  }

  /// The newest entries below a bound: about `count` or more, or all that there are, or what is
  /// found in [#MAX_READS].
  Run below(Reader reader, long bound, int count) {
    var authors = authors(reader);
    var found = LongStream.builder();
    var missing = count;
    var before = Entry.id(bound);
    for (var read = 0; read < MAX_READS && missing > 0; read++) {
      var limit = limit(count, read);
      var posts = outlines.latestOf(authors, before, limit);
      missing -= add(found, reader, posts);
      if (posts.size() < limit) {
        return new Run(found.build().toArray(), 0);
      }
      before = posts.getLast().id().value();
    }
    return new Run(found.build().toArray(), Entry.firstOf(before));
  }

  /// The oldest `count` entries that are not below a bound, or all that there are, or what is found
  /// in [#MAX_READS].
  Run from(Reader reader, long bound, int count) {
    var authors = authors(reader);
    var found = LongStream.builder();
    var missing = count;
    var after = Entry.id(bound) - 1;
    for (var read = 0; read < MAX_READS && missing > 0; read++) {
      var limit = limit(count, read);
      var posts = outlines.earliestOf(authors, after, limit);
      missing -= add(found, reader, posts);
      if (posts.size() < limit) {
        break;
      }
      after = posts.getLast().id().value();
    }
    return new Run(newestFirst(found.build().toArray()), bound).oldest(count);
  }

  /// How many posts to read: some do not belong, and each read takes twice as many as the last.
  private static int limit(int count, int read) {
    return Math.min((2 * count) << read, Outlines.MAX_LIMIT);
  }

  private static List<AccountId> authors(Reader reader) {
    var authors = new ArrayList<AccountId>();
    authors.add(reader.id());
    for (var followed : reader.ties().following()) {
      authors.add(new AccountId(followed));
    }
    return authors;
  }

  private static int add(LongStream.Builder found, Reader reader, List<Outline> posts) {
    var added = 0;
    for (var post : posts) {
      if (reader.belongs(post)) {
        found.add(Entry.of(post));
        added++;
      }
    }
    return added;
  }

  private static long[] newestFirst(long[] oldestFirst) {
    return Arrays.stream(oldestFirst).map(entry -> -entry).sorted().map(entry -> -entry).toArray();
  }
}
