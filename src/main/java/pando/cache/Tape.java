package pando.cache;

import org.jspecify.annotations.Nullable;
import pando.cache.AccessRecorder.Cache;
import pando.cache.Recording.Kind;

/// What is recorded of one cache. Most keys are not, which costs the hash of the key.
final class Tape<K, V> {
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final AccessRecorder recorder;
  private final KeyText<K> keys;
  private final Cache<V> cache;
  private final long name;

  Tape(AccessRecorder recorder, String name, KeyText<K> keys, Cache<V> cache) {
    this.recorder = recorder;
    this.keys = keys;
    this.cache = cache;
    this.name = hash(FNV_START, name);
  }

  /// A value was asked for and was near.
  void hit(K key) {
    if (takes(key)) {
      add(Kind.HIT, key, 0);
    }
  }

  /// A value was asked for and had to be found elsewhere.
  ///
  /// @param value null: there is none, which is not recorded
  void miss(K key, @Nullable V value) {
    if (value != null && takes(key)) {
      add(Kind.MISS, key, bytes(key, value));
    }
  }

  /// A new value was kept that nobody had asked for yet.
  void kept(K key, V value) {
    if (takes(key)) {
      add(Kind.KEPT, key, bytes(key, value));
    }
  }

  /// A value was forgotten, since what it stands for changed.
  void forgot(K key) {
    if (takes(key)) {
      add(Kind.FORGOT, key, 0);
    }
  }

  private boolean takes(K key) {
    return recorder.takes((int) (spread(key.hashCode() ^ name) >>> 32));
  }

  private int bytes(K key, V value) {
    var bytes = cache.bytes().applyAsInt(value);
    return bytes == 0 ? 0 : bytes + keys.write().apply(key).length();
  }

  private void add(Kind kind, K key, int bytes) {
    var hash = spread(hash(name, keys.write().apply(key)));
    recorder.add(kind, cache.shared(), hash, bytes, (int) cache.ttl().toSeconds());
  }

  private static long hash(long start, String text) {
    var hash = start;
    for (var i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /// Lets every bit depend on every other.
  private static long spread(long hash) {
    var mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
