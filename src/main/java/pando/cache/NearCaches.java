package pando.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import pando.bus.Bus;
import pando.cache.AccessRecorder.Cache;

/// Makes the near caches of a node. What is invalidated in one of them is forgotten by those of the
/// same name in all other nodes.
///
/// @param bus how the other nodes are told
/// @param shelves what all nodes share
/// @param recorder writes down what they are asked for; null: nobody does
public record NearCaches(Bus bus, Shelves shelves, @Nullable AccessRecorder recorder) {
  /// Those of a node that shares no memory with others.
  public NearCaches(Bus bus) {
    this(bus, new Shelves(null, InstantSource.system()), null);
  }

  /// A cache that is bounded by count.
  ///
  /// @param name the same in every node, and nobody else's
  /// @param keys how keys are written
  /// @param size how many values at most
  /// @param ttl how long a value may be old at most, whatever happens
  public <K, V> NearCache<K, V> make(String name, KeyText<K> keys, int size, Duration ttl) {
    var cache = new Cache<V>(false, ttl, _ -> 0);
    return joined(name, keys, new NearCache<>(size, ttl), cache);
  }

  /// A cache that is bounded by count and looks for what it does not have in what all nodes share.
  ///
  /// @param name the same in every node, and nobody else's
  /// @param keys how keys are written. Those that are no text are made for their value, so it is
  ///   remembered for a while that one has none
  /// @param type of the values: a record of texts, numbers, choices and the like
  /// @param size how many values at most
  /// @param ttl how long a value may be old at most, whatever happens
  public <K, V> NearCache<K, V> share(
      String name, KeyText<K> keys, Class<V> type, int size, Duration ttl) {
    var remembersNothing = !keys.equals(KeyText.TEXT);
    var plan = new Shelves.Plan<>(name, type, keys.write(), ttl, remembersNothing);
    var encoding = Encoding.of(type);
    var cache = new Cache<V>(true, ttl, value -> StoredValue.size(value, encoding));
    return joined(name, keys, new NearCache<K, V>(size, ttl), cache).over(shelves.shelf(plan));
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
    var cache = new Cache<V>(false, ttl, bytes);
    return joined(name, keys, new NearCache<>(maxBytes, bytes, ttl), cache);
  }

  private <K, V> NearCache<K, V> joined(
      String name, KeyText<K> keys, NearCache<K, V> near, Cache<V> cache) {
    near.join(bus, name, keys);
    if (recorder != null) {
      near.recordOn(recorder.tape(name, keys, cache));
    }
    return near;
  }
}
