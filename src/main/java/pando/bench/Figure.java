package pando.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One thing that was measured, with what stands beside it and the goal.
///
/// @param name what was measured
/// @param better which way is good
/// @param unit of the values
/// @param values one for each round
/// @param peer the limit or the other program that it is compared with
/// @param goal what it should reach
public record Figure(
    String name,
    Better better,
    String unit,
    List<Double> values,
    @Nullable Peer peer,
    @Nullable Goal goal) {

  /// Whether more or less of the unit is better.
  public enum Better {
    MORE,
    LESS
  }

  /// What the figure is compared with: values of the same rounds, or one that was published.
  public record Peer(String name, List<Double> values) {
    public Peer {
      values = List.copyOf(values);
    }
  }

  /// How good it should be.
  public sealed interface Goal {
    /// So many times as good as the peer.
    record Ratio(double atLeast) implements Goal {}

    /// At least this value, or at most, as is better.
    record Value(double limit) implements Goal {}
  }

  public Figure {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " was not measured");
    }
  }

  /// A figure of which more is better, such as a rate.
  public static Figure more(String name, String unit, List<Double> values) {
    return new Figure(name, Better.MORE, unit, values, null, null);
  }

  /// A figure of which less is better, such as a time or a size.
  public static Figure less(String name, String unit, List<Double> values) {
    return new Figure(name, Better.LESS, unit, values, null, null);
  }

  /// The same beside a peer.
  public Figure beside(String peer, List<Double> values) {
    return new Figure(name, better, unit, this.values, new Peer(peer, values), goal);
  }

  /// The same with a goal.
  public Figure with(Goal goal) {
    return new Figure(name, better, unit, values, peer, goal);
  }

  /// The middle of the rounds.
  public double value() {
    return median(values);
  }

  /// How many times as good as its peer: the middle of the ratios of the rounds, since what
  /// disturbs a round disturbs both. Null without a peer.
  public @Nullable Double ratio() {
    if (peer == null) {
      return null;
    }
    var others = peer.values();
    return median(
        IntStream.range(0, values.size())
            .mapToObj(round -> ratio(values.get(round), others.get(round % others.size())))
            .toList());
  }

  private double ratio(double value, double other) {
    return better == Better.MORE ? value / other : other / value;
  }

  /// Whether the goal is reached; true without one.
  public boolean isMet() {
    return switch (goal) {
      case null -> true;
      case Goal.Ratio(var atLeast) -> {
        var ratio = ratio();
        yield ratio != null && ratio >= atLeast;
      }
      case Goal.Value(var limit) -> better == Better.MORE ? value() >= limit : value() <= limit;
    };
  }

  /// The goal in words; empty without one.
  String goalText() {
    return switch (goal) {
      case null -> "";
      case Goal.Ratio(var atLeast) -> "at least " + times(atLeast);
      case Goal.Value(var limit) ->
          (better == Better.MORE ? "at least " : "at most ") + quantity(limit);
    };
  }

  /// The ratio as it is shown; empty without a peer.
  String ratioText() {
    var ratio = ratio();
    return ratio == null ? "" : times(ratio);
  }

  /// A value with its unit, in about three digits.
  String quantity(double value) {
    var digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f %s", value, unit);
  }

  public static double median(List<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2fx", ratio);
  }
}
