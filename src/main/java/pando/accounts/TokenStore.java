package pando.accounts;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.Tokens.Authorization;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.Slot;
import pando.cache.KeyText;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of tokens and authorization codes. Both live in the slot that their hash hashes to.
final class TokenStore {
  private static final String INSERT =
      """
      insert into tokens (slot, hash, account_id, app_id, scopes, created_at)
      values (?, ?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select hash, account_id, app_id, scopes
        from tokens
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
          from tokens join used using (slot, hash)
         where last_used_at is null or last_used_at < used.at
           for no key update of tokens skip locked)
      update tokens
         set last_used_at = mine.at
        from mine
       where tokens.slot = mine.slot and tokens.hash = mine.hash
      """;

  private static final String DELETE =
      """
      delete from tokens
       where slot = ? and hash = ? and app_id = ?
      returning hash
      """;

  private static final String DELETE_OF_ACCOUNT =
      """
      delete from tokens
       where account_id = ? and app_id = coalesce(?, app_id) and created_at <= ?
      returning hash
      """;

  private static final String APPS_OF =
      "select distinct app_id from tokens where account_id = ? order by app_id limit ?";

  private static final String GRANTED =
      """
      select app_id
        from tokens
       where account_id = ? and app_id = ? and scopes @> ?::text[]
       limit 1
      """;

  private static final String INSERT_CODE =
      """
      insert into codes
        (slot, hash, account_id, app_id, scopes, redirect_uri, challenge, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETE_OLD_CODES =
      "delete from codes where slot = ? and created_at < ?";

  private static final String TAKE_CODE =
      """
      delete from codes
       where slot = ? and hash = ?
      returning account_id, app_id, scopes, redirect_uri, challenge, created_at
      """;

  /// Where a secret lives.
  ///
  /// @param hex its hash, in the form that names it
  record Place(String hex) implements Id {
    /// How it is written for other nodes.
    static final KeyText<Place> TEXT = new KeyText<>(Place::hex, Place::new);

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    static Place of(String secret) {
      return new Place(Secrets.hex(Secrets.hash(secret)));
    }

    static boolean isHex(String text) {
      return HEX.matcher(text).matches();
    }

    byte[] hash() {
      return Secrets.bytesOf(hex);
    }

    @Override
    public int slot() {
      return Slot.ofName(hex);
    }

    /// An id of nothing but the slot.
    @Override
    public long value() {
      return (long) slot() << SEQUENCE_BITS;
    }
  }

  /// What a person has allowed a client.
  record Code(AccountId account, AppId app, Authorization allowed, Instant createdAt) {
    private static Code read(Row row) {
      return new Code(
          row.id("account_id", AccountId::new),
          row.id("app_id", AppId::new),
          new Authorization(
              row.text("redirect_uri"),
              new LinkedHashSet<>(row.texts("scopes")),
              row.textOrNull("challenge")),
          row.instant("created_at"));
    }
  }

  private final Shards shards;

  TokenStore(Shards shards) {
    this.shards = shards;
  }

  Shard shardOf(Place place) {
    return shards.of(place);
  }

  List<Shard> everyShard() {
    return shards.all();
  }

  void insert(Access access, Instant now) {
    var place = new Place(access.token());
    shards
        .of(place)
        .update(
            INSERT,
            place.slot(),
            place.hash(),
            access.account(),
            access.app(),
            access.scopes(),
            now);
  }

  @Nullable Access find(Place place) {
    return shards.of(place).find(FIND, TokenStore::access, place.slot(), place.hash());
  }

  private static Access access(Row row) {
    return new Access(
        Secrets.hex(row.bytes("hash")),
        row.idOrNull("account_id", AccountId::new),
        row.id("app_id", AppId::new),
        new LinkedHashSet<>(row.texts("scopes")));
  }

  /// Writes down when tokens were last used, with one statement for each shard.
  void touch(Map<Place, Instant> uses) {
    touch(shards, TOUCH, uses);
  }

  /// @param sql takes slots, hashes in hexadecimal and times in milliseconds since 1970
  static void touch(Shards shards, String sql, Map<Place, Instant> uses) {
    shards.gather(
        uses.entrySet(),
        use -> use.getKey().slot(),
        (shard, part) -> {
          var slots = part.stream().map(use -> (long) use.getKey().slot()).toList();
          var hashes = part.stream().map(use -> use.getKey().hex()).toList();
          var times = part.stream().map(use -> use.getValue().toEpochMilli()).toList();
          return List.of(shard.update(sql, slots, hashes, times));
        });
  }

  /// Deletes a token of a client, and returns false if the client has none such.
  static boolean delete(Tx tx, Place place, AppId app) {
    return !tx.list(DELETE, TokenStore::place, place.slot(), place.hash(), app).isEmpty();
  }

  /// Deletes the tokens of an account on one shard.
  ///
  /// @param app only those of this client; null: of all
  /// @param before only those that were given until then
  static List<Place> deleteAll(Tx tx, AccountId account, @Nullable AppId app, Instant before) {
    return tx.list(DELETE_OF_ACCOUNT, TokenStore::place, account, app, before);
  }

  private static Place place(Row row) {
    return new Place(Secrets.hex(row.bytes("hash")));
  }

  /// The clients that have tokens of an account.
  List<AppId> appsOf(AccountId account, int limit) {
    return shards
        .gatherAll(
            shard -> shard.list(APPS_OF, row -> row.id("app_id", AppId::new), account, limit))
        .stream()
        .distinct()
        .sorted()
        .limit(limit)
        .toList();
  }

  boolean hasGranted(AccountId account, AppId app, Set<String> scopes) {
    return !shards
        .gatherAll(
            shard -> shard.list(GRANTED, row -> row.longValue("app_id"), account, app, scopes))
        .isEmpty();
  }

  /// Adds a code, and drops those of its slot that are too old to be used.
  void insertCode(String code, Code what, Instant before) {
    var place = Place.of(code);
    var allowed = what.allowed();
    shards
        .of(place)
        .transact(tx -> {
          tx.update(DELETE_OLD_CODES, place.slot(), before);
          return tx.update(
              INSERT_CODE,
              place.slot(),
              place.hash(),
              what.account(),
              what.app(),
              allowed.scopes(),
              allowed.redirectUri(),
              allowed.challenge(),
              what.createdAt());
        });
  }

  /// Takes a code, which is gone then.
  @Nullable Code takeCode(String code) {
    var place = Place.of(code);
    return shards
        .of(place)
        .<@Nullable Code>transact(tx -> tx.find(TAKE_CODE, Code::read, place.slot(), place.hash()));
  }
}
