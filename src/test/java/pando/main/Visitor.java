package pando.main;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pando.drill.Ledger;
import pando.drill.Ledger.Kind;
import pando.main.TestClient.Answer;

/// Somebody who does one thing after the other on a site that dies now and then, and writes into
/// the [Ledger] what the site has acknowledged.
final class Visitor implements Runnable {
  /// A photo has this many pixels in a line; every edit leaves a number of them that no other does.
  static final int PHOTO_WIDTH = 1200;

  /// Posts of this number, and every so many after, are deleted by who wrote them, and nobody else
  /// does anything with them.
  private static final int SHORT_LIVED = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// What all visitors of a site share.
  ///
  /// @param posts the ids of posts that stay, by their texts
  /// @param done has a permit for everything that was acknowledged
  /// @param cutOff counts the requests that nobody answered, or with a failure
  record Town(Ledger ledger, Map<String, String> posts, Semaphore done, AtomicInteger cutOff) {
    Town() {
      this(new Ledger(), new ConcurrentHashMap<>(), new Semaphore(0), new AtomicInteger());
    }
  }

  private final TestPerson person;
  private final List<TestPerson> others;
  private final Town town;
  private final Random random;
  private final byte[] photo = WholeSiteTest.photo();
  private final Map<String, String> toDelete = new ConcurrentHashMap<>();
  private final List<String> photos = new ArrayList<>();
  private final Map<String, String> edits = new ConcurrentHashMap<>();
  private int written;
  private int edited;
  private volatile boolean stopped;

  /// @param seed of the choices; the moments are not repeatable
  Visitor(TestPerson person, List<TestPerson> all, Town town, long seed) {
    this.person = person;
    this.others = all.stream().filter(other -> !other.equals(person)).toList();
    this.town = town;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    while (!stopped) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> post(List.of());
        case 4, 5 -> postPhoto();
        case 6 -> edit();
        case 7, 8 -> favourite();
        case 9 -> followOrLeave();
        case 10 -> delete();
        default -> insist(() -> person.client().get("/api/v1/timelines/home"));
      }
    }
  }

  /// Lets it finish what it does.
  void stop() {
    stopped = true;
  }

  private boolean post(List<String> media) {
    var text = person.name() + " " + ++written;
    var form = Map.of("status", text, "media_ids", media);
    var client = person.client().with("Idempotency-Key", text);
    var mayGiveUp = random.nextInt(2) == 0;
    Supplier<Answer> request = () -> client.post("/api/v1/statuses", form);
    var answer = mayGiveUp ? attempt(request) : insist(request);
    if (answer == null) {
      town.ledger.unsure(Kind.POST, text);
      media.forEach(id -> town.ledger.unsure(Kind.PHOTO, id));
      return false;
    }
    var id = answer.ok().get("id").asString();
    done(Kind.POST, text);
    if (written % SHORT_LIVED == 0) {
      toDelete.put(text, id);
    } else {
      town.posts.put(text, id);
    }
    return true;
  }

  private void postPhoto() {
    var answer =
        insist(() -> person.client().upload("POST", "/api/v2/media", "file", photo, Map.of()));
    var id = answer.json().get("id").asString();
    while (insist(() -> person.client().get("/api/v1/media/" + id)).status() != 200) {
      LockSupport.parkNanos(PAUSE.toNanos()); // it is not ready yet
    }
    if (written % SHORT_LIVED == SHORT_LIVED - 1) {
      written++; // photos stay
    }
    if (post(List.of(id))) {
      done(Kind.PHOTO, id);
      photos.add(id);
    }
  }

  /// Crops a photo, so that its width says which edit is shown.
  private void edit() {
    if (photos.isEmpty()) {
      return;
    }
    var id = photos.get(random.nextInt(photos.size()));
    var width = PHOTO_WIDTH / 2 + ++edited;
    var crop =
        Map.of("kind", "crop", "x", 0, "y", 0, "width", (double) width / PHOTO_WIDTH, "height", 1);
    var path = "/api/pando/v1/media/" + id + "/edits";
    var answer = insist(() -> person.client().post(path, Map.of("steps", List.of(crop))));
    var sentence = id + " is wide " + width;
    var before = answer.status() == 200 ? edits.put(id, sentence) : edits.remove(id);
    if (before != null) {
      town.ledger.withdraw(Kind.EDIT, before);
    }
    if (answer.status() == 200) {
      done(Kind.EDIT, sentence);
    } else { // it waits for an edit before it, which may be one that was cut off
      town.ledger.unsure(Kind.EDIT, sentence);
      if (before != null) {
        town.ledger.unsure(Kind.EDIT, before);
      }
    }
  }

  private void favourite() {
    var texts = List.copyOf(town.posts.keySet());
    if (texts.isEmpty()) {
      return;
    }
    var text = texts.get(random.nextInt(texts.size()));
    var id = town.posts.get(text);
    insist(() -> person.client().post("/api/v1/statuses/" + id + "/favourite")).ok();
    done(Kind.FAVOURITE, person.name() + " likes " + text);
  }

  private void followOrLeave() {
    var other = others.get(random.nextInt(others.size()));
    var sentence = person.name() + " follows " + other.name();
    var follows = town.ledger.has(Kind.FOLLOW, sentence);
    insist(() -> person.about(other, follows ? "unfollow" : "follow")).ok();
    if (follows) {
      town.ledger.withdraw(Kind.FOLLOW, sentence);
      town.done.release();
    } else {
      done(Kind.FOLLOW, sentence);
    }
  }

  private void delete() {
    for (var post : Map.copyOf(toDelete).entrySet()) {
      var answer = insist(() -> person.client().delete("/api/v1/statuses/" + post.getValue()));
      if (answer.status() == 200 || answer.status() == 404) { // 404: an attempt before did it
        toDelete.remove(post.getKey());
        town.ledger.withdraw(Kind.POST, post.getKey());
        done(Kind.DELETION, post.getValue());
      }
    }
  }

  private void done(Kind kind, String thing) {
    town.ledger.acknowledge(kind, thing);
    town.done.release();
  }

  /// Asks once. Null: nobody knows what came of it.
  private @Nullable Answer attempt(Supplier<Answer> request) {
    try {
      var answer = request.get();
      if (answer.status() < 500) {
        return answer;
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return null; // it was not even asked
      }
    }
    town.cutOff.incrementAndGet();
    return null;
  }

  /// Asks until there is an answer.
  private Answer insist(Supplier<Answer> request) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var answer = attempt(request);
      if (answer != null) {
        return answer;
      }
      LockSupport.parkNanos(PAUSE.toNanos()); // the site is away
    }
    throw new AssertionError("the site does not come back");
  }
}
