package pando.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Load;
import pando.bench.Scene;
import pando.cluster.HostPort;
import pando.drill.Ask;
import pando.drill.Caller;
import pando.drill.Tally;
import pando.media.Photo.Caption;
import pando.media.Photos;
import pando.media.Purpose;
import pando.posts.Audience;
import pando.posts.Draft;
import pando.proxy.ProxySettings;
import pando.proxy.ProxySettings.Server;

/// What HAProxy costs before one node, beside the node alone; and what people see when one of two
/// nodes is killed.
final class BenchProxy {
  private static final int READERS = 200;
  private static final int POSTS = 40;
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final double GOAL = 0.8;

  /// Requests a second while a node is killed.
  private static final int RATE = 1_000;

  /// One of so many is a post.
  private static final int POST_EVERY = 10;

  /// Nodes that have just started compile what they run for half a minute.
  private static final Duration BEFORE_THE_KILL = Duration.ofSeconds(30);

  private static final Duration AFTER_THE_KILL = Duration.ofSeconds(6);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final double LONGEST_WAIT_MILLIS = 2_000;

  private final Path folder;
  private final BenchTown town;
  private final List<String> tokens;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  private BenchProxy(Path folder, BenchTown town) {
    this.folder = folder;
    this.town = town;
    var app = town.app();
    var readers = town.join("reader", READERS);
    this.tokens = readers.stream().map(reader -> town.token(app, reader)).toList();
  }

  /// Measures in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    try (var town = BenchTown.build(folder).open()) {
      var bench = new BenchProxy(folder, town);
      Runtime.getRuntime().addShutdownHook(Thread.ofVirtual().unstarted(bench::endAll));
      try {
        var figures = new ArrayList<>(bench.cost());
        figures.addAll(bench.kill());
        return figures;
      } finally {
        bench.endAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  private List<Figure> cost() throws IOException, InterruptedException {
    var photo = postPhotos();
    var front = proxy("one", List.of(new Server("web-1", local(town.port()))));
    var figures = new ArrayList<Figure>();
    try (var load = Load.start()) {
      var homes = tokens.stream().map(token -> request("/api/v1/timelines/home", token)).toList();
      figures.add(compare(load, "home feeds through HAProxy", front, homes));
      var photos = List.of(request(photo, tokens.getFirst()));
      figures.add(compare(load, "photos through HAProxy", front, photos));
    }
    return figures;
  }

  private Figure compare(Load load, String name, int front, List<byte[]> requests) {
    var through = new Load.Run(front, CONNECTIONS, ROUND, 0, requests);
    var alone = new Load.Run(town.port(), CONNECTIONS, ROUND, 0, requests);
    BenchRun.say("warming up");
    load.warmUp(alone);
    load.warmUp(through);
    var rates = new ArrayList<Double>();
    var peers = new ArrayList<Double>();
    for (var round = 1; round <= ROUNDS; round++) {
      BenchRun.say("%s: round %d of %d".formatted(name, round, ROUNDS));
      rates.add(load.run(through).rate());
      peers.add(load.run(alone).rate());
    }
    return Figure.more(name, "/s", rates)
        .beside("the node alone", peers)
        .with(new Goal.Ratio(GOAL));
  }

  /// Posts photos.
  ///
  /// @return the path of one
  private String postPhotos() {
    var desks = town.rooms().desks();
    var author = town.join("author", 1).getFirst();
    var jpeg = Scene.jpeg(800, 600, 0.9f);
    var caption = new Caption("Frost on the reeds beside a river", null);
    for (var i = 0; i < POSTS; i++) {
      var photo = desks.photos().upload(author, jpeg, Purpose.POST, caption, Photos.PATIENTLY);
      var text = "A morning walk along the river. #frost";
      var draft =
          new Draft(
              text, "", false, "en", Audience.EVERYONE, null, List.of(photo.id()), null, null);
      desks.publishing().posts().publish(author, draft);
    }
    try (var caller = new Caller(site(town.port()), false, new Tally())) {
      var path = "/api/v1/timelines/public?limit=1";
      var page = caller.askForSuccess(Ask.read(path).by(tokens.getFirst()));
      var url =
          page == null
              ? ""
              : page.text().replaceFirst("(?s).*?\"preview_url\":\"([^\"]+)\".*", "$1");
      return URI.create(url).getRawPath();
    }
  }

  private List<Figure> kill() throws IOException, InterruptedException {
    BenchRun.say("starting two nodes");
    var one = node("web-1");
    var two = node("web-2");
    var front =
        proxy("two", List.of(new Server("web-1", local(one)), new Server("web-2", local(two))));
    var victim = processes.get(1); // the first is HAProxy of the other half
    var tally = new Tally();
    var threads = new ArrayList<Thread>();
    for (var token : tokens) {
      threads.add(Thread.ofVirtual().start(() -> call(front, token, tally)));
    }
    BenchRun.say("%d requests a second; then a node is killed".formatted(RATE));
    Thread.sleep(BEFORE_THE_KILL);
    tally.forgetLongest();
    victim.destroyForcibly();
    Thread.sleep(AFTER_THE_KILL);
    over = true;
    for (var thread : threads) {
      thread.join();
    }
    tally.examples().forEach(System.err::println);
    var seconds = BEFORE_THE_KILL.plus(AFTER_THE_KILL).toSeconds();
    var gets = failed(tally, "GET");
    var posts = failed(tally, "keyed POST");
    return List.of(
        Figure.more(
            "requests, one of two nodes killed",
            "/s",
            of((double) tally.all().requests() / seconds)),
        Figure.less("failed GET", "", of((double) gets)).with(new Goal.Value(0)),
        Figure.less("failed POST with a key", "", of((double) posts)).with(new Goal.Value(0)),
        Figure.less("longest wait from the kill on", "ms", of((double) tally.longest().toMillis()))
            .with(new Goal.Value(LONGEST_WAIT_MILLIS)));
  }

  private static long failed(Tally tally, String kind) {
    return requireNonNull(tally.counts().get(kind), kind).failed();
  }

  private static List<Double> of(double value) {
    return List.of(value);
  }

  /// One person, who reads and posts at the pace that makes up the rate together with the others.
  private void call(int front, String token, Tally tally) {
    var pace = (long) (READERS * 1e9 / RATE);
    var due = System.nanoTime() + (long) (Math.random() * pace);
    try (var caller = new Caller(site(front), true, tally)) {
      for (var i = 1; !over; i++, due += pace) {
        LockSupport.parkNanos(due - System.nanoTime());
        caller.askForSuccess(i % POST_EVERY == 0 ? post(token, i) : home(token));
      }
    }
  }

  private static Ask home(String token) {
    return Ask.read("/api/v1/timelines/home").by(token);
  }

  private static Ask post(String token, int number) {
    var form = Map.of("status", "The river again, number " + number);
    return Ask.post("/api/v1/statuses", form).with("Idempotency-Key", "number " + number).by(token);
  }

  private int node(String name) throws IOException, InterruptedException {
    var port = freePort();
    var home = Files.createDirectories(folder.resolve(name));
    var password = Files.writeString(home.resolve("password"), town.password());
    var text =
        """
        http: {host: 127.0.0.1, port: %d}
        node: {name: %s, web: true, worker: false}
        database: {url: "%s", passwordFile: "%s"}
        """
            .formatted(port, name, town.jdbcUrl(), password);
    var settings = Files.writeString(home.resolve("node.yaml"), text);
    var command = new ArrayList<>(BenchStart.program());
    command.addAll(List.of("node", "--data", home.toString(), "--config", settings.toString()));
    run(command, home);
    try (var caller = new Caller(site(port), false, new Tally())) {
      await(() -> caller.askForSuccess(Ask.read("/health")) != null);
    }
    return port;
  }

  private int proxy(String name, List<Server> nodes) throws IOException, InterruptedException {
    var port = freePort();
    var home = Files.createDirectories(folder.resolve("haproxy-" + name));
    var settings = new ProxySettings(new HostPort("127.0.0.1", port), nodes, null, home);
    Files.writeString(home.resolve(ProxySettings.FILE), settings.text());
    run(settings.command(), home);
    try (var caller = new Caller(site(port), false, new Tally())) {
      await(() -> caller.askForSuccess(Ask.read("/health")) != null);
    }
    return port;
  }

  private void run(List<String> command, Path home) throws IOException {
    var log = home.resolve("log").toFile();
    processes.add(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
  }

  private static void await(BooleanSupplier isSo) throws InterruptedException {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("what is to be measured does not start");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static HostPort local(int port) {
    return new HostPort("127.0.0.1", port);
  }

  private static URI site(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static byte[] request(String path, String token) {
    return """
    GET %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    \r
    """
        .formatted(path, token)
        .getBytes(UTF_8);
  }
}
