package pando.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Values by key in the memory of this process, read through: what is missing is loaded, all at
/// once. Bounded by count or by memory; evicted by how recently and how often a value was asked
/// for.
///
/// A load that began before an invalidation never fills the cache after it: each key has a stripe
/// whose version the invalidation raises, and a load of an older version is answered but not kept.
public final class NearCache<K, V> {
  private static final int STRIPES = 4096;

  private final Cache<K, V> values;
  private final AtomicLongArray versions = new AtomicLongArray(STRIPES);

  /// @param size how many values at most
  /// @param ttl how long a value may be old at most, should an invalidation be missed
  public NearCache(int size, Duration ttl) {
    this.values = builder(ttl).maximumSize(size).build();
  }

  /// @param maxBytes how much memory the values take at most, about
  /// @param bytes how much one value takes
  /// @param ttl how long a value may be old at most, should an invalidation be missed
  public NearCache(long maxBytes, ToIntFunction<V> bytes, Duration ttl) {
    this.values =
        builder(ttl)
            .maximumWeight(maxBytes)
            .weigher((K _, V value) -> bytes.applyAsInt(value))
            .build();
  }

  /// The cache tidies itself in the threads that use it: handing that over costs more than it does.
  private static Caffeine<Object, Object> builder(Duration ttl) {
    return Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(ttl);
  }

  /// The value of a key, loaded when it is not here. Null is not kept.
  public @Nullable V find(K key, Function<K, @Nullable V> load) {
    var value = values.getIfPresent(key);
    if (value != null) {
      return value;
    }
    var version = versions.get(stripe(key));
    var loaded = load.apply(key);
    if (loaded != null) {
      keep(key, loaded, version);
    }
    return loaded;
  }

  /// The values of those keys that have one; the missing ones are loaded together.
  public Map<K, V> findAll(Collection<? extends K> keys, Function<List<K>, Map<K, V>> load) {
    var found = HashMap.<K, V>newHashMap(keys.size());
    var missing = new ArrayList<K>();
    for (var key : keys) {
      var value = values.getIfPresent(key);
      if (value == null) {
        missing.add(key);
      } else {
        found.put(key, value);
      }
    }
    if (!missing.isEmpty()) {
      var before = missing.stream().mapToLong(key -> versions.get(stripe(key))).toArray();
      var loaded = load.apply(missing);
      for (var i = 0; i < before.length; i++) {
        var value = loaded.get(missing.get(i));
        if (value != null) {
          found.put(missing.get(i), value);
          keep(missing.get(i), value, before[i]);
        }
      }
    }
    return found;
  }

  /// The value of a key if it is here.
  public @Nullable V peek(K key) {
    return values.getIfPresent(key);
  }

  /// The version of a key, for [#replace]: it changes when the key is invalidated or replaced.
  public long version(K key) {
    return versions.get(stripe(key));
  }

  /// Keeps a value that a transaction has written, if nothing else has changed since `version` was
  /// taken, which must be before the commit; else forgets the key, since another write may be
  /// newer.
  public void replace(K key, V value, long version) {
    if (versions.compareAndSet(stripe(key), version, version + 1)) {
      keep(key, value, version + 1);
    } else {
      invalidate(key);
    }
  }

  /// Forgets a key, after what it stands for has changed.
  public void invalidate(K key) {
    versions.incrementAndGet(stripe(key));
    values.invalidate(key);
  }

  /// Forgets everything.
  public void clear() {
    for (var i = 0; i < STRIPES; i++) {
      versions.incrementAndGet(i);
    }
    values.invalidateAll();
  }

  private void keep(K key, V value, long version) {
    var stripe = stripe(key);
    if (versions.get(stripe) == version) {
      values.put(key, value);
      if (versions.get(stripe) != version) { // invalidated meanwhile
        values.invalidate(key);
      }
    }
  }

  private static int stripe(Object key) {
    var hash = key.hashCode() * 0x9E3779B9; // spreads neighbouring ids
    return hash >>> 20;
  }
}
