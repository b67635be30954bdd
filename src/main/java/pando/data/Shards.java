package pando.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.Request;
import pando.base.Slot;
import pando.bus.Bus;
import pando.bus.Hearer;
import pando.cluster.ShardMap;

/// The databases of the site: finds the shard of a row, and asks several shards at the same time.
public final class Shards implements AutoCloseable {
  private static final String WROTE = "wrote";

  private final ShardMap map;
  private final List<Shard> shards;
  private Bus bus = Bus.alone();

  /// Opens connections to every shard of the map and brings their schemas up to date.
  public static Shards open(ShardMap map, String user, String password) {
    var shards = map.shards().stream().map(shard -> new Shard(shard, user, password)).toList();
    shards.forEach(Schema::migrate);
    return new Shards(map, shards);
  }

  /// The one shard of a site that is not sharded, on a server of its own or with replicas.
  public static Shards open(EmbeddedPostgres.Address server) {
    var name = EmbeddedPostgres.DATABASE;
    var shard = new ShardMap.Shard("s0", server.jdbcUrl(name), server.jdbcUrls(name));
    var map = ShardMap.evenly(List.of(shard));
    return open(map, EmbeddedPostgres.USER, server.password());
  }

  private Shards(ShardMap map, List<Shard> shards) {
    this.map = map;
    this.shards = shards;
  }

  /// Tells other nodes who has written, and hears it from them. Once, before anything is read.
  public void join(Bus bus) {
    this.bus = bus;
    bus.hear(
        WROTE,
        new Hearer() {
          @Override
          public void heard(String person) {
            var id = new AccountId(Long.parseLong(person));
            shards.forEach(shard -> shard.wrote(id));
          }

          @Override
          public void missed() {
            shards.forEach(Shard::forgetViews);
          }
        });
  }

  /// Remembers, before they are answered, that a person has written or may have: whatever replica
  /// is read for them from now on has it.
  public void wrote(AccountId person) {
    if (map.shards().stream().anyMatch(shard -> shard.servers().size() > 1)) {
      shards.forEach(shard -> shard.wrote(person));
      bus.tell(WROTE, Long.toString(person.value()));
    }
  }

  /// The shard of a row, by its id or that of its owner.
  public Shard of(Id id) {
    return ofSlot(id.slot());
  }

  /// The shard of what is found by name.
  public Shard ofName(String name) {
    return ofSlot(Slot.ofName(name));
  }

  /// The shard that holds a slot.
  public Shard ofSlot(int slot) {
    return shards.get(map.shardOfSlot().get(slot));
  }

  /// Every shard.
  public List<Shard> all() {
    return shards;
  }

  /// Asks each shard that may hold some of the keys once, all at the same time.
  ///
  /// @param slot of a key, such as `Id::slot`
  /// @param ask what to do on a shard with the keys it holds
  /// @return all answers, in no particular order
  public <K, T> List<T> gather(
      Collection<? extends K> keys,
      ToIntFunction<? super K> slot,
      BiFunction<Shard, List<K>, List<T>> ask) {
    var byShard = new TreeMap<Integer, List<K>>();
    for (var key : keys) {
      var shard = map.shardOfSlot().get(slot.applyAsInt(key));
      byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(key);
    }
    return ask(byShard, ask);
  }

  /// Asks every shard, all at the same time.
  public <T> List<T> gatherAll(Function<Shard, List<T>> ask) {
    var all = new TreeMap<Integer, List<T>>();
    for (var i = 0; i < shards.size(); i++) {
      all.put(i, List.of());
    }
    return ask(all, (shard, _) -> ask.apply(shard));
  }

  private <K, T> List<T> ask(
      Map<Integer, List<K>> byShard, BiFunction<Shard, List<K>, List<T>> ask) {
    if (byShard.isEmpty()) {
      return List.of();
    }
    if (byShard.size() == 1) {
      var only = byShard.entrySet().iterator().next();
      return ask.apply(shards.get(only.getKey()), only.getValue());
    }
    var request = Request.current();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          byShard.entrySet().stream()
              .map(part ->
                  threads.submit(() ->
                      request.call(() -> ask.apply(shards.get(part.getKey()), part.getValue()))))
              .toList();
      return answers.stream().flatMap(answer -> await(answer).stream()).toList();
    }
  }

  private static <T> T await(Future<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    shards.forEach(Shard::close);
  }
}
