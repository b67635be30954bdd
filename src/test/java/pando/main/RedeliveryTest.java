package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.accounts.AccountEvent;
import pando.media.Photo;
import pando.media.Photo.Caption;
import pando.media.Photo.State;
import pando.media.PhotoEvent;
import pando.media.Purpose;
import pando.posts.PostEvent;
import pando.queue.Backwards;
import pando.queue.Event;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// A history in which everything happens that can, with every event delivered once, twice, and once
/// more in another order: it ends in the same.
@Tag("slow")
class RedeliveryTest {
  private static final List<Class<? extends Event>> ROOMS =
      List.of(AccountEvent.class, PhotoEvent.class, PostEvent.class);

  /// What is mailed about, which a site without a mail server never does; `LoginsTest` and
  /// `RecoveryPagesTest` have one.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "AccountEvent.ConfirmationWanted",
          "AccountEvent.PasswordForgotten",
          "AccountEvent.AddressWanted",
          "AccountEvent.AddressChanged");

  private static final Duration SHORTLY = Duration.ofMillis(1);
  private static final Logger LANES = Logger.getLogger(Lanes.class.getName());

  @BeforeEach
  void expectFailures() {
    LANES.setLevel(Level.OFF);
  }

  @AfterEach
  void expectNone() {
    LANES.setLevel(null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyEventDeliveredTwiceEndsAsDeliveredOnce(int shards) throws Exception {
    try (var once = TestPando.onOneBox();
        var twice = TestPando.withShards(shards)) {
      var town = Town.of(once);
      town.live();
      failOnceEverywhere(twice.rooms().lanes());
      var again = Town.of(twice);
      again.live();

      assertThat(new EndState(twice).byName()).isEqualTo(new EndState(once).byName());
      assertThat(again.seen()).isEqualTo(town.seen());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyEventDeliveredAgainAtTheEndAndThenAgainstTimeChangesNothing(int shards)
      throws Exception {
    try (var site = TestPando.withShards(shards)) {
      var town = Town.of(site);
      town.live();
      assertThat(happened(site)).containsAll(kinds());
      var state = new EndState(site).exactly();
      var seen = town.seen();

      for (var shard : site.shards().all()) {
        shard.update("update lane_parts set xact = '0', id = 0");
      }
      for (var lane : Arrays.asList(Lane.values()).reversed()) {
        assertThat(site.rooms().lanes().drain(lane)).isPositive();
      }
      site.settle();
      assertThat(new EndState(site).exactly()).isEqualTo(state);
      assertThat(town.seen()).isEqualTo(seen);

      assertThat(Backwards.deliver(site.shards(), site.rooms().lanes())).isPositive();
      site.settle();
      assertThat(new EndState(site).exactly()).isEqualTo(state);
      assertThat(town.seen()).isEqualTo(seen);
    }
  }

  /// Has every event fail after its eager handlers have handled it, and again after all of its lane
  /// have: each of them gets it twice or more, in a batch and alone.
  private static void failOnceEverywhere(Lanes lanes) {
    for (var lane : Lane.values()) {
      var failures = new HashMap<Long, Integer>();
      for (var room : ROOMS) {
        lanes.subscribe(
            new Subscription<Event>(
                lane,
                eventType(room),
                Timing.EAGER,
                batch ->
                    batch.forEach(delivery -> {
                      if (failures.merge(delivery.id().value(), 1, Integer::sum) <= 2) {
                        throw new IllegalStateException("once more");
                      }
                    })));
      }
    }
  }

  @SuppressWarnings("unchecked") // whoever takes every event takes those of a room
  private static Class<Event> eventType(Class<? extends Event> room) {
    return (Class<Event>) room;
  }

  private static Set<String> kinds() {
    var kinds = new TreeSet<String>();
    for (var room : ROOMS) {
      for (var kind : room.getPermittedSubclasses()) {
        kinds.add(room.getSimpleName() + "." + kind.getSimpleName());
      }
    }
    kinds.removeAll(ELSEWHERE);
    return kinds;
  }

  private static Set<String> happened(TestPando site) {
    var kinds = new TreeSet<String>();
    for (var shard : site.shards().all()) {
      kinds.addAll(shard.list("select distinct kind from events", row -> row.text("kind")));
    }
    return kinds;
  }

  /// A site and the people whose history it is.
  private record Town(
      TestPando site, TestPerson ana, TestPerson ben, TestPerson cleo, TestPerson dan) {

    static Town of(TestPando site) {
      var ana = site.signUp("ana");
      var ben = site.signUp("ben").follows(ana);
      var dan = site.signUp("dan").follows(ana);
      return new Town(site, ana, ben, site.signUp("cleo"), dan);
    }

    List<String> seen() {
      var state = new EndState(site);
      var seen = new ArrayList<String>();
      for (var person : List.of(ana, ben, cleo, dan)) {
        seen.addAll(state.seenBy(person));
      }
      return seen;
    }

    void live() throws Exception {
      site.settle();
      meet();
      site.settle();
      post();
      site.settle();
      takeAndEditPhotos();
      site.settle();
      shutAnAccount();
      site.settle();
      leave();
      site.settle();
    }

    private void meet() {
      cleo.client()
          .send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", true))
          .ok();
      for (var asker : List.of(ana, ben, dan)) {
        asker.follows(cleo);
      }
      site.settle();
      var requests = "/api/v1/follow_requests/";
      cleo.client().post(requests + ana.id().value() + "/authorize").ok();
      cleo.client().post(requests + ben.id().value() + "/authorize").ok();
      cleo.client().post(requests + dan.id().value() + "/reject").ok();
      site.settle();
      cleo.about(ben, "remove_from_followers").ok();
      var path = "/api/v1/accounts/" + cleo.id().value() + "/follow";
      ana.client().post(path, Map.of("reblogs", false)).ok();
      dan.does("favourite", ana.posts("good evening, @dan"));
      ana.about(dan, "block").ok();
      site.settle();
      ana.about(dan, "unblock").ok();
      dan.follows(ana);
      dan.about(ana, "unfollow").ok();
      dan.follows(ana);
      cleo.client()
          .send("PATCH", "/api/v1/accounts/update_credentials", Map.of("locked", false))
          .ok();
    }

    private void post() {
      var first = ana.posts("first light in #Fishlake, @ben");
      var second = ana.posts("second light");
      var reply = ben.replies(first, "good morning @ana");
      dan.does("favourite", first);
      ben.does("favourite", first);
      ben.does("reblog", first);
      dan.does("reblog", second);
      site.settle();
      ben.does("unfavourite", first);
      dan.does("unreblog", second);
      ana.client().send("PUT", "/api/v1/statuses/" + first, Map.of("status", "first #light")).ok();
      ben.client().delete("/api/v1/statuses/" + reply).ok();
      cleo.replies(first, "what a tree, @dan");
      ana.client().delete("/api/v1/statuses/" + second).ok();
    }

    private void takeAndEditPhotos() throws Exception {
      var photos = site.rooms().desks().photos();
      var caption = new Caption("an aspen", null);
      var photo = WholeSiteTest.photo();
      var late = new Photo[1];
      site.whileWorkersAreBusy(
          () -> late[0] = photos.upload(ana.id(), photo, Purpose.POST, caption, SHORTLY));
      assertThat(late[0].state()).isEqualTo(new State.Waiting());
      site.settle();
      var id = Long.toString(late[0].id().value());
      ana.posts("Pando", "public", id);
      var crop = Map.of("kind", "crop", "x", 0, "y", 0, "width", 0.5, "height", 1);
      ana.client()
          .post("/api/pando/v1/media/" + id + "/edits", Map.of("steps", List.of(crop)))
          .ok();
      ana.client().delete("/api/v1/media/" + ana.uploads(photo)).ok();
    }

    private void shutAnAccount() {
      var eva = site.signUp("eva").follows(ana);
      eva.posts("good evening");
      var logins = site.rooms().desks().people().logins();
      logins.changePassword(eva.id(), "birch in the rain");
      logins.disable(eva.id());
      site.settle();
      logins.enable(eva.id());
    }

    private void leave() throws Exception {
      var fay = site.signUp("fay");
      ben.follows(fay);
      fay.follows(cleo).about(dan, "block").ok();
      var photo = fay.uploads(WholeSiteTest.photo());
      ana.does("reblog", fay.posts("the last light, @ben", "public", photo));
      var answered = cleo.posts("what a light");
      fay.replies(answered, "it was");
      fay.does("favourite", answered);
      fay.does("bookmark", answered);
      fay.does("reblog", answered);
      site.settle();
      site.rooms().desks().people().logins().leave(fay.id());
    }
  }
}
