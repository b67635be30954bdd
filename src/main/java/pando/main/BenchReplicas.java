package pando.main;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import pando.base.AccountId;
import pando.base.Freshness;
import pando.base.Freshness.Latest;
import pando.base.Freshness.SinceSeen;
import pando.base.Id;
import pando.base.Request;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.data.Shard;
import pando.data.Shards;
import pando.drill.TrialSite;

/// What a read costs that goes to one of two replicas, beside one at the primary: processor time of
/// the servers and of whoever reads, since on one machine replicas add no processors.
final class BenchReplicas {
  private static final int READERS = 16;
  private static final int ROUNDS = 7;
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

  /// A read may cost 1.05 times as much.
  private static final double GOAL = 1 / 1.05;

  private static final String TABLE =
      """
      create table bench_page (author bigint, number int, text text, primary key (author, number))
      """;

  private static final String FILL =
      """
      insert into bench_page
      select author, number, repeat(md5(author::text || number), 8)
      from generate_series(1, 500) author, generate_series(1, 60) number
      """;

  private static final String READ =
      "select number, text from bench_page where author = ? order by number desc limit 20";

  private static final int AUTHORS = 500;

  private final TrialSite site;
  private final Shard shard;
  private volatile boolean over;

  private BenchReplicas(TrialSite site, Shard shard) {
    this.site = site;
    this.shard = shard;
  }

  /// Measures on a site of its own.
  ///
  /// @param topologies the folder of the files of the stages
  static List<Figure> measure(Path topologies) {
    try (var site = new TrialSite(topologies)) {
      BenchRun.say("making a database with two replicas");
      site.apply("04-replicas", _ -> {});
      var database = Objects.requireNonNull(site.layout().findDatabase());
      try (var shards = Shards.open(database)) {
        return new BenchReplicas(site, shards.all().getFirst()).measure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Figure> measure() throws InterruptedException {
    shard.update(TABLE);
    shard.update(FILL);
    shard.update("analyze bench_page");
    BenchRun.say("warming up");
    read(true, WARM_UP);
    read(false, WARM_UP);
    var replicas = new ArrayList<Double>();
    var primary = new ArrayList<Double>();
    for (var round = 1; round <= ROUNDS; round++) {
      BenchRun.say("round %d of %d".formatted(round, ROUNDS));
      replicas.add(read(true, ROUND));
      primary.add(read(false, ROUND));
    }
    return List.of(
        Figure.less("processor time of a read, at two replicas", "µs", replicas)
            .beside("at the primary", primary)
            .with(new Goal.Ratio(GOAL)));
  }

  /// Reads for some time, and returns the processor time of a read in microseconds.
  private double read(boolean atReplicas, Duration time) throws InterruptedException {
    var reads = new AtomicLong();
    var before = processorTime();
    over = false;
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < READERS; i++) {
      var person = new AccountId(Id.firstOf(1_000_000) | (long) i << 6);
      var freshness = atReplicas ? new SinceSeen(person) : new Latest();
      threads.add(Thread.ofVirtual().start(() -> reads.addAndGet(read(freshness))));
    }
    Thread.sleep(time);
    over = true;
    for (var thread : threads) {
      thread.join();
    }
    return processorTime().minus(before).toNanos() / 1e3 / reads.get();
  }

  private long read(Freshness freshness) {
    var reads = 0L;
    for (; !over; reads++) {
      var author = reads % AUTHORS + 1;
      var request = Request.of("bench", CALL_LIMIT).reading(freshness);
      var page = request.call(() -> shard.list(READ, row -> row.text("text"), author));
      if (page.size() != 20) {
        throw new IllegalStateException("a page has %d posts".formatted(page.size()));
      }
    }
    return reads;
  }

  /// What the servers of the database and this process have used so far.
  private Duration processorTime() {
    var servers =
        site.processes().stream()
            .filter(one -> one.info().command().orElse("").endsWith("/postgres"));
    return Stream.concat(servers, Stream.of(ProcessHandle.current()))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
