package pando.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import pando.cluster.Pool;

/// Decides how many nodes a pool has: more at once when there is more to do than they can, fewer
/// only after it has been quiet for long.
///
/// The demand is how many nodes would be busy just as they should be. Growing follows its median
/// over a short time, so that one burst starts nothing and one lull does not stop it; shrinking
/// follows its highest value over a long time, so that what comes and goes does not make nodes come
/// and go.
final class Autoscaler {
  /// How long growing looks back.
  static final Duration GROW_AFTER = Duration.ofSeconds(1);

  /// Demand must have been low for so long, and nothing may have changed meanwhile.
  static final Duration SHRINK_AFTER = Duration.ofSeconds(60);

  /// How far below the smaller number demand must stay for a node to go.
  private static final double SLACK = 0.8;

  private record Sample(Instant at, double demand) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /// Since when there are as many as now, or since the first measurement.
  private Instant steadySince = Instant.MAX;

  /// Takes a measurement, and says how many nodes there should be from now on.
  ///
  /// @param count how many there are
  /// @param demand how many nodes would be busy just as they should be
  int decide(Pool pool, int count, double demand, Instant now) {
    if (steadySince.equals(Instant.MAX)) {
      steadySince = now;
    }
    samples.addLast(new Sample(now, demand));
    while (samples.getFirst().at().isBefore(now.minus(SHRINK_AFTER))) {
      samples.removeFirst();
    }
    var wanted = count;
    var recent = recent(now);
    if (recent > count) {
      wanted = (int) Math.ceil(recent);
    } else if (isQuiet(now) && highest() <= (count - 1) * SLACK) {
      wanted = count - 1;
    }
    wanted = Math.clamp(wanted, pool.min(), pool.max());
    if (wanted != count) {
      steadySince = now;
      samples.clear(); // what was measured was of other nodes
    }
    return wanted;
  }

  /// The median of the time that growing looks back; 0: it has not looked for so long.
  private double recent(Instant now) {
    var from = now.minus(GROW_AFTER);
    if (samples.getFirst().at().isAfter(from)) {
      return 0;
    }
    var sorted =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(from))
            .mapToDouble(Sample::demand)
            .sorted()
            .toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  private boolean isQuiet(Instant now) {
    return !steadySince.isAfter(now.minus(SHRINK_AFTER));
  }

  private double highest() {
    return samples.stream().mapToDouble(Sample::demand).max().orElse(0);
  }
}
