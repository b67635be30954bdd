package pando.queue;

/// An independent stream of work, read by its own thread. A slow or broken one never holds up the
/// others.
public enum Lane {
  /// The other sides of relations, counts and indexes. Cheap, and usually done eagerly.
  RELATIONS,
  /// Fan-out to home feeds.
  FEED,
  /// Photos.
  MEDIA,
  /// Telling the edges to forget.
  EDGES,
  /// Telling people.
  NOTIFICATIONS,
  /// E-mail.
  MAIL,
  /// Search index and everything else that may wait.
  MAINTENANCE
}
