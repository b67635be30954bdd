package pando.media;

import java.util.List;
import java.util.function.Function;
import pando.accounts.AccountEvent;
import pando.base.AccountId;
import pando.blobs.Blobs;
import pando.cdn.Edges;
import pando.cdn.Tag;
import pando.queue.Delivery;
import pando.queue.Event;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Has edges forget photos that are gone, and those of people who are shut out or have left.
///
/// It has a lane of its own, so that it waits for nothing that is being prepared. An edge that does
/// not answer is told again, with the others.
final class Purges {
  private final Blobs files;
  private final Edges edges;

  Purges(Blobs files, Edges edges) {
    this.files = files;
    this.edges = edges;
  }

  void listen(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(Lane.EDGES, PhotoEvent.Deleted.class, Timing.LATER, this::deleted));
    subscribe(lanes, AccountEvent.Disabled.class, AccountEvent.Disabled::account);
    subscribe(lanes, AccountEvent.Left.class, AccountEvent.Left::account);
  }

  /// The site must not have the files when an edge asks anew: it may have failed to delete them
  /// right after the commit.
  private void deleted(List<Delivery<PhotoEvent.Deleted>> batch) {
    batch.forEach(delivery -> files.delete(delivery.event().id()));
    edges.purge(batch.stream().map(delivery -> Tag.of(delivery.event().id())).toList());
  }

  private <E extends Event> void subscribe(
      Lanes lanes, Class<E> type, Function<E, AccountId> account) {
    lanes.subscribe(
        new Subscription<>(
            Lane.EDGES,
            type,
            Timing.LATER,
            batch ->
                edges.purge(batch.stream().map(d -> Tag.of(account.apply(d.event()))).toList())));
  }
}
