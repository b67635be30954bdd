package pando.drill;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import pando.bench.Scene;
import pando.drill.Ledger.Kind;

/// People who post and read without a pause, at a bounded rate, each with two devices: one keeps
/// its connection, the other makes a new one for each request.
public final class Traffic implements AutoCloseable {
  /// How long the site may need, when the traffic has ended, until everything can be read.
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);

  private static final Duration SETTLE_PAUSE = Duration.ofMillis(250);

  private static final int PHOTO_WIDTH = 640;
  private static final int PHOTO_HEIGHT = 480;
  private static final float PHOTO_QUALITY = 0.8f;
  private static final int PAGE = 40;

  private final Setting setting;
  private final Ledger ledger;
  private final Tally tally = new Tally();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /// What is done to which site.
  ///
  /// @param site where it is reached
  /// @param rate requests a second, of all people together
  /// @param journal the file of the ledger
  /// @param run a word that no other run has, in every post
  public record Setting(URI site, List<Person> people, double rate, Path journal, String run) {
    public Setting {
      people = List.copyOf(people);
      if (people.isEmpty() || rate <= 0) {
        throw new IllegalArgumentException("traffic needs people and a rate");
      }
    }

    /// A run of its own.
    public static Setting of(URI site, List<Person> people, double rate, Path journal) {
      var run = "drill" + UUID.randomUUID().toString().substring(0, 8);
      return new Setting(site, people, rate, journal, run);
    }

    /// How long each device waits from one request to the next.
    Duration pace() {
      return Duration.ofNanos((long) (2 * people.size() * 1e9 / rate));
    }
  }

  private Traffic(Setting setting) {
    this.setting = setting;
    this.ledger = Ledger.in(setting.journal());
  }

  /// Begins.
  public static Traffic start(Setting setting) {
    var traffic = new Traffic(setting);
    var photo = Scene.jpeg(PHOTO_WIDTH, PHOTO_HEIGHT, PHOTO_QUALITY);
    for (var person : setting.people()) {
      for (var keepsAlive : new boolean[] {true, false}) {
        var device = new Device(setting, person, keepsAlive, traffic.tally, traffic.ledger, photo);
        var name = person.name() + (keepsAlive ? " keeps" : " calls anew");
        traffic.threads.add(
            Thread.ofVirtual().name(name).start(() -> device.use(() -> traffic.stopped)));
      }
    }
    return traffic;
  }

  /// What came of the requests so far.
  public Tally tally() {
    return tally;
  }

  /// Ends the traffic; what it was told is looked for later.
  void halt() throws InterruptedException {
    stopped = true;
    for (var thread : threads) {
      thread.join();
    }
  }

  /// Ends the traffic, looks for everything that was acknowledged, and judges.
  ///
  /// @param longestAllowed how long a request may have waited
  public Verdict stop(String drill, Duration longestAllowed) throws InterruptedException {
    halt();
    var looking = new Tally(); // what is asked now is no part of the drill
    try (var caller = new Caller(setting.site(), false, looking)) {
      for (var person : setting.people()) {
        look(person, caller);
      }
    }
    return Verdict.of(drill, tally, ledger, longestAllowed);
  }

  /// Finds the posts of one person by the public API, page by page.
  private void look(Person person, Caller caller) throws InterruptedException {
    var below = "";
    while (true) {
      var path = "/api/v1/accounts/%s/statuses?limit=%d%s".formatted(person.id(), PAGE, below);
      var page = insist(Ask.read(path).by(person.token()), caller).objects();
      if (page.isEmpty()) {
        return;
      }
      for (var post : page) {
        var text = String.valueOf(post.get("content")).replaceAll("<[^>]*>", "");
        if (text.startsWith(setting.run())) {
          ledger.find(Kind.POST, text);
          for (var photo : Answer.objects(post.get("media_attachments"))) {
            ledger.find(Kind.PHOTO, String.valueOf(photo.get("id")));
          }
        }
      }
      below = "&max_id=" + page.getLast().get("id");
    }
  }

  private static Answer insist(Ask ask, Caller caller) throws InterruptedException {
    var deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (true) {
      var answer = caller.askForSuccess(ask);
      if (answer != null) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the site does not answer after the drill: " + ask.path());
      }
      Thread.sleep(SETTLE_PAUSE);
    }
  }

  @Override
  public void close() {
    try (ledger) {
      halt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
