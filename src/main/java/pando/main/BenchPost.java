package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import pando.base.PageRequest;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Load;
import pando.data.EmbeddedPostgres;
import pando.data.Shard;

/// How many posts a second are acknowledged over HTTP, durably, beside the commits of single rows
/// that the same PostgreSQL does through as many connections as the site has.
final class BenchPost {
  private static final int PEOPLE = 64;

  /// How many others each follows.
  private static final int FOLLOWING = 20;

  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final Duration PEER_ROUND = Duration.ofSeconds(2);
  private static final String TEXT =
      "A morning walk along the river, with the first frost on the reeds. #frost";
  private static final String MAKE =
      "create table bench_rows (id bigint generated always as identity primary key, body text)";
  private static final String INSERT = "insert into bench_rows (body) values (?)";

  private BenchPost() {}

  /// Measures in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    try (var town = BenchTown.build(folder).open();
        var load = Load.start()) {
      town.shard().update(MAKE);
      var run = new Load.Run(town.port(), CONNECTIONS, ROUND, 0, requests(town));
      BenchRun.say("warming up");
      load.warmUp(run);
      commits(town, PEER_ROUND);
      var rates = new ArrayList<Double>();
      var commits = new ArrayList<Double>();
      var medians = new ArrayList<Double>();
      var slowest = new ArrayList<Double>();
      for (var round = 1; round <= ROUNDS; round++) {
        BenchRun.say("post: round %d of %d".formatted(round, ROUNDS));
        var result = load.run(run);
        rates.add(result.rate());
        medians.add(result.times().p50());
        slowest.add(result.times().p99());
        commits.add(commits(town, PEER_ROUND));
      }
      return List.of(
          Figure.more("durable posts over HTTP", "/s", rates)
              .beside("single-row commits, %d connections".formatted(Shard.CONNECTIONS), commits)
              .with(new Goal.Ratio(0.3)),
          Figure.less("p50, %d at a time".formatted(CONNECTIONS), "ms", medians),
          Figure.less("p99, %d at a time".formatted(CONNECTIONS), "ms", slowest));
    }
  }

  private static List<byte[]> requests(BenchTown town) {
    var people = town.join("person", PEOPLE);
    town.follow(
        IntStream.range(0, PEOPLE * FOLLOWING)
            .mapToLong(i -> people.get(i / FOLLOWING).value())
            .toArray(),
        IntStream.range(0, PEOPLE * FOLLOWING)
            .mapToLong(i -> people.get((i / FOLLOWING + 1 + i % FOLLOWING) % PEOPLE).value())
            .toArray());
    var feeds = town.rooms().desks().feeds();
    people.forEach(person -> feeds.home(person, PageRequest.first(1)));
    var app = town.app();
    return people.stream().map(person -> request(town.token(app, person))).toList();
  }

  private static byte[] request(String token) {
    var body = "{\"status\":\"%s\",\"visibility\":\"public\",\"language\":\"en\"}".formatted(TEXT);
    return """
    POST /api/v1/statuses HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(token, body.getBytes(UTF_8).length, body)
        .getBytes(UTF_8);
  }

  /// The commits a second of single rows.
  private static double commits(BenchTown town, Duration time) {
    var committed = new AtomicLong();
    var start = System.nanoTime();
    var end = start + time.toNanos();
    BenchFanOut.inParallel(
        IntStream.range(0, Shard.CONNECTIONS).boxed().toList(),
        _ -> committed.addAndGet(insertUntil(town, end)));
    return committed.get() * 1e9 / (System.nanoTime() - start);
  }

  private static long insertUntil(BenchTown town, long end) {
    var inserted = 0L;
    try (var connection = connect(town);
        var statement = connection.prepareStatement(INSERT)) {
      while (System.nanoTime() < end) {
        statement.setString(1, TEXT);
        statement.executeUpdate();
        inserted++;
      }
      return inserted;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(BenchTown town) throws SQLException {
    return DriverManager.getConnection(
        town.jdbcUrl() + "?prepareThreshold=2", EmbeddedPostgres.USER, town.password());
  }
}
