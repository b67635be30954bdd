package pando.queue;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import pando.base.Id;
import pando.data.Tx;
import pando.queue.Delivery.EventId;

/// Where rooms put what happened.
public final class Outbox {
  private static final String ADD =
      """
      insert into events (id, kind, body) values (next_id(?), ?, ?)
      returning id
      """;

  private final EventTypes types;
  private final Lanes lanes;

  /// @param lanes who hears of an event right after the commit
  public Outbox(EventTypes types, Lanes lanes) {
    this.types = types;
    this.lanes = lanes;
  }

  /// Adds an event to the transaction: it happens if, and only if, the transaction commits.
  ///
  /// @param owner whose rows the transaction writes; the event goes into the same slot
  public void add(Tx tx, Id owner, Event event) {
    var delivery = new AtomicReference<Delivery<Event>>();
    tx.last(
        ADD,
        row -> delivery.set(new Delivery<>(row.id("id", EventId::new), event)),
        owner.slot(),
        types.kind(event),
        types.write(event));
    tx.afterCommit(() -> lanes.committed(Objects.requireNonNull(delivery.get())));
  }
}
