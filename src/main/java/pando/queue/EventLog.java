package pando.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.data.Row;
import pando.data.Shard;
import pando.data.Tx;

/// The SQL of the log of one shard: reading on from a lane's cursor, and what failed.
final class EventLog {
  /// How long an event is kept after every lane has read it, for an operator who looks.
  static final Duration KEEP = Duration.ofHours(1);

  /// How many transactions are looked through again at most by one who finds nothing in them.
  private static final int FAR = 5_000;

  /// How many events one statement deletes.
  private static final int DELETE_BATCH = 5_000;

  private static final String START =
      """
      insert into lane_parts (lane, part)
      select ?, part from generate_series(0, ?) as part
      on conflict do nothing
      """;

  /// What is new in some parts of a lane, and up to where there is nothing else.
  private static final String READ =
      """
      with held as materialized (
        select part, xact, id from lane_parts where lane = ? and part = any(?))
      select s.xact::text as start, h.horizon::text as horizon,
             e.xact::text as xact, e.id, e.kind, e.body
        from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) h
       cross join (select xact, id from held order by xact, id limit 1) s
        left join lateral (
             select n.xact, n.id, n.kind, n.body
               from events n
              where (n.xact, n.id) > (s.xact, s.id) and n.xact < h.horizon
                and exists (select from held
                             where held.part = (n.id >> 6 & 7)
                               and (n.xact, n.id) > (held.xact, held.id))
              order by n.xact, n.id
              limit ?) e on true
       order by e.xact, e.id
      """;

  private static final String ADVANCE =
      """
      update lane_parts set xact = ?::xid8, id = ?
       where lane = ? and part = any(?) and (xact, id) < (?::xid8, ?)
      """;

  private static final String END =
      "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon";

  private static final String READ_ON =
      """
      select h.horizon::text as start, h.horizon::text as horizon,
             e.xact::text as xact, e.id, e.kind, e.body
        from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) h
        left join lateral (
             select xact, id, kind, body
               from events
              where (xact, id) > (?::xid8, ?) and xact < h.horizon and kind = any(?)
              order by xact, id
              limit ?) e on true
       order by e.xact, e.id
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
       where lane = ? and (id >> 6 & 7) = any(?) and not parked and next_at <= ?
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
      select (select coalesce(sum(n.unread), 0)::bigint
                from lane_parts c
               cross join lateral (
                     select count(*) as unread
                       from events e
                      where (e.xact, e.id) > (c.xact, c.id) and (e.id >> 6 & 7) = c.part) n
               where c.lane = l.lane) as unread,
             (select count(*) from event_retries r
               where r.lane = l.lane and not r.parked) as retries,
             (select count(*) from event_retries r
               where r.lane = l.lane and r.parked) as parked
        from (select ? as lane) l
      """;

  private static final String DELETE_READ =
      """
      delete from events
       where (xact, id) in (
             select e.xact, e.id
               from events e
              where (e.xact, e.id) <= (select c.xact, c.id from lane_parts c
                                        order by c.xact, c.id limit 1)
                and e.id < ?
              order by e.xact, e.id
              limit ?)
      """;

  /// A row of the log.
  record Entry(String xact, long id, String kind, String body) {
    static Entry read(Row row) {
      return new Entry(row.text("xact"), row.longValue("id"), row.text("kind"), row.text("body"));
    }
  }

  /// A row of what failed.
  record Retry(long id, String kind, String body, int attempts) {}

  private EventLog() {}

  /// A place in the log: it begins after this event.
  record Position(String xact, long id) {}

  /// Some of the log.
  ///
  /// @param start the transaction from which on it was looked for
  /// @param horizon below this transaction there is nothing else
  record Extract(String start, String horizon, List<Entry> entries) {
    private static Extract of(List<Line> lines) {
      var first = lines.getFirst();
      var entries = lines.stream().map(Line::entry).filter(Objects::nonNull).toList();
      return new Extract(first.start(), first.horizon(), entries);
    }

    /// Whether others have written so much that it is dear to begin at the same place again.
    boolean isLong() {
      return Long.parseLong(horizon) - Long.parseLong(start) > FAR;
    }

    /// Where to read on.
    ///
    /// @param limit how many events were asked for
    Position end(int limit) {
      return entries.size() < limit
          ? new Position(horizon, 0)
          : new Position(entries.getLast().xact(), entries.getLast().id());
    }
  }

  private record Line(String start, String horizon, @Nullable Entry entry) {
    static Line read(Row row) {
      var isEntry = row.textOrNull("xact") != null;
      return new Line(row.text("start"), row.text("horizon"), isEntry ? Entry.read(row) : null);
    }
  }

  /// Where the parts of a lane start that has never run: at the beginning of the log.
  static void start(Shard shard, Lane lane) {
    shard.update(START, lane.name(), Parts.COUNT - 1);
  }

  /// The next events of some parts of a lane.
  static Extract read(Shard shard, Lane lane, Set<Integer> parts, int limit) {
    return Extract.of(shard.list(READ, Line::read, lane.name(), longs(parts), limit));
  }

  static void advance(Tx tx, Lane lane, Set<Integer> parts, Position to) {
    tx.update(ADVANCE, to.xact(), to.id(), lane.name(), longs(parts), to.xact(), to.id());
  }

  /// The end of the log: everything before it is committed and visible.
  static Position end(Shard shard) {
    return new Position(shard.one(END, row -> row.text("horizon")), 0);
  }

  /// The next events of some kinds.
  static Extract readOn(Shard shard, Position from, List<String> kinds, int limit) {
    return Extract.of(shard.list(READ_ON, Line::read, from.xact(), from.id(), kinds, limit));
  }

  private static List<Long> longs(Set<Integer> parts) {
    return parts.stream().map(Integer::longValue).toList();
  }

  static void failed(Tx tx, Lane lane, Entry entry, Instant nextAt, String error) {
    tx.update(FAILED, lane.name(), entry.id(), entry.kind(), entry.body(), nextAt, error);
  }

  static List<Retry> due(Shard shard, Lane lane, Set<Integer> parts, Instant now, int limit) {
    return shard.list(
        DUE,
        row ->
            new Retry(
                row.longValue("id"), row.text("kind"), row.text("body"), row.integer("attempts")),
        lane.name(),
        longs(parts),
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
