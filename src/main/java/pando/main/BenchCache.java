package pando.main;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bus.Bus;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.cache.NearCaches;
import pando.cache.RedisSettings;
import pando.cache.Shelves;
import pando.config.CacheConfig;
import pando.feed.FeedLoad;
import pando.redis.Redis;
import redis.clients.jedis.Protocol.Command;

/// How the caches hold up: a stampede on a key that has ended, the way of a hit near and in Redis,
/// and how fast feeds in Redis grow.
///
/// A Redis of its own is started, with the settings of a site's.
final class BenchCache {
  private static final int READERS = 10_000;
  private static final int STAMPEDES = 5;
  private static final Duration LOAD = Duration.ofMillis(20);
  private static final int NEAR_HITS = 2_000_000;
  private static final int SHARED_HITS = 20_000;
  private static final int ROUNDS = 4;
  private static final int FEEDS = 5_000;
  private static final int POSTS = 100;
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final long MEMORY = 256L << 20;
  private static final String PASSWORD = "only-for-this-bench";
  private static final String HOST = "127.0.0.1";

  private final Redis redis;
  private final AtomicInteger loads = new AtomicInteger();

  private BenchCache(Redis redis) {
    this.redis = redis;
  }

  /// Measures with a Redis in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    BenchRun.say("starting a Redis");
    var port = freePort();
    var settings =
        new RedisSettings(folder, HOST, port, null, MEMORY, "allkeys-lfu", PASSWORD).text();
    Process server = null;
    try {
      var file = Files.writeString(folder.resolve("redis.conf"), settings);
      var password = Files.writeString(folder.resolve("password"), PASSWORD).toString();
      var config = new CacheConfig(HOST + ":" + port, null, "pando", password, "bench", null, 1);
      server =
          new ProcessBuilder("redis-server", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
      try (var redis = Redis.of(config, PATIENCE)) {
        awaitStart(redis);
        return new BenchCache(redis).figures();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("is redis-server installed?", e);
    } finally {
      if (server != null) {
        server.destroy();
      }
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitStart(Redis redis) {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        redis.ask(link -> link.ask(Command.PING));
        return;
      } catch (RuntimeException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private List<Figure> figures() {
    var stampedes = rounds("stampede", STAMPEDES, _ -> stampede());
    var near = rounds("near hit", ROUNDS, _ -> nearHit());
    var shared = rounds("hit in Redis", ROUNDS, _ -> sharedHit());
    var plain = rounds("GET of the same size", ROUNDS, _ -> plainHit());
    var load = new FeedLoad(redis, FEEDS);
    load.deliver(POSTS); // warms up
    var pushed = rounds("feeds", ROUNDS, _ -> rate(FEEDS * POSTS, () -> load.deliver(POSTS)));
    var limit = rounds("pipeline", ROUNDS, _ -> rate(FEEDS * POSTS, this::pipeline));
    return List.of(
        Figure.less("loads of one key, 10,000 readers", "", stampedes)
            .beside("without caches", List.of((double) READERS))
            .with(new Goal.Value(1.05)),
        Figure.less("near hit", "ns", near).with(new Goal.Value(2_000)),
        Figure.less("hit in Redis, one after another", "us", shared)
            .beside("a GET by the library", plain),
        Figure.more("deliveries into feeds in Redis", "/s", pushed)
            .beside("the library's pipelined push and trim", limit)
            .with(new Goal.Ratio(0.8)));
  }

  private static List<Double> rounds(String name, int rounds, IntFunction<Double> round) {
    BenchRun.say(name);
    return IntStream.range(0, rounds).mapToObj(round).toList();
  }

  private NearCache<String, String> node() {
    var shelves = new Shelves(redis, InstantSource.system());
    return new NearCaches(Bus.alone(), shelves, null)
        .share("bench", KeyText.TEXT, String.class, 10_000, TTL);
  }

  /// How often a key is loaded that readers in two nodes ask for at the same time.
  private double stampede() {
    redis.ask(link -> link.ask(Command.FLUSHALL));
    loads.set(0);
    var nodes = List.of(node(), node());
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var reader = 0; reader < READERS; reader++) {
        var node = nodes.get(reader % nodes.size());
        threads.execute(() -> {
          try {
            start.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          node.find("key", this::load);
        });
      }
      start.countDown();
    }
    return loads.get();
  }

  private String load(String key) {
    loads.incrementAndGet();
    try {
      Thread.sleep(LOAD);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "the value of " + key;
  }

  private double nearHit() {
    var node = node();
    node.find("key", key -> "value of " + key);
    var start = System.nanoTime();
    for (var i = 0; i < NEAR_HITS; i++) {
      node.find("key", this::load);
    }
    return (double) (System.nanoTime() - start) / NEAR_HITS;
  }

  private double sharedHit() {
    var value = "x".repeat(400);
    node().findAll(List.of("key"), _ -> Map.of("key", value));
    var node = node();
    var start = System.nanoTime();
    for (var i = 0; i < SHARED_HITS; i++) {
      node.forget("key");
      node.find("key", this::load);
    }
    return (System.nanoTime() - start) / 1e3 / SHARED_HITS;
  }

  private double plainHit() {
    var key = redis.key("plain");
    redis.ask(link -> link.ask(Command.SET, key, new byte[440]));
    var start = System.nanoTime();
    for (var i = 0; i < SHARED_HITS; i++) {
      redis.ask(link -> link.ask(Command.GET, key));
    }
    return (System.nanoTime() - start) / 1e3 / SHARED_HITS;
  }

  private static double rate(int count, Runnable work) {
    var start = System.nanoTime();
    work.run();
    return count * 1e9 / (System.nanoTime() - start);
  }

  /// The same deliveries as single pushes of the library, a thousand in each pipeline.
  private void pipeline() {
    var keys = IntStream.range(0, FEEDS).mapToObj(i -> redis.key("list:" + i)).toList();
    var most = "799".getBytes(US_ASCII);
    var first = "0".getBytes(US_ASCII);
    for (var post = 0; post < POSTS; post++) {
      var entry = ByteBuffer.allocate(Long.BYTES).putLong(post).array();
      for (var from = 0; from < FEEDS; from += 500) {
        var part = new ArrayList<>(keys.subList(from, from + 500));
        redis.ask(link -> {
          for (var key : part) {
            link.send(Command.LPUSH, key, entry);
            link.send(Command.LTRIM, key, first, most);
          }
          return link.answers(2 * part.size());
        });
      }
    }
  }
}
