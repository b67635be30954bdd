package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.App;
import pando.accounts.SignUp;
import pando.accounts.Tokens.AppForm;
import pando.bus.Bus;
import pando.bus.RedisWire;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.config.MediaConfig;
import pando.data.Shards;
import pando.data.TestShards;
import pando.http.Router;
import pando.main.Rooms.Setting;
import pando.media.BusyWorkers;
import pando.queue.Lane;
import pando.redis.Redis;
import pando.worker.Follower;
import pando.worker.Workers;

/// A whole site for tests: its own databases of the real server, its own port and folder, and no
/// thread in the background unless it is [#working]. [#settle] does what waits.
public final class TestPando implements AutoCloseable {
  /// Everybody's.
  public static final String PASSWORD = "a password of ana's";

  /// How long Redis may take to answer on a machine that is busy with other tests.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String COUNTS =
      """
      select tablename as name,
             (xpath('/row/n/text()', query_to_xml(
                'select count(*) as n from ' || quote_ident(tablename), false, true, '')))[1]
               ::text::bigint as rows
        from pg_tables
       where schemaname = 'public'
      """;

  private final Path folder;
  private final Shards shards;
  private final @Nullable Redis redis;
  private final Rooms rooms;
  private final Web web;
  private final URI url;
  private final App app;
  private @Nullable Workers workers;
  private @Nullable Follower follower;

  /// A site on one shard, as one box has.
  public static TestPando onOneBox() {
    return new TestPando(1, null);
  }

  /// A site whose photos come from another host, as from a CDN.
  public static TestPando withMediaAt(URI media) {
    return new TestPando(1, _ -> media);
  }

  /// A site with two names, the second of which is that of its photos and files.
  public static TestPando withMediaAtAnotherName() {
    return new TestPando(1, port -> URI.create("http://127.0.0.1:" + port));
  }

  /// A site with other settings, which depend on its port.
  static TestPando with(IntFunction<Config> settings) {
    return new TestPando(TestShards.open(1), Bus.alone(), TestTiers.ofSite(), settings);
  }

  /// A site whose data is dealt to several shards.
  public static TestPando withShards(int count) {
    return new TestPando(count, null);
  }

  /// A site on one shard that works in the background, as everyone's does.
  public static TestPando working() {
    return onOneBox().work();
  }

  /// Works in the background from now on.
  TestPando work() {
    workers = rooms.workers();
    workers.start();
    return follow();
  }

  /// Follows what other nodes do from now on.
  TestPando follow() {
    if (follower == null) {
      follower = rooms.follower();
      follower.start();
    }
    return this;
  }

  private TestPando(int shards, @Nullable IntFunction<URI> media) {
    this(TestShards.open(shards), Bus.alone(), TestTiers.ofSite(), port -> config(media, port));
  }

  /// One node of a site.
  ///
  /// @param bus how it tells the others if they have no Redis
  TestPando(Shards shards, Bus bus, TestTiers tiers) {
    this(shards, bus, tiers, _ -> Config.DEFAULT);
  }

  private TestPando(Shards shards, Bus bus, TestTiers tiers, IntFunction<Config> settings) {
    try {
      this.folder = Files.createTempDirectory("pando-site");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var port = freePort();
    var config = tiers.in(settings.apply(port)).with(new HttpConfig("127.0.0.1", port));
    this.url = Web.localUrl(config);
    var setting = new Setting(config, folder, url, true, InstantSource.system());
    this.shards = shards;
    this.redis = tiers.cache().isShared() ? Redis.of(tiers.cache(), PATIENCE) : null;
    this.rooms =
        redis == null
            ? new Rooms(shards, bus, setting)
            : new Rooms(shards, Bus.over(new RedisWire(redis)), redis, setting);
    this.web = new Web(rooms, setting, config).start();
    this.app =
        rooms
            .desks()
            .people()
            .tokens()
            .register(
                new AppForm(
                    "Test",
                    null,
                    List.of("urn:ietf:wg:oauth:2.0:oob"),
                    Set.of("read", "write", "follow", "push", "admin:read", "admin:write")))
            .app();
  }

  private static Config config(@Nullable IntFunction<URI> media, int port) {
    if (media == null) {
      return Config.DEFAULT;
    }
    var it = MediaConfig.DEFAULT;
    return Config.DEFAULT.with(
        new MediaConfig(
            it.maxUploadBytes(), it.maxPixels(), it.library(), it.workers(), media.apply(port)));
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it answers, such as `http://localhost:40123`.
  public URI url() {
    return url;
  }

  /// Does something while no photo can be prepared, since all workers are busy.
  public void whileWorkersAreBusy(BusyWorkers.Work work) throws Exception {
    BusyWorkers.during(rooms.engine(), work);
  }

  /// Its desks, for what has no door outside.
  Rooms rooms() {
    return rooms;
  }

  /// Where it keeps photos.
  Path folder() {
    return folder;
  }

  /// Every method and path that it answers.
  public List<Router.Endpoint> endpoints() {
    return web.router().endpoints();
  }

  /// The client of its people.
  public App registeredApp() {
    return app;
  }

  /// How many rows each table has, and how many files the folder.
  Map<String, Long> stored() {
    var stored = new TreeMap<String, Long>();
    for (var shard : shards.all()) {
      shard
          .list(COUNTS, row -> Map.entry(row.text("name"), row.longValue("rows")))
          .forEach(count -> stored.merge(count.getKey(), count.getValue(), Long::sum));
    }
    try (var files = Files.walk(folder)) {
      stored.put("files", files.filter(Files::isRegularFile).count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored;
  }

  /// Its databases, for what is said of all rows.
  Shards shards() {
    return shards;
  }

  /// A new person with a token that allows everything.
  public TestPerson signUp(String name) {
    return signUp(name, Set.of("read", "write", "follow", "push"));
  }

  /// A new person with a token of some scopes.
  public TestPerson signUp(String name, Set<String> scopes) {
    return signUp(name, Account.Role.MEMBER, scopes);
  }

  /// A new person of any role with a token of some scopes.
  public TestPerson signUp(String name, Account.Role role, Set<String> scopes) {
    var people = rooms.desks().people();
    var form = new SignUp(name, name + "@example.org", PASSWORD, true, "en");
    var account = people.logins().create(form, role);
    var token = people.tokens().issue(app, account.id(), scopes).token();
    return new TestPerson(new TestClient(url, token), account.id(), name);
  }

  /// Changes what is stored of somebody past all checks, as only a mistake could.
  ///
  /// @param sql one statement
  public void overwrite(TestPerson owner, String sql, Object... parameters) {
    shards.of(owner.id()).update(sql, parameters);
  }

  /// Gives somebody another role.
  public void assign(TestPerson person, Account.Role role) {
    rooms.desks().people().accounts().assign(person.id(), role);
  }

  /// The same person with a new token of other scopes.
  public TestClient as(TestPerson person, Set<String> scopes) {
    var token = rooms.desks().people().tokens().issue(app, person.id(), scopes).token();
    return new TestClient(url, token);
  }

  /// A caller without a token.
  public TestClient stranger() {
    return new TestClient(url, null);
  }

  /// A caller with whatever they take for a token.
  public TestClient with(String token) {
    return new TestClient(url, token);
  }

  /// A caller with the token of an app and of nobody.
  public TestClient app() {
    var scopes = Set.of("read", "write", "admin:read", "admin:write");
    var token = rooms.desks().people().tokens().issue(app, scopes).token();
    return new TestClient(url, token);
  }

  /// Has everything delivered that waits in the lanes.
  public void settle() {
    for (var more = true; more; ) {
      more = false;
      for (var lane : Lane.values()) {
        more |= rooms.lanes().drain(lane) > 0;
      }
      more |= rooms.lanes().follow() > 0;
    }
  }

  @Override
  public void close() {
    web.close();
    if (workers != null) {
      workers.close();
    }
    if (follower != null) {
      follower.close();
    }
    rooms.close();
    if (redis != null) {
      redis.close();
    }
    delete(folder);
  }

  /// Deletes a folder and all that is in it.
  static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
