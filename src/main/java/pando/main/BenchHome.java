package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import pando.accounts.Access;
import pando.base.AccountId;
import pando.base.PageRequest;
import pando.base.Refusal;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Load;
import pando.bench.Scene;
import pando.config.LimitsConfig;
import pando.http.HttpServer;
import pando.http.RateLimits;
import pando.http.Reply;
import pando.http.Router;
import pando.http.ServerConfig;
import pando.media.Photo.Caption;
import pando.media.Photos;
import pando.media.Purpose;
import pando.posts.Audience;
import pando.posts.Draft;

/// How many home feeds a second are served, beside the same server that answers the same bytes
/// without looking at anything.
final class BenchHome {
  private static final String PATH = "/api/v1/timelines/home";
  private static final int AUTHORS = 40;
  private static final int POSTS_OF_EACH = 5;
  private static final int READERS = 64;

  /// How many authors each reader follows.
  private static final int FOLLOWING = 20;

  private static final int FAVOURITES_OF_EACH = 5;
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final double GOAL = 0.4;
  private static final double P99_GOAL_MILLIS = 10;

  private final BenchTown town;
  private final Load load;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> limits = new ArrayList<>();
  private final List<Double> micros = new ArrayList<>();
  private final List<Double> limitMicros = new ArrayList<>();

  private BenchHome(BenchTown town, Load load) {
    this.town = town;
    this.load = load;
  }

  /// Measures in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    try (var town = BenchTown.build(folder).open();
        var load = Load.start()) {
      return new BenchHome(town, load).figures(folder);
    }
  }

  private List<Figure> figures(Path folder) {
    var app = town.app();
    var tokens = fill().stream().map(reader -> town.token(app, reader)).toList();
    var answer = answer(tokens.getFirst());
    var home = run(town.port(), tokens);
    try (var memory = memory(folder, answer)) {
      var limit = run(memory.port(), tokens);
      BenchRun.say("warming up");
      load.warmUp(home);
      load.warmUp(limit);
      for (var round = 1; round <= ROUNDS; round++) {
        BenchRun.say("home: round %d of %d".formatted(round, ROUNDS));
        measure(home, rates, micros);
        measure(limit, limits, limitMicros);
      }
    }
    var half = home.at(Figure.median(rates) / 2);
    var p99 = IntStream.range(0, ROUNDS).mapToObj(_ -> load.run(half).times().p99()).toList();
    return List.of(
        Figure.more("home feeds over HTTP", "/s", rates)
            .beside("the same bytes from memory", limits)
            .with(new Goal.Ratio(GOAL)),
        Figure.less("p99 at half of that load", "ms", p99).with(new Goal.Value(P99_GOAL_MILLIS)),
        Figure.less("processor time of a feed, Java", "µs", micros)
            .beside("the same bytes from memory", limitMicros),
        Figure.less("bytes of a feed", "kB", List.of(answer.body().length / 1000.0)));
  }

  private void measure(Load.Run run, List<Double> rates, List<Double> micros) {
    var before = cpu();
    var result = load.run(run);
    micros.add(cpu().minus(before).toNanos() / 1000.0 / result.answered());
    rates.add(result.rate());
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Fills the site with people, photos, posts and favourites.
  ///
  /// @return the readers
  private List<AccountId> fill() {
    var authors = town.join("author", AUTHORS);
    var readers = town.join("reader", READERS);
    town.follow(
        IntStream.range(0, READERS * FOLLOWING)
            .mapToLong(i -> readers.get(i / FOLLOWING).value())
            .toArray(),
        IntStream.range(0, READERS * FOLLOWING)
            .mapToLong(i -> authors.get((i / FOLLOWING + i % FOLLOWING) % AUTHORS).value())
            .toArray());
    BenchRun.say("posting %d photos".formatted(AUTHORS * POSTS_OF_EACH));
    var photo = Scene.jpeg(800, 600, 0.9f);
    var desks = town.rooms().desks();
    var turns = IntStream.range(0, AUTHORS * POSTS_OF_EACH).mapToObj(i -> authors.get(i % AUTHORS));
    BenchFanOut.inParallel(turns.toList(), author -> post(author, photo));
    for (var reader : readers) {
      var newest = desks.feeds().home(reader, PageRequest.first(FAVOURITES_OF_EACH));
      newest.items().forEach(post -> desks.publishing().reactions().favourite(reader, post.id()));
    }
    return readers;
  }

  private void post(AccountId author, byte[] photo) {
    var desks = town.rooms().desks();
    var caption = new Caption("Frost on the reeds beside a river", null);
    var uploaded = desks.photos().upload(author, photo, Purpose.POST, caption, Photos.PATIENTLY);
    var text = "A morning walk along the river, with the first frost on the reeds. #frost";
    desks
        .publishing()
        .posts()
        .publish(
            author,
            new Draft(
                text,
                "",
                false,
                "en",
                Audience.EVERYONE,
                null,
                List.of(uploaded.id()),
                null,
                null));
  }

  private static Load.Run run(int port, List<String> tokens) {
    return new Load.Run(
        port, CONNECTIONS, ROUND, 0, tokens.stream().map(BenchHome::request).toList());
  }

  private static byte[] request(String token) {
    return """
    GET %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Accept: application/json\r
    \r
    """
        .formatted(PATH, token)
        .getBytes(UTF_8);
  }

  private HttpResponse<byte[]> answer(String token) {
    try (var client = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:%d%s".formatted(town.port(), PATH));
      var request = HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token).build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(new String(answer.body(), UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The limit: a server that always gives one answer.
  private static HttpServer memory(Path folder, HttpResponse<byte[]> answer) {
    var link = answer.headers().firstValue("Link").orElseThrow();
    var router = new Router().get(PATH, _ -> Reply.json(200, answer.body()).with("Link", link));
    var config =
        new ServerConfig(
            "127.0.0.1", 0, URI.create("http://127.0.0.1"), Set.of(), folder.resolve("limit"));
    var limits = new RateLimits(InstantSource.system(), false, LimitsConfig.DEFAULT);
    return new HttpServer(config, router, limits, BenchHome::refuse, _ -> {}).start();
  }

  private static Access refuse(String token) {
    throw new Refusal.Unauthorized("nobody signs in here");
  }
}
