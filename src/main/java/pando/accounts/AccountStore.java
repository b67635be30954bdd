package pando.accounts;

import static java.util.stream.Collectors.toMap;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Field;
import pando.accounts.Account.Role;
import pando.accounts.ProfileEdit.Picture;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.MediaId;
import pando.base.Slot;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Shards;
import pando.data.Tx;

/// The SQL of accounts and their counts.
final class AccountStore {
  private static final String FIND_ALL =
      """
      select id, username, display_name, note, fields, avatar_id, header_id, locked, bot,
             discoverable, indexable, hide_collections, role, disabled_at, created_at
        from accounts
       where id = any (?) and left_at is null
      """;

  private static final String FIND_IDS =
      """
      select name, account_id
        from names
       where slot = any (?::smallint[]) and kind = 'username' and name = any (?)
      """;

  private static final String INSERT =
      "insert into accounts (id, username, role, created_at) values (?, ?, ?, ?)";

  private static final String INSERT_COUNTS = "insert into account_counts (account_id) values (?)";

  // The score: the name itself, then names that begin so, then whatever has a similar word.
  private static final String SEARCH =
      """
      select id, username, display_name, note, fields, avatar_id, header_id, locked, bot,
             discoverable, indexable, hide_collections, role, disabled_at, created_at,
             case when lower(username) = ? then 3
                  when lower(username) like ? then 2 + 1.0 / length(username)
                  else word_similarity(?, lower(username || ' ' || display_name))
             end::float8 as score
        from accounts
       where (lower(username) like ? or lower(username || ' ' || display_name) %> ?)
         and disabled_at is null
       order by score desc, id
       limit ?
      """;

  private static final String SEARCH_AMONG =
      """
      select id, username, display_name, note, fields, avatar_id, header_id, locked, bot,
             discoverable, indexable, hide_collections, role, disabled_at, created_at,
             case when lower(username) = ? then 3
                  when lower(username) like ? then 2 + 1.0 / length(username)
                  else word_similarity(?, lower(username || ' ' || display_name))
             end::float8 as score
        from accounts
       where (lower(username) like ? or lower(username || ' ' || display_name) %> ?)
         and disabled_at is null and id = any (?)
       order by score desc, id
       limit ?
      """;

  private static final String FOLLOWED = "select target_id from follows where account_id = ?";

  private static final String COUNTS =
      """
      select account_id, followers, following, posts, last_post_at
        from account_counts
       where account_id = any (?)
      """;

  // Holds the slot before it touches the row, as everybody does who adds an event later: two that
  // take them in different order would wait for ever.
  private static final String COUNT_POST =
      """
      update account_counts
         set posts = posts + ?,
             last_post_at = case when ? > 0 then greatest(last_post_at, ?) else last_post_at end
        from (select slot from slots where slot = ? for update) held
       where account_id = ?
      returning account_id, followers, following, posts, last_post_at
      """;

  private static final String POPULAR =
      """
      select a.id, c.followers
        from account_counts c join accounts a on a.id = c.account_id
       where a.discoverable and a.disabled_at is null
       order by c.followers desc, a.id
       limit ?
      """;

  private static final String TOTAL =
      "select count(*) as n from accounts where disabled_at is null";

  private static final String LIST =
      """
      select id, username, display_name, note, fields, avatar_id, header_id, locked, bot,
             discoverable, indexable, hide_collections, role, disabled_at, created_at
        from accounts
       where id > ? and left_at is null
       order by id
       limit ?
      """;

  private static final String EDIT =
      """
      update accounts a
         set display_name = coalesce(?, a.display_name),
             note = coalesce(?, a.note),
             fields = coalesce(?::jsonb, a.fields),
             avatar_id = case when ? then ? else a.avatar_id end,
             header_id = case when ? then ? else a.header_id end,
             locked = coalesce(?, a.locked),
             bot = coalesce(?, a.bot),
             discoverable = coalesce(?, a.discoverable),
             indexable = coalesce(?, a.indexable),
             hide_collections = coalesce(?, a.hide_collections),
             default_audience = coalesce(?, a.default_audience),
             default_sensitive = coalesce(?, a.default_sensitive),
             default_language = nullif(coalesce(?, a.default_language), '')
        from (select id, locked from accounts where id = ? and left_at is null for update) before
       where a.id = before.id
      returning a.id, username, display_name, note, fields, avatar_id, header_id, a.locked, bot,
                discoverable, indexable, hide_collections, role, disabled_at, created_at,
                before.locked and not a.locked as unlocked
      """;

  private static final String PREFERENCES =
      """
      select default_audience, default_sensitive, default_language from accounts where id = ?
      """;

  private static final String ASSIGN =
      "update accounts set role = ? where id = ? and left_at is null";

  private static final String DISABLE =
      "update accounts set disabled_at = ? where id = ? and left_at is null";

  // What only the account that others see needs is gone at once; the name stays.
  private static final String LEAVE =
      """
      update accounts
         set left_at = ?, disabled_at = ?, display_name = '', note = '', fields = '[]',
             avatar_id = null, header_id = null, discoverable = false, indexable = false,
             role = 'member', default_language = null
       where id = ? and left_at is null
      """;

  private static final JsonType<List<Field>> FIELDS =
      Jsonb.builder().build().type(Field.class).list();

  private final Shards shards;

  AccountStore(Shards shards) {
    this.shards = shards;
  }

  Shard shardOf(AccountId id) {
    return shards.of(id);
  }

  @Nullable Account find(AccountId id) {
    return shards.of(id).find(FIND_ALL, AccountStore::read, List.of(id));
  }

  Map<AccountId, Account> findAll(Collection<AccountId> ids) {
    return shards
        .gather(ids, Id::slot, (shard, part) -> shard.list(FIND_ALL, AccountStore::read, part))
        .stream()
        .collect(toMap(Account::id, Function.identity()));
  }

  /// The accounts that have reserved names, by name; some may not exist yet.
  Map<String, AccountId> findIds(Collection<String> names) {
    return shards.gather(names, Slot::ofName, AccountStore::findIds).stream()
        .collect(toMap(Named::name, Named::account));
  }

  private record Named(String name, AccountId account) {}

  private static List<Named> findIds(Shard shard, List<String> names) {
    var slots = names.stream().map(name -> (long) Slot.ofName(name)).toList();
    return shard.list(
        FIND_IDS,
        row -> new Named(row.text("name"), row.id("account_id", AccountId::new)),
        slots,
        names);
  }

  static void insert(Tx tx, AccountId id, String username, Role role, Instant at) {
    tx.update(INSERT, id, username, word(role), at);
    tx.update(INSERT_COUNTS, id);
  }

  /// An account that a search found, and how well it fits.
  record Hit(Account account, double score) {}

  List<Hit> search(String text, int limit) {
    var prefix = prefix(text);
    return shards.gatherAll(
        shard -> shard.list(SEARCH, AccountStore::hit, text, prefix, text, prefix, text, limit));
  }

  List<Hit> searchFollowed(String text, AccountId by, int limit) {
    var followed = shards.of(by).list(FOLLOWED, row -> row.id("target_id", AccountId::new), by);
    var prefix = prefix(text);
    return shards.gather(
        followed,
        Id::slot,
        (shard, part) ->
            shard.list(
                SEARCH_AMONG, AccountStore::hit, text, prefix, text, prefix, text, part, limit));
  }

  private static Hit hit(Row row) {
    var score = row.doubleOrNull("score");
    return new Hit(read(row), score == null ? 0 : score);
  }

  /// A pattern of `like` for what begins with a text.
  static String prefix(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private record Followed(AccountId account, long followers) {}

  List<AccountId> popular(int limit) {
    return shards
        .gatherAll(shard ->
            shard.list(
                POPULAR,
                row -> new Followed(row.id("id", AccountId::new), row.longValue("followers")),
                limit))
        .stream()
        .sorted(Comparator.comparingLong(Followed::followers).reversed())
        .limit(limit)
        .map(Followed::account)
        .toList();
  }

  private record Counted(AccountId account, Counts counts) {}

  Map<AccountId, Counts> counts(Collection<AccountId> ids) {
    return shards
        .gather(ids, Id::slot, (shard, part) -> shard.list(COUNTS, AccountStore::counted, part))
        .stream()
        .collect(toMap(Counted::account, Counted::counts));
  }

  private static Counted counted(Row row) {
    return new Counted(
        row.id("account_id", AccountId::new),
        new Counts(
            row.longValue("followers"),
            row.longValue("following"),
            row.longValue("posts"),
            row.instantOrNull("last_post_at")));
  }

  /// @param counted gets what the counts are once the transaction has committed
  static void countPost(Tx tx, AccountId author, int delta, Instant at, Consumer<Counts> counted) {
    tx.last(
        COUNT_POST,
        row -> counted.accept(counted(row).counts()),
        delta,
        delta,
        at,
        author.slot(),
        author);
  }

  long total() {
    return shards.gatherAll(shard -> shard.list(TOTAL, row -> row.longValue("n"))).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  List<Account> list(long after, int limit) {
    return shards.gatherAll(shard -> shard.list(LIST, AccountStore::read, after, limit));
  }

  /// @param unlocked whether followers no longer need approval
  record Edited(Account account, boolean unlocked) {}

  static @Nullable Edited edit(Tx tx, AccountId id, ProfileEdit edit) {
    var flags = edit.flags();
    var posts = edit.newPosts();
    return tx.find(
        EDIT,
        row -> new Edited(read(row), row.flag("unlocked")),
        edit.displayName(),
        edit.note(),
        edit.fields() == null ? null : FIELDS.toJson(edit.fields()),
        edit.avatar() != null,
        photo(edit.avatar()),
        edit.header() != null,
        photo(edit.header()),
        flags.locked(),
        flags.bot(),
        flags.discoverable(),
        flags.indexable(),
        flags.hideCollections(),
        posts.audience(),
        posts.sensitive(),
        posts.language(),
        id);
  }

  private static @Nullable MediaId photo(@Nullable Picture picture) {
    return picture == null ? null : picture.photo();
  }

  @Nullable Preferences preferences(AccountId id) {
    return shards
        .of(id)
        .find(
            PREFERENCES,
            row ->
                new Preferences(
                    row.text("default_audience"),
                    row.flag("default_sensitive"),
                    row.textOrNull("default_language")),
            id);
  }

  static int assign(Tx tx, AccountId id, Role role) {
    return tx.update(ASSIGN, word(role), id);
  }

  static int disable(Tx tx, AccountId id, @Nullable Instant at) {
    return tx.update(DISABLE, at, id);
  }

  static int leave(Tx tx, AccountId id, Instant at) {
    return tx.update(LEAVE, at, at, id);
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Account read(Row row) {
    return new Account(
        row.id("id", AccountId::new),
        row.text("username"),
        row.text("display_name"),
        row.text("note"),
        FIELDS.fromJson(row.text("fields")),
        row.idOrNull("avatar_id", MediaId::new),
        row.idOrNull("header_id", MediaId::new),
        row.flag("locked"),
        row.flag("bot"),
        row.flag("discoverable"),
        row.flag("indexable"),
        row.flag("hide_collections"),
        Role.valueOf(row.text("role").toUpperCase(Locale.ROOT)),
        row.instantOrNull("disabled_at") != null,
        row.instant("created_at"));
  }
}
