package pando.drill;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// What came of many requests, counted by their kind.
public final class Tally {
  private static final int MAX_EXAMPLES = 40;

  private final Map<String, Counts> counts = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private Duration longest = Duration.ZERO;
  private String longestWhat = "";
  private @Nullable Excuse excuse;
  private boolean isExcusing;
  private long excused;
  private long elsewhere;

  /// Failures that a drill is expected to cause, in its course.
  ///
  /// @param name what the verdict calls them
  /// @param covers whether one is of these: what was asked, and how it failed
  record Excuse(String name, BiPredicate<Ask, String> covers) {}

  /// The requests of one kind.
  ///
  /// @param repeated how many were sent a second time, as HTTP allows
  /// @param failed how many have failed at last, or were answered with what nobody expects
  public record Counts(long requests, long repeated, long failed) {
    Counts plus(long requests, long repeated, long failed) {
      return new Counts(this.requests + requests, this.repeated + repeated, this.failed + failed);
    }
  }

  private void add(Ask ask, int requests, int repeated, int failed) {
    var before = counts.getOrDefault(ask.kind(), new Counts(0, 0, 0));
    counts.put(ask.kind(), before.plus(requests, repeated, failed));
  }

  /// A request is over, well or badly.
  synchronized void end(Ask ask, Duration waited) {
    add(ask, 1, 0, 0);
    if (waited.compareTo(longest) > 0) {
      longest = waited;
      longestWhat = ask.method() + " " + ask.path();
    }
  }

  synchronized void repeat(Ask ask) {
    add(ask, 0, 1, 0);
  }

  synchronized void fail(Ask ask, String reason, Duration after) {
    if (isExcusing && excuse != null && excuse.covers().test(ask, reason)) {
      excused++;
      return;
    }
    add(ask, 0, 0, 1);
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(
          "%tT %s %s after %d ms: %s"
              .formatted(
                  LocalTime.now(ZoneOffset.UTC), ask.kind(), ask.path(), after.toMillis(), reason));
    }
  }

  /// From now on these failures are counted apart, and may be.
  synchronized void expect(Excuse expected) {
    excuse = expected;
    isExcusing = true;
  }

  /// What was broken works again, so nothing is excused any longer.
  synchronized void expectNoMore() {
    isExcusing = false;
  }

  /// What is expected to fail; null: nothing.
  synchronized @Nullable Excuse excuse() {
    return excuse;
  }

  /// How many failed as was expected.
  synchronized long excused() {
    return excused;
  }

  /// A photo was asked of the site, since the host of photos did not give it.
  synchronized void turnToSite() {
    elsewhere++;
  }

  /// How many photos were asked of the site instead.
  synchronized long elsewhere() {
    return elsewhere;
  }

  /// By kind, such as `GET`, `POST` and `keyed POST`.
  public synchronized Map<String, Counts> counts() {
    return Map.copyOf(counts);
  }

  /// All kinds together.
  public synchronized Counts all() {
    return counts.values().stream()
        .reduce(
            new Counts(0, 0, 0),
            (one, other) -> one.plus(other.requests(), other.repeated(), other.failed()));
  }

  /// Some of those that have failed, and how.
  public synchronized List<String> examples() {
    return List.copyOf(examples);
  }

  /// The longest time to an answer or a failure.
  public synchronized Duration longest() {
    return longest;
  }

  /// Begins to look for the longest wait anew: a site that has just started is slow for a moment.
  public synchronized void forgetLongest() {
    longest = Duration.ZERO;
    longestWhat = "";
  }

  /// What waited longest, such as `GET /api/v1/timelines/home`.
  public synchronized String longestWhat() {
    return longestWhat;
  }
}
