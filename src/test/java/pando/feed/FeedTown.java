package pando.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import pando.accounts.AccountEvent;
import pando.base.AccountId;
import pando.base.Page;
import pando.base.PageRequest;
import pando.base.Slot;
import pando.posts.Outlines;
import pando.posts.Post;
import pando.posts.PostEvent;
import pando.posts.TestPosts;
import pando.queue.Delivery;
import pando.queue.Lane;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;
import pando.redis.Redis;

/// Feeds with all that is below them, on two shards. Limits are small, so that a few people and
/// posts reach all of them.
final class FeedTown implements AutoCloseable {
  static final int WINDOW = 4;
  static final Feeds.Limits LIMITS = new Feeds.Limits(2, 12, WINDOW, 10_000_000);

  private static final String JOIN =
      """
      with joined as (
        insert into accounts (id, username, created_at) values (next_id(?), ?, now())
        returning id)
      insert into account_counts (account_id) select id from joined returning account_id
      """;

  private static final String NAME =
      "insert into names (slot, kind, name, account_id) values (?, 'username', ?, ?)";

  final TestPosts site = new TestPosts();
  final Feeds feeds;

  /// Another node's, which shares the lists with `feeds`; null: lists are in the memory.
  private @Nullable Feeds other;

  private final Feeds.Limits limits;
  private final Feeds.Place place;

  /// Events that nobody has brought to the feeds yet; null when they are brought at once.
  private final List<Delivery<PostEvent>> waiting = new ArrayList<>();

  private boolean late;
  private int joined;

  FeedTown() {
    this(LIMITS);
  }

  FeedTown(Feeds.Limits limits) {
    this(limits, null);
  }

  /// @param redis where the lists of two nodes are kept; null: in the memory of one
  FeedTown(Feeds.Limits limits, @Nullable Redis redis) {
    this.limits = limits;
    place =
        redis == null
            ? new Feeds.Place.Memory(site.people.clock)
            : new Feeds.Place.Shared(redis, site.shards);
    feeds = node();
    other = redis == null ? null : node();
    site.people.lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS, AccountEvent.class, Timing.EAGER, batch -> batch.forEach(feeds::hear)));
    site.people.lanes.subscribe(
        new Subscription<>(Lane.FEED, PostEvent.class, Timing.EAGER, this::deliver));
  }

  private Feeds node() {
    return new Feeds(
        site.posts,
        site.lists,
        new Outlines(site.shards),
        site.people.accounts,
        site.people.relations,
        limits,
        place);
  }

  /// Has a new node take the place of the other, if there is one.
  void replaceOther() {
    if (other != null) {
      other = node();
    }
  }

  private void deliver(List<Delivery<PostEvent>> events) {
    if (late) {
      waiting.addAll(events);
    } else {
      bring(events);
    }
  }

  private void bring(List<Delivery<PostEvent>> events) {
    if (other == null) {
      feeds.fanOut.deliver(events);
    } else {
      feeds.fanOut.write(events);
      feeds.fanOut.tell(events);
      other.fanOut.tell(events);
    }
  }

  /// Keeps events back from now on, until they are brought by [#deliverLate].
  void keepBack(boolean late) {
    this.late = late;
  }

  /// Brings what was kept back: everything twice and in any order.
  void deliverLate(Random random) {
    var events = new ArrayList<>(waiting);
    events.addAll(waiting);
    waiting.clear();
    java.util.Collections.shuffle(events, random);
    bring(events);
  }

  /// Somebody new, without the cost of a password. The next one lives on the other shard.
  AccountId join(String name) {
    var slot = joined++ * (Slot.COUNT / 2 + 1) % Slot.COUNT;
    var id =
        site.shards.ofSlot(slot).one(JOIN, row -> row.id("account_id", AccountId::new), slot, name);
    site.shards.ofName(name).update(NAME, Slot.ofName(name), name, id);
    return id;
  }

  /// Forgets the events of the past.
  void forgetEvents() {
    for (var shard : site.shards.all()) {
      shard.update("delete from events");
    }
  }

  /// A page of a home feed, as every node reads it.
  Page<Post> home(AccountId reader, PageRequest request) {
    var page = feeds.home(reader, request);
    if (other != null) {
      assertThat(other.home(reader, request)).as("what another node reads").isEqualTo(page);
    }
    return page;
  }

  @Override
  public void close() {
    site.close();
  }
}
