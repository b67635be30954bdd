package pando.accounts;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import pando.base.AccountId;
import pando.data.Row;
import pando.data.Shards;

/// How far people have read, the same on all their devices.
public final class Markers {
  private static final String FIND_ALL =
      "select feed, last_read_id, version, updated_at from markers where account_id = ?";

  private static final String SET =
      """
      insert into markers as m (account_id, feed, last_read_id, version, updated_at)
      values (?, ?, ?, 1, ?)
      on conflict (account_id, feed) do update
         set last_read_id = excluded.last_read_id,
             version = m.version + 1,
             updated_at = excluded.updated_at
      returning feed, last_read_id, version, updated_at
      """;

  private final Shards shards;
  private final InstantSource clock;

  public Markers(Shards shards, InstantSource clock) {
    this.shards = shards;
    this.clock = clock;
  }

  /// A list of which the place is remembered.
  public enum Feed {
    HOME,
    NOTIFICATIONS
  }

  /// A place in a feed.
  ///
  /// @param lastReadId of a post or a notification
  /// @param version how often it was set
  public record Marker(Feed feed, long lastReadId, int version, Instant updatedAt) {
    private static Marker read(Row row) {
      return new Marker(
          Feed.valueOf(row.text("feed").toUpperCase(Locale.ROOT)),
          row.longValue("last_read_id"),
          row.integer("version"),
          row.instant("updated_at"));
    }
  }

  /// The markers that were ever set.
  public Map<Feed, Marker> findAll(AccountId account) {
    return shards.of(account).list(FIND_ALL, Marker::read, account).stream()
        .collect(toMap(Marker::feed, marker -> marker));
  }

  /// Moves a marker, also back, and returns it.
  public Marker set(AccountId account, Feed feed, long lastReadId) {
    return shards
        .of(account)
        .one(
            SET,
            Marker::read,
            account,
            feed.name().toLowerCase(Locale.ROOT),
            lastReadId,
            clock.instant());
  }
}
