package pando.cache;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Nothing is shared: there is one node, or it is not worth it.
record NoShelf<K, V>() implements Shelf<K, V> {
  @Override
  public Map<K, V> findAll(List<K> keys, Function<List<K>, Map<K, V>> load) {
    return load.apply(keys);
  }

  @Override
  public void forget(K key) {}

  @Override
  public void keepNew(K key, V value) {}
}
