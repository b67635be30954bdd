package pando.departure;

import pando.accounts.AccountEvent;
import pando.accounts.Remains;
import pando.base.AccountId;
import pando.data.Shards;
import pando.media.Photos;
import pando.posts.Leftovers;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// Erases what somebody who left had: their posts, what they did with those of others, their
/// photos, and what was between them and others.
///
/// One event erases one batch and asks for the next, so that the lane has time for others in
/// between. It asks after the batch is committed, and is delivered again if the process dies
/// before: then it goes on with what is left. Whoever finds nothing left asks for no more.
public final class Erasure {
  /// How many posts, photos, favourites, followers and so on one event erases at most.
  static final int BATCH = 50;

  private final Shards shards;
  private final Outbox outbox;
  private final Leftovers leftovers;
  private final Photos photos;
  private final Remains remains;

  public Erasure(
      Shards shards, Outbox outbox, Leftovers leftovers, Photos photos, Remains remains) {
    this.shards = shards;
    this.outbox = outbox;
    this.leftovers = leftovers;
    this.photos = photos;
    this.remains = remains;
  }

  /// Has it done in the background.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.MAINTENANCE,
            AccountEvent.Erasing.class,
            Timing.LATER,
            batch -> batch.stream().map(d -> d.event().account()).distinct().forEach(this::erase)));
  }

  private void erase(AccountId account) {
    var erased =
        leftovers.eraseSome(account, BATCH)
            + photos.deleteSome(account, BATCH)
            + remains.eraseSome(account, BATCH);
    if (erased > 0) {
      shards
          .of(account)
          .transact(tx -> {
            outbox.add(tx, account, new AccountEvent.Erasing(account));
            return account;
          });
    }
  }
}
