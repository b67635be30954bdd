package pando.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.redis.Redis;

/// The memory that all nodes share, if there is one: a shelf for each kind of value.
public final class Shelves {
  private final @Nullable Redis redis;
  private final InstantSource clock;

  /// @param redis null: nothing is shared
  public Shelves(@Nullable Redis redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /// What is on a shelf.
  ///
  /// @param name of the shelf, the same in every node and version
  /// @param type of the values
  /// @param keyText a key as text
  /// @param ttl how long a value is kept at most, about
  /// @param remembersNothing whether it is kept as well that a key has no value, for a short while:
  ///   where a key that had none is told to be forgotten when it gets one, or never gets one
  public record Plan<K, V>(
      String name,
      Class<V> type,
      Function<K, String> keyText,
      Duration ttl,
      boolean remembersNothing) {}

  /// The shelf for one kind of values.
  public <K, V> Shelf<K, V> shelf(Plan<K, V> plan) {
    return redis == null ? new NoShelf<>() : new RedisShelf<>(redis, plan, clock);
  }
}
