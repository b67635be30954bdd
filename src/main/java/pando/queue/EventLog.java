package pando.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import pando.data.Shard;
import pando.data.Tx;

/// The SQL of the log of one shard: reading on from a lane's cursor, and what failed.
final class EventLog {
  /// How long an event is kept after every lane has read it, for an operator who looks.
  static final Duration KEEP = Duration.ofHours(1);

  /// How many events one statement deletes.
  private static final int DELETE_BATCH = 5_000;

  private static final String START =
      "insert into event_cursors (lane) values (?) on conflict do nothing";

  private static final String READ =
      """
      select e.xact::text as xact, e.id, e.kind, e.body
        from event_cursors c
       cross join lateral (
             select xact, id, kind, body
               from events
              where (xact, id) > (c.xact, c.id) and xact < pg_snapshot_xmin(pg_current_snapshot())
              order by xact, id
              limit ?) e
       where c.lane = ?
       order by e.xact, e.id
      """;

  private static final String ADVANCE =
      """
      update event_cursors set xact = ?::xid8, id = ?
       where lane = ? and (xact, id) < (?::xid8, ?)
      """;

  private static final String FAILED =
      """
      insert into event_retries (lane, id, kind, body, attempts, next_at, error)
      values (?, ?, ?, ?, 1, ?, ?)
      on conflict do nothing
      """;

  private static final String DUE =
      """
      select id, kind, body, attempts
        from event_retries
       where lane = ? and not parked and next_at <= ?
       order by next_at
       limit ?
      """;

  private static final String DONE = "delete from event_retries where lane = ? and id = ?";

  private static final String AGAIN =
      """
      update event_retries
         set attempts = ?, next_at = ?, parked = ?, error = ?
       where lane = ? and id = ?
      """;

  private static final String REPLAY =
      """
      update event_retries
         set parked = false, attempts = 0, next_at = ?
       where lane = ? and parked
      """;

  private static final String WAITING =
      """
      select (select count(*) from events e
               where (e.xact, e.id) > (c.xact, c.id)) as unread,
             (select count(*) from event_retries r
               where r.lane = c.lane and not r.parked) as retries,
             (select count(*) from event_retries r
               where r.lane = c.lane and r.parked) as parked
        from event_cursors c
       where c.lane = ?
      """;

  private static final String DELETE_READ =
      """
      delete from events
       where (xact, id) in (
             select e.xact, e.id
               from events e
              where (e.xact, e.id) <= (select c.xact, c.id from event_cursors c
                                        order by c.xact, c.id limit 1)
                and e.id < ?
              order by e.xact, e.id
              limit ?)
      """;

  /// A row of the log.
  record Entry(String xact, long id, String kind, String body) {}

  /// A row of what failed.
  record Retry(long id, String kind, String body, int attempts) {}

  private EventLog() {}

  /// Where a lane starts when it has never run: at the beginning of the log.
  static void start(Shard shard, Lane lane) {
    shard.update(START, lane.name());
  }

  /// The next events of a lane.
  static List<Entry> read(Shard shard, Lane lane, int limit) {
    return shard.list(
        READ,
        row -> new Entry(row.text("xact"), row.longValue("id"), row.text("kind"), row.text("body")),
        limit,
        lane.name());
  }

  static void advance(Tx tx, Lane lane, Entry last) {
    tx.update(ADVANCE, last.xact(), last.id(), lane.name(), last.xact(), last.id());
  }

  static void failed(Tx tx, Lane lane, Entry entry, Instant nextAt, String error) {
    tx.update(FAILED, lane.name(), entry.id(), entry.kind(), entry.body(), nextAt, error);
  }

  static List<Retry> due(Shard shard, Lane lane, Instant now, int limit) {
    return shard.list(
        DUE,
        row ->
            new Retry(
                row.longValue("id"), row.text("kind"), row.text("body"), row.integer("attempts")),
        lane.name(),
        now,
        limit);
  }

  static void done(Tx tx, Lane lane, Retry retry) {
    tx.update(DONE, lane.name(), retry.id());
  }

  static void again(Tx tx, Lane lane, Retry retry, Instant nextAt, boolean park, String error) {
    tx.update(AGAIN, retry.attempts() + 1, nextAt, park, error, lane.name(), retry.id());
  }

  static int replay(Shard shard, Lane lane, Instant now) {
    return shard.update(REPLAY, now, lane.name());
  }

  static Backlog backlog(Shard shard, Lane lane) {
    return shard.one(
        WAITING,
        row ->
            new Backlog(row.longValue("unread"), row.longValue("retries"), row.longValue("parked")),
        lane.name());
  }

  /// Deletes events that every lane has read and that were made before `before`.
  static int deleteRead(Shard shard, long before) {
    return shard.update(DELETE_READ, before, DELETE_BATCH);
  }
}
