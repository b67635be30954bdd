package pando.main;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.data.Shard;
import pando.posts.Audience;
import pando.posts.Draft;

/// How many times a second a post is brought into a follower's home feed, through the durable
/// queue.
///
/// One set of desks publishes: post and event are committed together. Another one, which shares
/// nothing with it but the database, as on another node, has the feeds of all readers in its memory
/// and reads the events from the log.
final class BenchFanOut {
  private static final int AUTHORS = 200;
  private static final int READERS = 8_000;

  /// The mean number of followers, as of the published figure.
  private static final int FOLLOWERS = 403;

  /// The author of rank n has so many followers as n to the power of this, times a constant.
  private static final double SKEW = -0.75;

  private static final int POSTS = 2_000;
  private static final int ROUNDS = 4;

  /// The best published rate for a node of two virtual processors of a Java system.
  private static final double PUBLISHED = 61_000;

  private static final double GOAL = 250_000;

  private final BenchTown town;
  private final Rooms writer;
  private final Rooms reader;
  private final Random random = new Random(3);
  private final AtomicLong deliveries = new AtomicLong();

  private BenchFanOut(BenchTown town) {
    this.town = town;
    this.writer = town.rooms();
    this.reader = town.otherNode();
  }

  /// Measures in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    try (var town = BenchTown.build(folder)) {
      return new BenchFanOut(town).figures();
    }
  }

  private List<Figure> figures() {
    BenchRun.say("making %d people with a feed each".formatted(AUTHORS + READERS));
    var authors = town.join("author", AUTHORS);
    var readers = town.join("reader", READERS);
    follow(authors, readers);
    var feeds = reader.desks().feeds();
    inParallel(readers, person -> feeds.home(person, PageRequest.first(1)));
    feeds.onArrival((_, reached) -> deliveries.addAndGet(reached == null ? 0 : reached.length));
    round(authors); // warms up
    var fannedOut = new ArrayList<Double>();
    var together = new ArrayList<Double>();
    for (var round = 1; round <= ROUNDS; round++) {
      BenchRun.say("fan-out: round %d of %d".formatted(round, ROUNDS));
      var rates = round(authors);
      fannedOut.add(rates.fannedOut());
      together.add(rates.together());
    }
    return List.of(
        Figure.more("deliveries, log to feeds", "/s", fannedOut)
            .beside("published, 2 vCPU", List.of(PUBLISHED))
            .with(new Goal.Value(GOAL)),
        Figure.more("deliveries, publishing included", "/s", together)
            .beside("published, 2 vCPU", List.of(PUBLISHED)),
        Figure.more("followers of an author", "", List.of((double) FOLLOWERS)),
        Figure.less("memory of a feed entry", "B", List.of(bytesOfEntry(authors, readers)))
            .beside("an id and a time", List.of(16.0))
            .with(new Goal.Value(10)));
  }

  /// What the heap has less when it forgets all feeds, for each entry that was brought into one.
  private double bytesOfEntry(List<AccountId> authors, List<AccountId> readers) {
    var feeds = reader.desks().feeds();
    var withFeeds = usedHeap();
    authors.forEach(feeds::forget);
    readers.forEach(feeds::forget);
    return (double) (withFeeds - usedHeap()) / deliveries.get();
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /// Deliveries a second: of fan-out alone, and when publishing one after the other is counted too.
  private record Rates(double fannedOut, double together) {}

  private Rates round(List<AccountId> authors) {
    var before = deliveries.get();
    var start = System.nanoTime();
    var drafts = random.ints(POSTS, 0, AUTHORS).mapToObj(authors::get).toList();
    var posts = writer.desks().publishing().posts();
    inParallel(drafts, author -> posts.publish(author, draft()));
    var committed = System.nanoTime();
    var lanes = reader.lanes();
    var read = lanes.follow();
    while (read > 0) {
      read = lanes.follow();
    }
    var end = System.nanoTime();
    var delivered = deliveries.get() - before;
    return new Rates(delivered * 1e9 / (end - committed), delivered * 1e9 / (end - start));
  }

  private static Draft draft() {
    return new Draft(
        "A morning walk along the river, with the first frost on the reeds.",
        "",
        false,
        "en",
        Audience.EVERYONE,
        null,
        List.of(),
        null,
        null);
  }

  private void follow(List<AccountId> authors, List<AccountId> readers) {
    var weights = IntStream.rangeClosed(1, AUTHORS).mapToDouble(n -> Math.pow(n, SKEW)).toArray();
    var all = IntStream.range(0, AUTHORS).mapToDouble(n -> weights[n]).sum();
    var who = new ArrayList<Long>();
    var target = new ArrayList<Long>();
    for (var n = 0; n < AUTHORS; n++) {
      var followers = (int) Math.round(weights[n] / all * FOLLOWERS * AUTHORS);
      for (var follower : random.ints(0, READERS).distinct().limit(followers).toArray()) {
        who.add(readers.get(follower).value());
        target.add(authors.get(n).value());
      }
    }
    town.follow(
        who.stream().mapToLong(Long::longValue).toArray(),
        target.stream().mapToLong(Long::longValue).toArray());
  }

  /// Does something for each of many, as many at a time as there are connections.
  static <T> void inParallel(List<T> all, Consumer<T> work) {
    try (var threads = Executors.newFixedThreadPool(Shard.CONNECTIONS)) {
      var running = new ArrayList<Future<?>>();
      all.forEach(each -> running.add(threads.submit(() -> work.accept(each))));
      for (var each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
