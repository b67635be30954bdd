package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Load;
import pando.data.Shards;
import pando.drill.Person;
import pando.drill.Townspeople;
import pando.drill.TrialSite;

/// How long requests take while one more replica copies a database of five gigabytes, beside how
/// long they take before.
final class BenchReplicaAdd {
  private static final int PEOPLE = 20;
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 2;

  /// Requests a second: they keep a third of two processors busy, as operators leave it.
  private static final double RATE = 60;

  private static final int READS_FOR_A_POST = 9;
  private static final Duration BEFORE = Duration.ofSeconds(40);

  /// Nodes that have just started compile what they run, and a disk still writes what was copied.
  private static final Duration SETTLES = Duration.ofSeconds(45);

  /// Requests may take 1.3 times as long, 99 of 100 of them.
  private static final double GOAL = 1 / 1.3;

  private static final double GIGABYTES = 5;
  private static final int ROWS_OF_A_GIGABYTE = 131_072; // a page of 8 KB for each
  private static final int BATCH = 8_192;

  private static final String TABLE = "create table bench_ballast (number int, text text)";

  /// As it is, and in the table itself: a row fills a page.
  private static final String STORAGE =
      "alter table bench_ballast alter column text set storage plain";

  private static final String FILL =
      """
      insert into bench_ballast
      select number, repeat(md5(number::text), 240) from generate_series(?::int, ?::int) number
      """;

  private static final String SIZE =
      "select pg_database_size(current_database()) as bytes";

  private final TrialSite site;
  private final List<Person> people;

  private BenchReplicaAdd(TrialSite site) {
    this.site = site;
    this.people = Townspeople.settle(site, PEOPLE);
  }

  /// Measures on a site of its own.
  ///
  /// @param topologies the folder of the files of the stages
  static List<Figure> measure(Path topologies) {
    try (var site = new TrialSite(topologies)) {
      BenchRun.say("making a database with two replicas");
      site.apply("04-replicas", _ -> {});
      BenchRun.say("filling it");
      BenchRun.say("it has %.1f GB".formatted(fill(site)));
      return new BenchReplicaAdd(site).measure();
    }
  }

  private static double fill(TrialSite site) {
    try (var shards = Shards.open(Objects.requireNonNull(site.layout().findDatabase()))) {
      var shard = shards.all().getFirst();
      shard.update(TABLE);
      shard.update(STORAGE);
      for (var first = 1; first < GIGABYTES * ROWS_OF_A_GIGABYTE; first += BATCH) {
        shard.update(FILL, first, first + BATCH - 1);
      }
      return shard.one(SIZE, row -> row.longValue("bytes")) / 1e9;
    }
  }

  private List<Figure> measure() {
    var during = new ArrayList<Double>();
    var before = new ArrayList<Double>();
    var longest = new ArrayList<Double>();
    var seconds = new ArrayList<Double>();
    try (var load = Load.start()) {
      var run = new Load.Run(site.url().getPort(), CONNECTIONS, BEFORE, RATE, requests());
      for (var round = 1; round <= ROUNDS; round++) {
        BenchRun.say("round %d of %d".formatted(round, ROUNDS));
        load.run(run.lasting(SETTLES));
        before.add(load.run(run).times().p99());
        var added = load.during(run, () -> change("add"));
        during.add(added.times().p99());
        longest.add(added.times().longest());
        seconds.add(added.seconds());
        change("remove");
      }
    }
    return List.of(
        Figure.less("99 of 100 requests while a replica is added", "ms", during)
            .beside("before", before)
            .with(new Goal.Ratio(GOAL)),
        Figure.less("longest of all meanwhile", "ms", longest),
        Figure.less("added after", "s", seconds));
  }

  private void change(String what) {
    site.ask("replica", Map.of("change", what));
  }

  /// What people do: they read their feed and everybody's, and one in ten requests is a post.
  private List<byte[]> requests() {
    var requests = new ArrayList<byte[]>();
    for (var person : people) {
      for (var i = 0; i < READS_FOR_A_POST; i++) {
        var feed = i % 2 == 0 ? "home" : "public";
        requests.add(request("GET /api/v1/timelines/" + feed, person, ""));
      }
      requests.add(request("POST /api/v1/statuses", person, "status=The+river+again"));
    }
    return requests;
  }

  private static byte[] request(String what, Person person, String body) {
    return """
    %s HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer %s\r
    Content-Type: application/x-www-form-urlencoded\r
    Content-Length: %d\r
    \r
    %s"""
        .formatted(what, person.token(), body.length(), body)
        .getBytes(UTF_8);
  }
}
