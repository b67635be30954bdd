package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.Slot;
import pando.bus.Bus;
import pando.cache.NearCaches;
import pando.data.Shards;
import pando.data.TestShards;
import pando.queue.Backwards;
import pando.queue.Event;
import pando.queue.EventTypes;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;

/// A site of two shards for tests, with a clock to turn. Whoever signs up next lives on the other
/// shard, so that the two sides of what is between Ana and Ben are really apart.
public final class TestPeople implements AutoCloseable {
  /// Of everybody.
  public static final String PASSWORD = "aspen in the wind";

  private final AtomicInteger joined = new AtomicInteger();
  private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final List<AccountEvent> heard = new CopyOnWriteArrayList<>();

  public final InstantSource clock = () -> now;
  public final Shards shards = TestShards.open(2);
  public final EventTypes types;
  public final Lanes lanes;
  public final Outbox outbox;
  public final Ground ground;
  public final Accounts accounts;
  public final Notifications notifications;
  public final Relations relations;
  public final Logins logins;
  public final Tokens tokens;
  public final Sessions sessions;
  public final Markers markers;

  public TestPeople() {
    this(List.of(), null);
  }

  /// @param moreEvents of other rooms
  public TestPeople(List<Class<? extends Event>> moreEvents) {
    this(moreEvents, null);
  }

  /// @param moreEvents of other rooms
  /// @param mailer null: no mail is sent
  public TestPeople(List<Class<? extends Event>> moreEvents, @Nullable Mailer mailer) {
    var events = new ArrayList<>(moreEvents);
    events.add(AccountEvent.class);
    types = new EventTypes(events);
    lanes = new Lanes(shards, types, clock);
    outbox = new Outbox(types, lanes);
    ground = new Ground(shards, outbox, new NearCaches(Bus.alone()), clock);
    accounts = new Accounts(ground);
    notifications = new Notifications(shards, outbox, clock);
    relations = new Relations(ground, accounts, notifications);
    logins = new Logins(ground, accounts, mailer, this::nextSlot);
    tokens = new Tokens(ground, logins, true);
    sessions = new Sessions(ground);
    markers = new Markers(shards, clock);
    lanes.subscribe(
        new Subscription<>(
            Lane.FEED,
            AccountEvent.class,
            Subscription.Timing.EAGER,
            batch -> batch.forEach(delivery -> heard.add(delivery.event()))));
    notifications.subscribe(lanes);
    relations.subscribe(lanes);
    accounts.subscribe(lanes);
    logins.subscribe(lanes);
    tokens.subscribe(lanes);
    sessions.subscribe(lanes);
  }

  private int nextSlot() {
    var count = joined.getAndIncrement();
    return (count / 2 + count % 2 * Slot.COUNT / 2) % Slot.COUNT;
  }

  /// Somebody new, such as `ana`.
  public Account join(String name) {
    return logins.signUp(form(name));
  }

  /// The id of somebody new.
  public AccountId id(String name) {
    return join(name).id();
  }

  static SignUp form(String name) {
    return new SignUp(name, name + "@example.org", PASSWORD, true, "en");
  }

  /// Lets time pass.
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /// What has happened since this was last asked.
  public <E extends AccountEvent> List<E> heard(Class<E> type) {
    var found = heard.stream().filter(type::isInstance).map(type::cast).toList();
    heard.clear();
    return found;
  }

  /// Delivers all that waits, in every lane.
  public void settle() {
    for (var lane : Lane.values()) {
      while (lanes.drain(lane) > 0) {}
    }
  }

  /// Delivers every event that ever happened once more, as a process does that starts anew and has
  /// lost its place.
  public void deliverEverythingAgain() {
    for (var shard : shards.all()) {
      shard.update("update lane_parts set xact = '0', id = 0");
    }
    settle();
  }

  /// Delivers every event that ever happened once more, the last first.
  public void deliverEverythingBackwards() {
    Backwards.deliver(shards, lanes);
    settle();
  }

  @Override
  public void close() {
    shards.close();
  }
}
