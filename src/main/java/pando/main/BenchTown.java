package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import pando.accounts.App;
import pando.accounts.Tokens.AppForm;
import pando.base.AccountId;
import pando.bus.Bus;
import pando.bus.RedisWire;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shard;
import pando.data.Shards;
import pando.main.Rooms.Setting;
import pando.redis.Redis;

/// A site for a bench: the desks as `up` makes them, on a durable database, and people without
/// passwords, who are made many at a time.
final class BenchTown implements AutoCloseable {
  private static final Set<String> SCOPES = Set.of("read", "write");
  private static final String REDIRECT = "urn:ietf:wg:oauth:2.0:oob";

  private static final String JOIN =
      """
      with joined as (
        insert into accounts (id, username, created_at)
        select next_id(number % 1024), ?::text || number, now() from generate_series(1, ?) as number
        returning id),
      counted as (
        insert into account_counts (account_id) select id from joined)
      insert into logins (account_id, email, password_hash, confirmed_at, created_at)
      select id, id || '@localhost', 'none', now(), now() from joined
      returning account_id
      """;

  private static final String FOLLOW =
      """
      insert into follows (account_id, target_id, id)
      select who, target, row_number() over ()
        from unnest(?::bigint[], ?::bigint[]) as pair (who, target)
      """;

  private static final String BE_FOLLOWED =
      """
      insert into followers (account_id, follower_id, id)
      select target_id, account_id, id from follows
      """;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final EmbeddedPostgres postgres;
  private final Setting setting;
  private final Shards shards;
  private final Rooms rooms;

  private BenchTown(Path folder, int port) {
    var url = URI.create("http://127.0.0.1:" + port);
    var config = Config.DEFAULT.with(new HttpConfig("127.0.0.1", port));
    setting = new Setting(config, folder, url, true, InstantSource.system());
    postgres = keep(EmbeddedPostgres.start(folder.resolve("postgres"), 0, Durability.DURABLE));
    postgres.createDatabase(EmbeddedPostgres.DATABASE);
    shards = openShards();
    rooms = keep(new Rooms(shards, setting));
  }

  /// Makes the desks in a folder. Nothing runs in the background, and nothing listens.
  static BenchTown build(Path folder) {
    BenchRun.say("making a site");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new BenchTown(folder, free.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens the site to the world: the workers and the web server run.
  BenchTown open() {
    keep(new Web(rooms, setting, setting.config()).start());
    keep(rooms.workers()).start();
    return this;
  }

  private Shards openShards() {
    return Shards.open(postgres.address());
  }

  Rooms rooms() {
    return rooms;
  }

  /// Other desks on the same database, as another node has them: what they know of what these do,
  /// they read from it.
  Rooms otherNode() {
    return keep(new Rooms(openShards(), setting));
  }

  /// Another node that shares a memory with others.
  ///
  /// @param redis is to outlive the town
  Rooms otherNode(Redis redis) {
    var wire = new RedisWire(redis);
    return keep(new Rooms(openShards(), Bus.over(wire), redis, setting));
  }

  /// The only shard.
  Shard shard() {
    return shards.all().getFirst();
  }

  int port() {
    return setting.url().getPort();
  }

  /// Where the database is, for who knows [#password].
  String jdbcUrl() {
    return postgres.jdbcUrl(EmbeddedPostgres.DATABASE);
  }

  String password() {
    return postgres.password();
  }

  /// Makes people, spread over all slots, whose names are a word and a number.
  List<AccountId> join(String name, int count) {
    return shard().list(JOIN, row -> row.id("account_id", AccountId::new), name, count);
  }

  /// Lets `who[i]` follow `target[i]`, once for each town.
  void follow(long[] who, long[] target) {
    shard().update(FOLLOW, who, target);
    shard().update(BE_FOLLOWED);
    shard().update("analyze follows, followers, accounts");
  }

  /// A client that people use.
  App app() {
    var form = new AppForm("bench", null, List.of(REDIRECT), SCOPES);
    return rooms.desks().people().tokens().register(form).app();
  }

  /// Somebody's token for the client.
  String token(App app, AccountId account) {
    return rooms.desks().people().tokens().issue(app, account, SCOPES).token();
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    try {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a part of the site did not close", e);
    }
  }
}
