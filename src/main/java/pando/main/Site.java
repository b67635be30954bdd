package pando.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.backup.Backups;
import pando.base.Refusal;
import pando.bus.Bus;
import pando.bus.PostgresWire;
import pando.bus.RedisWire;
import pando.bus.Wire;
import pando.cache.AccessRecorder;
import pando.cluster.ShardMap;
import pando.config.Config;
import pando.config.DatabaseConfig;
import pando.config.HttpConfig;
import pando.config.SecretFile;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.InheritedPostgres;
import pando.data.Shards;
import pando.main.Rooms.Setting;
import pando.redis.Redis;

/// The running site: every desk, made by its constructor, from the bottom of the house to the top.
///
/// Whatever must be closed is handed to `keep` as soon as it is made, and is closed in the reverse
/// order, also when a later step fails.
final class Site implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable URI url;
  private @Nullable String newPassword;
  private @Nullable String guestPassword;
  private @Nullable Rooms rooms;

  private Site() {}

  /// Puts the site together and returns when it answers requests.
  ///
  /// @param dev whether it serves people who work on Pando: see [Setting#dev]
  /// @param demo whether it begins with a community that is made up
  static Site start(Config config, Path folder, boolean dev, boolean demo, Steps steps) {
    var site = new Site();
    try {
      var http = config.node().web() && !config.node().takeOver();
      var found = http ? config.with(free(config.http())) : config;
      site.assemble(found, folder, dev, demo, steps);
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /// The clock of the machine; a drill puts that of one node ahead of it, such as by `PT5S`.
  private static InstantSource clock() {
    var ahead = Duration.parse(System.getProperty("drill.clock.ahead", "PT0S"));
    return InstantSource.offset(InstantSource.system(), ahead);
  }

  private void assemble(Config config, Path folder, boolean dev, boolean demo, Steps steps) {
    var url = config.site().url() == null ? Web.localUrl(config) : config.site().url();
    var setting = new Setting(config, folder, url, dev, clock());
    steps.run("settings", config::site, site -> site.title() + " in " + folder);
    var database = steps.run("database", () -> database(config, folder), Database::toString);
    var redis = config.cache().isShared() ? keep(Redis.of(config.cache())) : null;
    var recorder = recorder(config);
    var rooms =
        steps.run(
            "schema",
            () -> keep(new Rooms(database.open(), bus(database, redis), redis, recorder, setting)),
            _ -> "up to date");
    if (config.node().name().isEmpty()) { // a grown site has its own from `pando apply`
      var people = rooms.desks().people();
      this.newPassword =
          steps.run(
              "accounts",
              () -> Administrator.ensure(people.accounts(), people.logins()),
              made -> made == null ? "there is an administrator" : "made the administrator");
    }
    if (demo) {
      this.guestPassword = new Filling(setting, database.map(), database.password()).run(steps);
    }
    if (config.node().web()) {
      var warming = config.node().name().isEmpty() ? null : warm(rooms);
      keep(rooms.follower()).start();
      rooms.laterWrites().forEach(writes -> keep(writes).start());
      steps.run("web", () -> keep(new Web(rooms, setting, config).start()), _ -> url.toString());
      if (warming != null) {
        await(warming); // people are led to a node when all of its start is over
      }
    }
    if (config.node().worker()) {
      if (config.backup().isOn()) {
        rooms.backUp(
            new Backups(config, folder, rooms.shard(), database.password(), setting.clock()));
      } else {
        Backups.stop(folder);
      }
      keep(rooms.workers()).start();
    }
    this.url = url;
    this.rooms = rooms;
  }

  /// Starts what makes photos, since a node takes the place of one that was warm: beside the rest
  /// of the start, which needs none of it.
  private static Thread warm(Rooms rooms) {
    return Thread.ofVirtual().name("warming").start(rooms.engine()::warm);
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("the node is to stop before it has started");
    }
  }

  /// Finds out at once, not after everything else has been started, whether the port is free.
  ///
  /// @return the same, and for port 0 one that is free
  private static HttpConfig free(HttpConfig http) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(http.host(), http.port()));
      return new HttpConfig(http.host(), socket.getLocalPort());
    } catch (IOException e) {
      throw new Refusal.Unavailable(
          "cannot listen on %s port %d (%s); choose another with --port or --host"
              .formatted(http.host(), http.port(), e.getMessage()));
    }
  }

  /// How the one shard of a site that is not sharded is reached.
  ///
  /// @param url leads to the primary
  /// @param servers the URL of each server that may be the primary or a replica
  /// @param password it is a secret
  private record Database(String url, List<String> servers, String user, String password) {
    ShardMap map() {
      return ShardMap.evenly(List.of(new ShardMap.Shard("s0", url, servers)));
    }

    Shards open() {
      return Shards.open(map(), user, password);
    }

    Wire wire() {
      return new PostgresWire(url, user, password);
    }

    /// Without the password, which must not reach a log.
    @Override
    public String toString() {
      return "PostgreSQL 15 at " + URI.create(url.substring("jdbc:".length())).getAuthority();
    }
  }

  /// How this node tells the others, and hears them.
  private static Bus bus(Database database, @Nullable Redis redis) {
    return Bus.over(redis == null ? database.wire() : new RedisWire(redis));
  }

  private @Nullable AccessRecorder recorder(Config config) {
    var file = config.cache().recordFile(config.node().name());
    return file == null
        ? null
        : keep(new AccessRecorder(file, config.cache().recordOneIn(), InstantSource.system()));
  }

  private Database database(Config config, Path folder) {
    var url = config.database().primary();
    if (url != null) {
      return new Database(
          url, config.database().servers(), config.database().user(), password(config.database()));
    }
    var postgres = folder.resolve("postgres");
    if (config.node().takeOver()) {
      return own(keep(InheritedPostgres.of(postgres, EmbeddedPostgres.DATABASE)).address());
    }
    var started = keep(EmbeddedPostgres.start(postgres, 0, Durability.DURABLE));
    started.createDatabase(EmbeddedPostgres.DATABASE);
    return own(started.address());
  }

  private static Database own(EmbeddedPostgres.Address postgres) {
    var url = postgres.jdbcUrl(EmbeddedPostgres.DATABASE);
    return new Database(url, List.of(url), EmbeddedPostgres.USER, postgres.password());
  }

  private static String password(DatabaseConfig config) {
    return SecretFile.read("the password of the database", config.passwordFile());
  }

  /// Makes the people, apps and tokens that a site for tests begins with.
  void begin(Fixture fixture, Steps steps) {
    var people = rooms().desks().people();
    try {
      steps.run(
          "fixture",
          () -> fixture.apply(people.accounts(), people.logins(), people.tokens()),
          Fixture::summary);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Where people reach it.
  URI url() {
    return Objects.requireNonNull(url);
  }

  /// The password of the administrator if the account was made by this start; else null.
  @Nullable String newPassword() {
    return newPassword;
  }

  /// The password of the demo's guest; null if this is no demo.
  @Nullable String guestPassword() {
    return guestPassword;
  }

  /// Its desks.
  Rooms rooms() {
    return Objects.requireNonNull(rooms);
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /// Closes every part, the last made first, also when the thread has been interrupted.
  ///
  /// @throws IllegalStateException if some could not be closed, after all were tried
  @Override
  public void close() {
    var _ = Thread.interrupted(); // or nothing here could wait
    var failure = new IllegalStateException("some parts of the site did not close");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // the others must be closed too
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
