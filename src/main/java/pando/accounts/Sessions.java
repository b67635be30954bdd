package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.accounts.AccountEvent.AccessEnded;
import pando.accounts.TokenStore.Place;
import pando.base.AccountId;
import pando.cache.NearCache;
import pando.cache.WriteBack;
import pando.data.Row;
import pando.data.Shards;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// The browsers in which people are signed in. A browser keeps the secret in a cookie.
public final class Sessions {
  /// How long a browser stays signed in when it is not used.
  public static final Duration IDLE = Duration.ofDays(30);

  /// How exact it is known when a session was last used.
  private static final Duration TOUCH_PAUSE = Duration.ofMinutes(1);

  private static final int MAX_LISTED = 200;
  private static final int MAX_USER_AGENT = 300; // characters
  private static final int CACHED = 50_000;
  private static final Duration CACHED_FOR = Duration.ofMinutes(10);

  private static final String DELETE_IDLE =
      "delete from sessions where slot = ? and last_seen_at <= ?";

  private static final String INSERT =
      """
      insert into sessions (slot, hash, account_id, user_agent, created_at, last_seen_at)
      values (?, ?, ?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      select hash, account_id, user_agent, created_at, last_seen_at
        from sessions
       where slot = ? and hash = ?
      """;

  /// What another node is writing at the same time is left to it: both know the same.
  private static final String TOUCH =
      """
      with used as (
        select slot::smallint, decode(hash, 'hex') as hash, to_timestamp(millis / 1000.0) as at
          from unnest(?::bigint[], ?::text[], ?::bigint[]) as u (slot, hash, millis)),
      mine as (
        select slot, hash, used.at
          from sessions join used using (slot, hash)
         where last_seen_at < used.at
           for no key update of sessions skip locked)
      update sessions
         set last_seen_at = mine.at
        from mine
       where sessions.slot = mine.slot and sessions.hash = mine.hash
      """;

  private static final String LIST =
      """
      select hash, account_id, user_agent, created_at, last_seen_at
        from sessions
       where account_id = ? and last_seen_at > ?
       order by last_seen_at desc
       limit ?
      """;

  private static final String DELETE =
      "delete from sessions where slot = ? and hash = ? and account_id = ?";

  private static final String DELETE_ALL =
      """
      delete from sessions
       where account_id = ? and created_at <= ? and hash is distinct from ?::bytea
      returning hash
      """;

  /// A signed-in browser.
  ///
  /// @param id names it without giving it away
  /// @param lastSeenAt to the minute
  public record Session(
      String id, AccountId account, String userAgent, Instant createdAt, Instant lastSeenAt) {
    private static Session read(Row row) {
      return new Session(
          Secrets.hex(row.bytes("hash")),
          row.id("account_id", AccountId::new),
          row.text("user_agent"),
          row.instant("created_at"),
          row.instant("last_seen_at"));
    }
  }

  private final Shards shards;
  private final InstantSource clock;
  private final NearCache<Place, Session> known;
  private final WriteBack<Place, Instant> uses = new WriteBack<>("uses of sessions", this::touch);

  public Sessions(Ground ground) {
    this.shards = ground.shards();
    this.clock = ground.clock();
    this.known = ground.caches().share("sessions", Place.TEXT, Session.class, CACHED, CACHED_FOR);
  }

  /// Ends the sessions of accounts that are shut, or left, or have another password.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(endedBy(AccountEvent.Disabled.class));
    lanes.subscribe(endedBy(AccountEvent.PasswordChanged.class));
    lanes.subscribe(endedBy(AccountEvent.Left.class));
  }

  private <E extends AccessEnded> Subscription<E> endedBy(Class<E> event) {
    return new Subscription<>(
        Lane.RELATIONS,
        event,
        Timing.EAGER,
        batch -> batch.forEach(ended -> endAll(ended.event().account(), ended.event().at(), null)));
  }

  /// Signs a browser in and returns the secret for its cookie.
  public String start(AccountId account, String userAgent) {
    var secret = Secrets.make();
    var place = Place.of(secret);
    var now = clock.instant();
    var shown =
        userAgent.length() > MAX_USER_AGENT ? userAgent.substring(0, MAX_USER_AGENT) : userAgent;
    shards
        .of(place)
        .transact(tx -> {
          tx.update(DELETE_IDLE, place.slot(), now.minus(IDLE));
          var session = new Session(place.hex(), account, shown, now, now);
          tx.afterCommit(() -> known.keepNew(place, session));
          return tx.update(INSERT, place.slot(), place.hash(), account, shown, now, now);
        });
    return secret;
  }

  /// Who is signed in with a secret.
  public @Nullable Session find(String secret) {
    var place = Place.of(secret);
    var session = known.find(place, this::read);
    var now = clock.instant();
    if (session == null || !session.lastSeenAt().plus(IDLE).isAfter(now)) {
      return null;
    }
    if (!session.lastSeenAt().plus(TOUCH_PAUSE).isAfter(now)) {
      uses.put(place, now);
    }
    return session;
  }

  private void touch(Map<Place, Instant> batch) {
    TokenStore.touch(shards, TOUCH, batch);
    batch.keySet().forEach(known::invalidate);
  }

  /// When browsers were last seen, which is written down a moment later.
  public WriteBack<?, ?> uses() {
    return uses;
  }

  private @Nullable Session read(Place place) {
    return shards.of(place).find(FIND, Session::read, place.slot(), place.hash());
  }

  /// All browsers of an account, the last used first.
  public List<Session> list(AccountId account) {
    var since = clock.instant().minus(IDLE);
    return shards
        .gatherAll(shard -> shard.list(LIST, Session::read, account, since, MAX_LISTED))
        .stream()
        .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
        .limit(MAX_LISTED)
        .toList();
  }

  /// Signs a browser out, if it is one of the account's.
  public void end(AccountId account, String id) {
    if (!Place.isHex(id)) {
      return;
    }
    var place = new Place(id);
    shards.of(place).update(DELETE, place.slot(), place.hash(), account);
    known.invalidate(place);
  }

  /// Signs all browsers of an account out, but the one with the given id.
  public void endOthers(AccountId account, @Nullable String id) {
    endAll(account, clock.instant(), id);
  }

  private void endAll(AccountId account, Instant before, @Nullable String but) {
    var kept = but == null ? null : Secrets.bytesOf(but);
    for (var shard : shards.all()) {
      var ended =
          shard.list(
              DELETE_ALL, row -> new Place(Secrets.hex(row.bytes("hash"))), account, before, kept);
      ended.forEach(known::invalidate);
    }
  }
}
