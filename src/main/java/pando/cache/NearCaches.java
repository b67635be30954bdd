package pando.cache;

import java.time.Duration;
import java.util.function.ToIntFunction;
import pando.bus.Bus;

/// Makes the near caches of a node. What is invalidated in one of them is forgotten by those of the
/// same name in all other nodes.
///
/// @param bus how the other nodes are told
public record NearCaches(Bus bus) {
  /// A cache that is bounded by count.
  ///
  /// @param name the same in every node, and nobody else's
  /// @param keys how keys are written
  /// @param size how many values at most
  /// @param ttl how long a value may be old at most, whatever happens
  public <K, V> NearCache<K, V> make(String name, KeyText<K> keys, int size, Duration ttl) {
    return joined(name, keys, new NearCache<>(size, ttl));
  }

  /// A cache that is bounded by memory.
  ///
  /// @param name the same in every node, and nobody else's
  /// @param keys how keys are written
  /// @param maxBytes how much memory the values take at most, about
  /// @param bytes how much one value takes
  /// @param ttl how long a value may be old at most, whatever happens
  public <K, V> NearCache<K, V> make(
      String name, KeyText<K> keys, long maxBytes, ToIntFunction<V> bytes, Duration ttl) {
    return joined(name, keys, new NearCache<>(maxBytes, bytes, ttl));
  }

  private <K, V> NearCache<K, V> joined(String name, KeyText<K> keys, NearCache<K, V> cache) {
    cache.join(bus, name, keys);
    return cache;
  }
}
