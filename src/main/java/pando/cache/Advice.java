package pando.cache;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pando.base.Refusal;
import pando.cache.Recording.Access;
import pando.cache.Recording.Kind;

/// How much a cache would have found with other policies and memory, tried on a [Recording].
///
/// Values end and are forgotten when they did; what differs is only what has no place.
///
/// @param asked how often values were asked for, among the keys that were recorded
/// @param keys how many keys these were
/// @param unlimited which share a cache without limit would have found, between 0 and 1
/// @param rows one for each size
public record Advice(long asked, int keys, double unlimited, List<Row> rows) {
  /// What Redis takes for a key and a value beside their bytes, about.
  static final int ENTRY_BYTES = 100;

  /// What a value takes whose size is not known.
  static final int UNKNOWN_BYTES = 500;

  /// How many keys must have been recorded before anything may be concluded.
  private static final int ENOUGH_KEYS = 1_000;

  /// Less than this is no difference.
  private static final double SAME = 0.005;

  /// What a site has whose topology does not say.
  private static final Eviction STANDARD = Eviction.LFU;

  /// Which shares were found with a size.
  ///
  /// @param memoryBytes of the cache
  public record Row(long memoryBytes, Map<Eviction, Double> shares) {
    private double share(Eviction eviction) {
      return shares.getOrDefault(eviction, 0.0);
    }
  }

  /// What is asked for.
  public enum Asked {
    /// What the memory that nodes share is asked for, or would be: what was not near.
    SHARED,

    /// All that is asked for, as if nothing were near.
    ALL
  }

  /// Tries every policy with every size.
  ///
  /// @param sizes of the memory, in bytes, the smallest first
  /// @throws Refusal.Invalid if nothing of this kind was asked for in the recording
  public static Advice of(Recording recording, List<Long> sizes, Asked asked) {
    var all = new Replay(new EvictionPolicy.Queue(Long.MAX_VALUE, false), asked);
    recording.replay(all::hear);
    if (all.count == 0) {
      throw new Refusal.Invalid(
          asked == Asked.ALL
              ? "nothing was asked for while this was recorded"
              : "everything was near while this was recorded; --all replays that as well");
    }
    var rows = new ArrayList<Row>();
    for (var size : sizes) {
      var shares = new EnumMap<Eviction, Double>(Eviction.class);
      for (var eviction : Eviction.values()) {
        var replay = new Replay(eviction.policy(size / recording.oneIn()), asked);
        recording.replay(replay::hear);
        shares.put(eviction, replay.share());
      }
      rows.add(new Row(size, shares));
    }
    return new Advice(all.count, all.values.size(), all.share(), rows);
  }

  /// One policy with one size.
  private static final class Replay {
    final Map<Long, Value> values = new HashMap<>();
    long count;
    private final EvictionPolicy policy;
    private final Asked asked;
    private long found;

    /// What is known of a key.
    private static final class Value {
      int bytes = UNKNOWN_BYTES;
      long endMillis;
    }

    Replay(EvictionPolicy policy, Asked asked) {
      this.policy = policy;
      this.asked = asked;
    }

    double share() {
      return (double) found / count;
    }

    void hear(Access access) {
      if (asked == Asked.SHARED && (!access.shared() || access.kind() == Kind.HIT)) {
        return;
      }
      switch (access.kind()) {
        case HIT, MISS -> ask(access);
        case KEPT -> keep(access, value(access));
        case FORGOT -> policy.forget(access.key());
      }
    }

    private void ask(Access access) {
      count++;
      var value = value(access);
      var isHere = policy.ask(access.key(), access.atMillis());
      if (isHere && access.atMillis() < value.endMillis) {
        found++;
      } else {
        keep(access, value);
      }
    }

    private Value value(Access access) {
      var value = values.computeIfAbsent(access.key(), _ -> new Value());
      if (access.bytes() > 0) {
        value.bytes = access.bytes();
      }
      return value;
    }

    private void keep(Access access, Value value) {
      policy.forget(access.key()); // it may be there and have ended
      value.endMillis = access.atMillis() + access.seconds() * 1_000L;
      policy.keep(access.key(), value.bytes + ENTRY_BYTES, access.atMillis());
    }
  }

  /// What to do, in sentences.
  public List<String> sentences() {
    var sentences = new ArrayList<String>();
    if (keys < ENOUGH_KEYS) {
      sentences.add(
          "This is about %,d keys only: record for longer, or with a smaller cache.recordOneIn,"
                  .formatted(keys)
              + " before you decide by it.");
    }
    var best = best();
    var worst = Math.min(mean(Eviction.LRU), Math.min(mean(Eviction.LFU), mean(Eviction.FIFO)));
    if (mean(best) - worst < SAME) {
      sentences.add(
          "The policy makes no difference with these sizes. Leave 'eviction: %s'."
              .formatted(STANDARD.redis()));
    } else {
      sentences.add(
          "Set 'eviction: %s': it finds %s on average over these sizes, %s."
              .formatted(best.redis(), percent(mean(best)), others(best)));
    }
    if (mean(Eviction.ADAPTIVE) > mean(best) + SAME) {
      sentences.add(
          "An adaptive policy, which near caches have and Redis has not, would find %s."
              .formatted(percent(mean(Eviction.ADAPTIVE))));
    }
    sentences.add(memory(best));
    return sentences;
  }

  /// The best policy that Redis has: another than the usual one must be better.
  private Eviction best() {
    var best = STANDARD;
    for (var other : List.of(Eviction.LRU, Eviction.FIFO)) {
      if (mean(other) > mean(best) + SAME) {
        best = other;
      }
    }
    return best;
  }

  private double mean(Eviction eviction) {
    return rows.stream().mapToDouble(row -> row.share(eviction)).average().orElse(0);
  }

  private String others(Eviction best) {
    var others = new ArrayList<String>();
    for (var other : List.of(Eviction.LRU, Eviction.LFU, Eviction.FIFO)) {
      if (other != best) {
        others.add("%s %s".formatted(other.redis(), percent(mean(other))));
      }
    }
    return String.join(", ", others);
  }

  private String memory(Eviction best) {
    for (var row : rows) {
      if (unlimited - row.share(best) < SAME) {
        return "More than %d MB finds nothing more: without a limit it is %s."
            .formatted(row.memoryBytes() >> 20, percent(unlimited));
      }
    }
    return "More memory than these finds more: without a limit it is %s."
        .formatted(percent(unlimited));
  }

  /// A share as people write it.
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
