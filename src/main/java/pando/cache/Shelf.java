package pando.cache;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Where a [NearCache] looks for what it does not have: nowhere but at the source, or in the memory
/// that all nodes share.
public sealed interface Shelf<K, V> permits NoShelf, RedisShelf {
  /// The values of those keys that have one, from here or loaded.
  Map<K, V> findAll(List<K> keys, Function<List<K>, Map<K, V>> load);

  /// Forgets a key, after what it stands for has changed. A load that began before does not fill it
  /// afterwards.
  void forget(K key);

  /// Keeps the value of a key that nobody can have asked for yet.
  void keepNew(K key, V value);
}
