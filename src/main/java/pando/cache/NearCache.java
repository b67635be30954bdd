package pando.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import pando.base.Request;
import pando.bus.Bus;
import pando.bus.Hearer;

/// Values by key in the memory of this process, read through: what is missing is loaded, all at
/// once. Bounded by count or by memory; evicted by how recently and how often a value was asked
/// for.
///
/// Several nodes keep the same: what is invalidated in one is forgotten in all ([NearCaches]).
///
/// A load that began before an invalidation never fills the cache after it: each key has a stripe
/// whose version the invalidation raises, and a load of an older version is answered but not kept.
public final class NearCache<K, V> {
  private static final int STRIPES = 4096;

  /// How long somebody waits for the load of another caller before they load too.
  private static final Duration JOIN_LIMIT = Duration.ofMillis(500);

  private final Cache<K, V> values;
  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();
  private final AtomicLongArray versions = new AtomicLongArray(STRIPES);
  private Shelf<K, V> shelf = new NoShelf<>();

  /// What is recorded of it; null: nothing.
  private @Nullable Tape<K, V> tape;

  /// Tells other nodes that a key has changed.
  private Consumer<K> tell = _ -> {};

  /// For what is never invalidated but by its age: other nodes are not told.
  ///
  /// @param size how many values at most
  /// @param ttl how long a value may be old at most
  public NearCache(int size, Duration ttl) {
    this.values = builder(ttl).maximumSize(size).build();
  }

  NearCache(long maxBytes, ToIntFunction<V> bytes, Duration ttl) {
    this.values =
        builder(ttl)
            .maximumWeight(maxBytes)
            .weigher((K _, V value) -> bytes.applyAsInt(value))
            .build();
  }

  /// Shares invalidations with the caches of the same name in other nodes. Once, before it is used.
  void join(Bus bus, String name, KeyText<K> keys) {
    var topic = "cache:" + name;
    tell = key -> bus.tell(topic, keys.write().apply(key));
    bus.hear(
        topic,
        new Hearer() {
          @Override
          public void heard(String key) {
            forget(keys.read().apply(key));
          }

          @Override
          public void missed() {
            clear();
          }
        });
  }

  /// Records what it is asked for. Set once, before the first use.
  void recordOn(Tape<K, V> tape) {
    this.tape = tape;
  }

  /// The cache tidies itself in the threads that use it: handing that over costs more than it does.
  private static Caffeine<Object, Object> builder(Duration ttl) {
    return Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(ttl);
  }

  /// Looks for what is not here on a shelf from now on. Set once, before the first use.
  public NearCache<K, V> over(Shelf<K, V> shelf) {
    this.shelf = shelf;
    return this;
  }

  /// The value of a key, loaded when it is not here. Null is not kept.
  public @Nullable V find(K key, Function<K, @Nullable V> load) {
    var value = values.getIfPresent(key);
    if (value != null) {
      if (tape != null) {
        tape.hit(key);
      }
      return value;
    }
    return loadAll(
            List.of(key),
            keys -> {
              var loaded = load.apply(keys.getFirst());
              return loaded == null ? Map.of() : Map.of(key, loaded);
            })
        .get(key);
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
        if (tape != null) {
          tape.hit(key);
        }
      }
    }
    if (!missing.isEmpty()) {
      found.putAll(loadAll(missing, load));
    }
    return found;
  }

  /// A load of one key that goes on: others wait for it instead of loading the same.
  private static final class Flight<V> {
    final long version;
    final CountDownLatch landed = new CountDownLatch(1);
    volatile boolean isLoaded;
    volatile @Nullable V value;

    Flight(long version) {
      this.version = version;
    }

    /// @param value null: there is none
    void bring(@Nullable V value) {
      this.value = value;
      isLoaded = true;
    }
  }

  private Map<K, V> loadAll(List<K> keys, Function<List<K>, Map<K, V>> load) {
    var mine = new LinkedHashMap<K, Flight<V>>();
    var others = new LinkedHashMap<K, Flight<V>>();
    var found = new HashMap<K, V>();
    for (var key : keys) {
      var own = new Flight<V>(versions.get(stripe(key)));
      var first = flights.putIfAbsent(key, own);
      if (first != null && first.version == own.version) {
        others.put(key, first);
        continue;
      }
      // Else there was no flight, or one begun before an invalidation, which is too old.
      var value = values.getIfPresent(key);
      if (value == null) {
        mine.put(key, own);
      } else { // a flight has landed since it was looked for
        found.put(key, value);
        own.bring(value);
        land(key, own);
      }
    }
    if (!mine.isEmpty()) {
      found.putAll(load(mine, load));
    }
    var late = join(others, found);
    if (!late.isEmpty()) {
      found.putAll(fetch(late, load));
    }
    if (tape != null) {
      keys.forEach(key -> tape.miss(key, found.get(key)));
    }
    return found;
  }

  private Map<K, V> load(Map<K, Flight<V>> mine, Function<List<K>, Map<K, V>> load) {
    try {
      var loaded = fetch(List.copyOf(mine.keySet()), load);
      mine.forEach((key, flight) -> {
        var value = loaded.get(key);
        if (value != null) {
          keep(key, value, flight.version);
        }
        flight.bring(value);
      });
      return loaded;
    } finally {
      mine.forEach(this::land);
    }
  }

  private void land(K key, Flight<V> flight) {
    flights.remove(key, flight);
    flight.landed.countDown();
  }

  /// What is loaded is for others too, and after an invalidation: a replica may not have the change
  /// yet.
  private Map<K, V> fetch(List<K> keys, Function<List<K>, Map<K, V>> load) {
    return Request.readingLatest(() -> shelf.findAll(keys, load));
  }

  /// Waits for what others load.
  ///
  /// @return what is to be loaded all the same
  private List<K> join(Map<K, Flight<V>> others, Map<K, V> found) {
    var late = new ArrayList<K>();
    others.forEach((key, flight) -> {
      try {
        if (!flight.landed.await(JOIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            || !flight.isLoaded) {
          late.add(key);
        } else if (flight.value != null) {
          found.put(key, flight.value);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        late.add(key);
      }
    });
    return late;
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
      shelf.forget(key);
      keep(key, value, version + 1);
      if (tape != null) {
        tape.forgot(key); // by what nodes share
      }
    } else {
      shelf.forget(key);
      forget(key);
    }
    tell.accept(key);
  }

  /// Keeps the value of a key that nobody can have asked for yet, here and for other nodes.
  public void keepNew(K key, V value) {
    shelf.keepNew(key, value);
    values.put(key, value);
    if (tape != null) {
      tape.kept(key, value);
    }
  }

  /// Forgets a key in every node and in what they share, after what it stands for has changed.
  public void invalidate(K key) {
    shelf.forget(key); // first: whoever is told would find the old value there
    forget(key);
    tell.accept(key);
  }

  /// Forgets a key in this node alone.
  public void forget(K key) {
    versions.incrementAndGet(stripe(key));
    values.invalidate(key);
    if (tape != null) {
      tape.forgot(key);
    }
  }

  /// Forgets a key in this node and in what nodes share: the others hear of the change themselves.
  public void drop(K key) {
    shelf.forget(key);
    forget(key);
  }

  /// Forgets everything in this node.
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
