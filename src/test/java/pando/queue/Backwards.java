package pando.queue;

import pando.data.Shards;

/// Delivers what has happened against time: late, again, and the last first.
public final class Backwards {
  private static final String FAIL_ALL =
      """
      insert into event_retries (lane, id, kind, body, attempts, next_at, error)
      select c.lane, e.id, e.kind, e.body, 1,
             timestamptz 'epoch'
               + row_number() over (order by e.xact desc, e.id desc) * interval '1 second',
             'comes late'
        from events e
       cross join (select distinct lane from lane_parts) c
      """;

  private static final String ALL =
      "select xact::text as xact, id, kind, body from events order by xact, id";

  private Backwards() {}

  /// Has every event in the log delivered by every lane as one that failed before, the last first.
  ///
  /// @return how many deliveries it were
  public static int deliver(Shards shards, Lanes lanes) {
    var late = 0;
    for (var shard : shards.all()) {
      late += shard.update(FAIL_ALL);
    }
    for (var lane : Lane.values()) {
      while (lanes.backlog(lane).retries() > 0) {
        lanes.drain(lane);
      }
    }
    return late + follow(shards, lanes);
  }

  /// Brings every event in the log, the last first, to the handlers that every node has.
  private static int follow(Shards shards, Lanes lanes) {
    var events = shards.gatherAll(shard -> shard.list(ALL, EventLog.Entry::read));
    events.reversed().forEach(lanes::deliverHere);
    return events.size();
  }
}
