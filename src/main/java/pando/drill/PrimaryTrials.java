package pando.drill;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import pando.base.AccountId;
import pando.base.Freshness;
import pando.base.Freshness.Latest;
import pando.base.Freshness.SinceSeen;
import pando.base.Refusal;
import pando.base.Request;
import pando.data.DatabaseFailure;
import pando.data.Shard;
import pando.data.Shards;
import pando.drill.DatabaseDrills.End;
import pando.drill.Verdict.Row;

/// Ends the primary of a database with replicas again and again, in each of the ways, while others
/// write and read as a node does, and counts how long nobody could write.
final class PrimaryTrials {
  private static final int WRITERS = 20;
  private static final int READERS = 4;
  private static final Duration PACE = Duration.ofMillis(100); // of each writer: 200 a second
  private static final Duration QUIET = Duration.ofSeconds(2);

  /// How long a call may take, as in a node.
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  private static final String TABLE =
      "create table if not exists drill_write (id bigint primary key)";

  private static final String WRITE =
      "insert into drill_write (id) values (?) returning inet_server_port() as server";

  private static final String READ = "select id from drill_write order by id desc limit 20";

  private final PrintStream out;
  private final AtomicLong ids = new AtomicLong();
  private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
  private final AtomicLong unsure = new AtomicLong();
  private final AtomicLong failedReads = new AtomicLong();
  private volatile boolean stopped;

  /// A write that was acknowledged.
  ///
  /// @param at when, as [System#nanoTime]
  /// @param server its port
  private record Ack(long id, long at, int server) {}

  PrimaryTrials(PrintStream out) {
    this.out = out;
  }

  /// @param rounds how often each way is tried
  Verdict run(Path topologies, int rounds) throws InterruptedException {
    try (var site = new TrialSite(topologies)) {
      site.apply("04-replicas", _ -> {});
      var database = site.layout().findDatabase();
      if (database == null) {
        throw new Refusal.Unavailable("the database of the drill does not run");
      }
      try (var shards = Shards.open(database)) {
        var shard = shards.all().getFirst();
        shard.update(TABLE);
        var rows = new ArrayList<Row>();
        for (var end : End.values()) {
          var tried = tryOut(site, shard, end, rounds);
          new Verdict(end.word(), tried, List.of()).print(out); // the next may be cut short
          rows.addAll(tried);
        }
        return new Verdict("trials", rows, List.of());
      }
    }
  }

  private List<Row> tryOut(TrialSite site, Shard shard, End end, int rounds)
      throws InterruptedException {
    var waits = new ArrayList<Duration>();
    var twice = 0L;
    unsure.set(0);
    failedReads.set(0);
    var acknowledged = new HashSet<Long>();
    for (var round = 1; round <= rounds; round++) {
      acks.clear();
      var threads = begin(shard);
      TrialSite.pause(QUIET);
      DatabaseDrills.replace(site, end);
      TrialSite.pause(QUIET);
      stopped = true;
      for (var thread : threads) {
        thread.join();
      }
      acks.forEach(ack -> acknowledged.add(ack.id()));
      waits.add(longestGap());
      twice += late();
      out.printf(Locale.ROOT, "  %s %d: %,d ms%n", end.word(), round, waits.getLast().toMillis());
    }
    waits.sort(null);
    var kept = shard.list("select id from drill_write", row -> row.longValue("id"));
    kept.forEach(acknowledged::remove);
    var count = "%s: longest time without a write, ".formatted(end.word());
    return List.of(
        Row.of(end.word() + ": trials", rounds),
        new Row(count + "p50", millis(waits, 0.5), "", null),
        Row.within(count + "p99", at(waits, 0.99), end.limit()),
        new Row(count + "worst", millis(waits, 1), "", null),
        Row.none("  acknowledged writes lost", acknowledged.size()),
        Row.none("  acknowledged by two primaries", twice),
        Row.of("  writes neither acknowledged nor refused in words", unsure.get()),
        Row.none("  failed reads", failedReads.get()));
  }

  private List<Thread> begin(Shard shard) {
    stopped = false;
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < WRITERS + READERS; i++) {
      var writes = i < WRITERS;
      var freshness = writes ? new Latest() : new SinceSeen(new AccountId(i));
      threads.add(Thread.ofVirtual().start(() -> use(shard, freshness)));
    }
    return threads;
  }

  private void use(Shard shard, Freshness freshness) {
    var reads = freshness instanceof SinceSeen;
    while (!stopped) {
      var request = Request.of("drill", CALL_LIMIT).reading(freshness);
      try {
        if (reads) {
          var _ = request.call(() -> shard.list(READ, row -> row.longValue("id")));
        } else {
          acks.add(request.call(() -> write(shard)));
        }
      } catch (DatabaseFailure | Refusal _) {
        (reads ? failedReads : unsure).incrementAndGet();
      }
      TrialSite.pause(PACE);
    }
  }

  private Ack write(Shard shard) {
    var id = ids.incrementAndGet();
    var server = shard.transact(tx -> tx.one(WRITE, row -> row.integer("server"), id));
    return new Ack(id, System.nanoTime(), server);
  }

  private List<Ack> inOrder() {
    return acks.stream().sorted((one, other) -> Long.compare(one.at(), other.at())).toList();
  }

  private Duration longestGap() {
    var longest = 0L;
    var before = Long.MAX_VALUE;
    for (var ack : inOrder()) {
      longest = Math.max(longest, ack.at() - Math.min(before, ack.at()));
      before = ack.at();
    }
    return Duration.ofNanos(longest);
  }

  /// How many writes a server has acknowledged after another had begun to.
  private long late() {
    var gone = new HashSet<Integer>();
    var now = 0;
    var late = 0L;
    for (var ack : inOrder()) {
      if (gone.contains(ack.server())) {
        late++;
      } else if (ack.server() != now) {
        gone.add(now);
        now = ack.server();
      }
    }
    return late;
  }

  private static Duration at(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static String millis(List<Duration> sorted, double share) {
    return "%,d ms".formatted(at(sorted, share).toMillis());
  }
}
