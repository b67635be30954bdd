package pando.demo;

import java.time.Instant;
import java.time.InstantSource;
import pando.data.Shards;

/// A clock that stands in the past, for those who fill a site: what they do happened when it says.
///
/// Ids carry the time at which they were made, and the database makes them. Connections that have
/// [#SCHEMA] at the front of their search path find another `next_id` there, which asks this clock
/// and not that of the machine. The law of ids stays: within a slot they grow in the order in which
/// they are made, so time can be turned forward only. Everybody else on the site has the site's own
/// `next_id`, and the present. (The view lets those connections find the schema as up to date as it
/// is.)
public final class DemoClock implements InstantSource, AutoCloseable {
  /// The schema to look into first.
  public static final String SCHEMA = "demo";

  private static final String BUILD =
      """
      create schema if not exists demo;
      create sequence if not exists demo.clock;
      create or replace view demo.schema_files as select name, applied_at from public.schema_files;
      create or replace function demo.next_id(of_slot integer) returns bigint language plpgsql as $$
      declare
        tick bigint;
      begin
        update public.slots
           set last_tick = greatest(last_tick + 1, (select last_value from demo.clock) << 6)
         where slot = of_slot
        returning last_tick into strict tick;
        return (tick >> 6) << 16 | (of_slot::bigint << 6) | (tick & 63);
      end
      $$
      """;

  private static final String TURN = "select setval('demo.clock', ?) as millis";
  private static final String TEAR_DOWN = "drop schema demo cascade";

  private final Shards shards;
  private volatile Instant now = Instant.EPOCH;

  /// Builds what the database needs of it.
  ///
  /// @param shards with the search path of everybody else
  public DemoClock(Shards shards) {
    this.shards = shards;
    shards.all().forEach(shard -> shard.update(BUILD));
  }

  /// Lets a moment come, unless it has passed.
  void turn(Instant moment) {
    if (moment.isAfter(now)) {
      now = moment;
      shards
          .all()
          .forEach(shard -> shard.one(TURN, row -> row.longValue("millis"), moment.toEpochMilli()));
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void close() {
    var interrupted = Thread.interrupted(); // or the database would not be asked
    try {
      shards.all().forEach(shard -> shard.update(TEAR_DOWN));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
