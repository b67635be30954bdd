package pando.queue;

/// An independent stream of work, read by its own thread. A slow or broken one never holds up the
/// others.
public enum Lane {
  /// The other sides of relations, counts and indexes. Cheap, and usually done eagerly.
  RELATIONS(0, Lanes.BATCH),
  /// Fan-out to home feeds.
  FEED(1, Lanes.BATCH),
  /// Photos. Few at a time, so that other nodes can help soon.
  MEDIA(2, 16),
  /// Telling the edges to forget.
  EDGES(6, Lanes.BATCH),
  /// Telling people.
  NOTIFICATIONS(3, Lanes.BATCH),
  /// E-mail.
  MAIL(4, Lanes.BATCH),
  /// Search index and everything else that may wait.
  MAINTENANCE(5, Lanes.BATCH);

  private final int number;
  private final int batch;

  Lane(int number, int batch) {
    this.number = number;
    this.batch = batch;
  }

  /// What it is for the locks and messages of nodes of any version: a new lane gets a new one.
  int number() {
    return number;
  }

  /// How many events one read takes.
  public int batch() {
    return batch;
  }
}
