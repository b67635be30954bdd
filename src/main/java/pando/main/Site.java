package pando.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.cluster.ShardMap;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shards;
import pando.main.Rooms.Setting;

/// The running site: every desk, made by its constructor, from the bottom of the house to the top.
///
/// Whatever must be closed is handed to `keep` as soon as it is made, and is closed in the reverse
/// order, also when a later step fails.
final class Site implements AutoCloseable {
  private static final String DATABASE = "pando";

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
  static Site start(Config config, DataFolder folder, boolean dev, boolean demo, Steps steps) {
    var site = new Site();
    try {
      site.assemble(config.with(free(config.http())), folder, dev, demo, steps);
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void assemble(Config config, DataFolder folder, boolean dev, boolean demo, Steps steps) {
    var url = config.site().url() == null ? Web.localUrl(config) : config.site().url();
    var setting = new Setting(config, folder.path(), url, dev, InstantSource.system());
    steps.run("settings", config::site, site -> site.title() + " in " + folder.path());
    var postgres =
        steps.run("database", () -> database(folder), it -> "PostgreSQL 15 on port " + it.port());
    var rooms =
        steps.run(
            "schema", () -> keep(new Rooms(open(postgres.address()), setting)), _ -> "up to date");
    var password =
        steps.run(
            "accounts",
            () -> Administrator.ensure(rooms.desks().people()),
            made -> made == null ? "there is an administrator" : "made the administrator");
    if (demo) {
      this.guestPassword =
          new Filling(setting, map(postgres.address()), postgres.password()).run(steps);
    }
    steps.run("web", () -> keep(new Web(rooms, setting, config).start()), _ -> url.toString());
    keep(rooms.workers()).start();
    this.url = url;
    this.newPassword = password;
    this.rooms = rooms;
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

  private EmbeddedPostgres database(DataFolder folder) {
    var postgres = keep(EmbeddedPostgres.start(folder.postgres(), 0, Durability.DURABLE));
    postgres.createDatabase(DATABASE);
    return postgres;
  }

  /// The one shard of a site on one box.
  static Shards open(EmbeddedPostgres.Address postgres) {
    return Shards.open(map(postgres), EmbeddedPostgres.USER, postgres.password());
  }

  private static ShardMap map(EmbeddedPostgres.Address postgres) {
    return ShardMap.evenly(List.of(new ShardMap.Shard("s0", postgres.jdbcUrl(DATABASE))));
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
