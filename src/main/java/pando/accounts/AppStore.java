package pando.accounts;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Tokens.AppForm;
import pando.base.Id;
import pando.base.Slot;
import pando.data.Row;
import pando.data.Shards;

/// The SQL of OAuth clients. A client lives in the slot that its client id hashes to.
final class AppStore {
  private static final String INSERT =
      """
      insert into apps
        (id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at)
      values (next_id(?), ?, ?, ?, ?, ?, ?, ?)
      on conflict (client_id) do nothing
      """;

  private static final String FIND =
      """
      select id, client_id, name, website, redirect_uris, scopes, created_at
        from apps
       where client_id = ?
      """;

  private static final String FIND_ALL =
      """
      select id, client_id, name, website, redirect_uris, scopes, created_at
        from apps
       where id = any (?)
      """;

  private static final String SECRET = "select secret_hash from apps where client_id = ?";

  private final Shards shards;

  AppStore(Shards shards) {
    this.shards = shards;
  }

  /// Adds a client, unless there is one with this id.
  void insert(String clientId, String secret, AppForm form, Instant now) {
    shards
        .ofName(clientId)
        .update(
            INSERT,
            Slot.ofName(clientId),
            clientId,
            Secrets.hash(secret),
            form.name(),
            form.website(),
            form.redirectUris(),
            form.scopes(),
            now);
  }

  @Nullable App find(String clientId) {
    return shards.ofName(clientId).find(FIND, AppStore::read, clientId);
  }

  Map<AppId, App> findAll(Collection<AppId> ids) {
    return shards
        .gather(ids, Id::slot, (shard, part) -> shard.list(FIND_ALL, AppStore::read, part))
        .stream()
        .collect(toMap(App::id, Function.identity()));
  }

  /// Whether a client exists and has this secret.
  boolean hasSecret(String clientId, String secret) {
    var hash = shards.ofName(clientId).find(SECRET, row -> row.bytes("secret_hash"), clientId);
    return hash != null && Secrets.same(hash, Secrets.hash(secret));
  }

  private static App read(Row row) {
    return new App(
        row.id("id", AppId::new),
        row.text("client_id"),
        row.text("name"),
        row.textOrNull("website"),
        row.texts("redirect_uris"),
        new LinkedHashSet<>(row.texts("scopes")),
        row.instant("created_at"));
  }
}
