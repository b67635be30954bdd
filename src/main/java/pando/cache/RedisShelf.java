package pando.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.cache.StoredValue.Found;
import pando.redis.Link;
import pando.redis.Redis;
import pando.redis.RedisAway;
import pando.redis.Script;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/// Values in the Redis that all nodes share.
///
/// **One load in the cluster**: whoever misses a value takes its *lease*, loads and fills it;
/// others wait a moment for that. A lease ends by itself when its holder is dead. **No stale
/// fill**: to forget a key is to delete its lease too, and what is loaded is kept only while its
/// lease is still the one that the load began with. **No storm**: lives end at different times, a
/// value that is asked for often is loaded again before its own ends, and the old one is served
/// meanwhile.
final class RedisShelf<K, V> implements Shelf<K, V> {
  /// How long a load may take before somebody else does it too.
  static final Duration LEASE = Duration.ofSeconds(2);

  /// How long others wait for it; then they load themselves, and fill nothing.
  static final Duration WAIT = Duration.ofMillis(300);

  /// How long it is remembered that a key has no value.
  static final Duration NOTHING_TTL = Duration.ofSeconds(10);

  /// This part of its life longer a value is served that is being loaded again.
  private static final int STALE_PART = 4;

  /// Larger values are not worth the way.
  private static final int MAX_BYTES = 256 << 10;

  private static final int POLL_MILLIS = 3;
  private static final byte[] NX = words("NX");
  private static final byte[] PX = words("PX");
  private static final byte[] LEASE_MILLIS = words(LEASE.toMillis());
  private static final Logger LOG = System.getLogger(RedisShelf.class.getName());

  /// Keys: a lease and a key, and so on. Arguments: the token of the leases, then for each key its
  /// value and how long it is kept.
  private static final Script FILL =
      new Script(
          """
          local kept = 0
          for i = 1, #KEYS, 2 do
            if redis.call('GET', KEYS[i]) == ARGV[1] then
              redis.call('SET', KEYS[i + 1], ARGV[i + 1], 'PX', ARGV[i + 2])
              redis.call('DEL', KEYS[i])
              kept = kept + 1
            end
          end
          return kept
          """);

  private final Redis redis;
  private final Shelves.Plan<K, V> plan;
  private final InstantSource clock;
  private final Encoding<V> encoding;
  private final AtomicBoolean complained = new AtomicBoolean();

  RedisShelf(Redis redis, Shelves.Plan<K, V> plan, InstantSource clock) {
    this.redis = redis;
    this.plan = plan;
    this.clock = clock;
    this.encoding = Encoding.of(plan.type());
  }

  /// What one look found.
  ///
  /// @param missing keys of which nothing is known
  /// @param old keys whose values should be loaded again
  private record Look<K>(long generation, List<K> missing, List<K> old) {}

  @Override
  public Map<K, V> findAll(List<K> keys, Function<List<K>, Map<K, V>> load) {
    var found = HashMap.<K, V>newHashMap(keys.size());
    Look<K> look;
    List<K> leased;
    var token = token();
    try {
      look = look(keys, found);
      leased = again(lease(look.missing(), token), found);
      refresh(look, load);
    } catch (RedisAway | JedisDataException _) {
      return load.apply(keys);
    }
    if (!leased.isEmpty()) {
      found.putAll(loadAndFill(leased, load, look.generation(), token));
    }
    var others = new ArrayList<>(look.missing());
    others.removeAll(leased);
    others.removeAll(found.keySet());
    if (!others.isEmpty()) {
      var late = await(others, found);
      if (!late.isEmpty()) {
        found.putAll(load.apply(late));
      }
    }
    return found;
  }

  private Look<K> look(List<K> keys, Map<K, V> found) {
    return redis.ask(link -> look(link, keys, found));
  }

  private Look<K> look(Link link, List<K> keys, Map<K, V> found) {
    var names = new ArrayList<byte[]>(1 + keys.size());
    names.add(link.generationKey());
    keys.forEach(key -> names.add(key(key)));
    var answers = (List<?>) link.ask(Command.MGET, names.toArray(byte[][]::new));
    if (answers == null) {
      throw new IllegalStateException("MGET answers a list");
    }
    var generation = number(link.generation((byte[]) answers.getFirst()));
    var missing = new ArrayList<K>();
    var old = new ArrayList<K>();
    for (var i = 0; i < keys.size(); i++) {
      var bytes = (byte[]) answers.get(i + 1);
      switch (bytes == null ? new Found.Missing<V>() : read(bytes, generation)) {
        case Found.Value<V>(var value, var isOld) -> {
          found.put(keys.get(i), value);
          if (isOld) {
            old.add(keys.get(i));
          }
        }
        case Found.Nothing<V> _ -> {}
        case Found.Missing<V> _ -> missing.add(keys.get(i));
        case Found.Garbage<V> _ -> {
          link.ask(Command.UNLINK, names.get(i + 1));
          complain(keys.get(i));
          missing.add(keys.get(i));
        }
      }
    }
    return new Look<>(generation, missing, old);
  }

  private Found<V> read(byte[] bytes, long generation) {
    var random = ThreadLocalRandom.current().nextDouble(Double.MIN_NORMAL, 1);
    return StoredValue.read(bytes, generation, encoding, clock.millis(), random);
  }

  private void complain(K key) {
    if (complained.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "what Redis had at {0} {1} was of another version, or garbage; the next ones are"
              + " deleted without a word",
          plan.name(),
          plan.keyText().apply(key));
    }
  }

  /// Takes the leases that nobody has.
  private List<K> lease(List<K> keys, byte[] token) {
    if (keys.isEmpty()) {
      return keys;
    }
    return redis.ask(link -> {
      keys.forEach(key -> link.send(Command.SET, leaseKey(key), token, NX, PX, LEASE_MILLIS));
      var answers = link.answers(keys.size());
      var leased = new ArrayList<K>();
      for (var i = 0; i < answers.size(); i++) {
        if (answers.get(i) instanceof byte[]) {
          leased.add(keys.get(i));
        }
      }
      return leased;
    });
  }

  /// Looks again for values whose leases were taken: whoever had them may have filled the values
  /// since they were missed.
  ///
  /// @return those that are missing still
  private List<K> again(List<K> leased, Map<K, V> found) {
    if (leased.isEmpty()) {
      return leased;
    }
    var missing = look(leased, found).missing();
    var there = new ArrayList<>(leased);
    there.removeAll(missing);
    if (!there.isEmpty()) {
      tell(link -> link.ask(Command.UNLINK, leaseKeys(there)));
    }
    return missing;
  }

  /// Loads old values again, in a thread of its own, those that nobody else loads.
  private void refresh(Look<K> look, Function<List<K>, Map<K, V>> load) {
    var token = token();
    var leased = lease(look.old(), token);
    if (!leased.isEmpty()) {
      Thread.ofVirtual()
          .name("refresh of " + plan.name())
          .start(() -> loadAndFill(leased, load, look.generation(), token));
    }
  }

  private Map<K, V> loadAndFill(
      List<K> keys, Function<List<K>, Map<K, V>> load, long generation, byte[] token) {
    Map<K, V> loaded;
    var start = System.nanoTime();
    try {
      loaded = load.apply(keys);
    } catch (RuntimeException e) {
      tell(link -> link.ask(Command.UNLINK, leaseKeys(keys)));
      throw e;
    }
    var cost = (System.nanoTime() - start) / 1_000_000;
    var names = new ArrayList<byte[]>(2 * keys.size());
    var words = new ArrayList<byte[]>(1 + 2 * keys.size());
    words.add(token);
    for (var key : keys) {
      var value = loaded.get(key);
      if (value != null || plan.remembersNothing()) {
        var life = life(value);
        var bytes = bytes(value, life, generation, cost);
        if (bytes.length <= MAX_BYTES) {
          names.add(leaseKey(key));
          names.add(key(key));
          words.add(bytes);
          words.add(keptMillis(life));
        }
      }
    }
    tell(link -> names.isEmpty() ? null : link.run(FILL, names, words));
    return loaded;
  }

  /// How long a value lives, in milliseconds: not all equally long.
  private long life(@Nullable V value) {
    var ttl = (value == null ? NOTHING_TTL : plan.ttl()).toMillis();
    return ttl - ThreadLocalRandom.current().nextLong(ttl / 10 + 1);
  }

  private byte[] bytes(@Nullable V value, long life, long generation, long costMillis) {
    return new StoredValue(
            encoding.fingerprint(), generation, clock.millis() + life, (int) costMillis)
        .bytes(value, encoding);
  }

  /// How long Redis keeps what lives so long.
  private static byte[] keptMillis(long life) {
    return words(life + life / STALE_PART);
  }

  /// Waits for values that somebody else loads.
  ///
  /// @return those that have not come
  private List<K> await(List<K> keys, Map<K, V> found) {
    var end = System.nanoTime() + WAIT.toNanos();
    var missing = keys;
    try {
      while (!missing.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
        missing = look(missing, found).missing();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RedisAway | JedisDataException _) {
      // They are loaded.
    }
    return missing;
  }

  @Override
  public void forget(K key) {
    try {
      redis.ask(link -> link.ask(Command.UNLINK, key(key), leaseKey(key)));
    } catch (RedisAway | JedisDataException _) {
      redis.doubt();
    }
  }

  @Override
  public void keepNew(K key, V value) {
    tell(link -> {
      var generation =
          number(link.generation((byte[]) link.ask(Command.GET, link.generationKey())));
      var life = life(value);
      var bytes = bytes(value, life, generation, 1);
      return link.ask(Command.SET, key(key), bytes, PX, keptMillis(life));
    });
  }

  /// Tells Redis something that it may as well not hear.
  private void tell(Function<Link, @Nullable Object> what) {
    try {
      redis.ask(what);
    } catch (RedisAway | JedisDataException _) {
      // It is loaded again by whoever wants it.
    }
  }

  private byte[] key(K key) {
    return redis.key(plan.name() + ":" + plan.keyText().apply(key));
  }

  private byte[] leaseKey(K key) {
    return redis.key(plan.name() + ":" + plan.keyText().apply(key) + ":lease");
  }

  private byte[][] leaseKeys(List<K> keys) {
    return keys.stream().map(this::leaseKey).toArray(byte[][]::new);
  }

  private static byte[] token() {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(ThreadLocalRandom.current().nextLong())
        .putLong(ThreadLocalRandom.current().nextLong())
        .array();
  }

  private static long number(byte[] generation) {
    return ByteBuffer.wrap(generation).getLong();
  }

  private static byte[] words(long number) {
    return words(Long.toString(number));
  }

  private static byte[] words(String text) {
    return text.getBytes(US_ASCII);
  }
}
