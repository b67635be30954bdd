package pando.accounts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import pando.base.AccountId;
import pando.data.Shards;

/// How far people have read, the same on all their devices.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Markers {
  public Markers(Shards shards, InstantSource clock) {}

  /// A list of which the place is remembered.
  public enum Feed {
    HOME,
    NOTIFICATIONS
  }

  /// A place in a feed.
  ///
  /// @param lastReadId of a post or a notification
  /// @param version how often it was set
  public record Marker(long lastReadId, int version, Instant updatedAt) {}

  /// The markers that were ever set.
  public Map<Feed, Marker> findAll(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Moves a marker, also back, and returns it.
  public Marker set(AccountId account, Feed feed, long lastReadId) {
    throw new UnsupportedOperationException();
  }
}
