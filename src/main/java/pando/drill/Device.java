package pando.drill;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import pando.drill.Ledger.Kind;

/// One device of a person: it posts, now and then with a photo, and reads what there is. Posts
/// carry a key of their own, as those of good clients do; photos are sent once.
final class Device {
  private final Traffic.Setting setting;
  private final Person person;
  private final boolean keepsAlive;
  private final Tally tally;
  private final Ledger ledger;
  private final byte[] photo;
  private final Random random;
  private final Caller caller;
  private int written;
  private @Nullable String latest;
  private @Nullable URI picture;

  Device(
      Traffic.Setting setting,
      Person person,
      boolean keepsAlive,
      Tally tally,
      Ledger ledger,
      byte[] photo) {
    this.setting = setting;
    this.person = person;
    this.keepsAlive = keepsAlive;
    this.tally = tally;
    this.ledger = ledger;
    this.photo = photo;
    this.random = new Random((person.name() + keepsAlive).hashCode());
    this.caller = new Caller(setting.site(), keepsAlive, tally);
  }

  /// Does one thing after the other, at the pace of the setting.
  void use(BooleanSupplier isOver) {
    try (caller) {
      var pace = setting.pace().toNanos();
      LockSupport.parkNanos(random.nextLong(pace + 1)); // not all at the same moment
      while (!isOver.getAsBoolean()) {
        var next = System.nanoTime() + pace;
        act();
        LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
      }
    }
  }

  private void act() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> post(null);
      case 6 -> postPhoto();
      case 7, 8 -> read("/api/v1/timelines/public?limit=20");
      case 9, 10 -> read("/api/v1/accounts/" + person.id() + "/statuses");
      case 11, 12 -> readThread();
      case 13, 14, 15 -> readPicture();
      default -> read("/api/v1/timelines/home");
    }
  }

  private void read(String path) {
    caller.askForSuccess(Ask.read(path).by(person.token()));
  }

  private void readThread() {
    if (latest != null) {
      read("/api/v1/statuses/" + latest + "/context");
    }
  }

  /// Photos may be at another address than the site. When that fails, the site has them too, as the
  /// web app knows.
  private void readPicture() {
    if (picture == null) {
      return;
    }
    if (picture.getAuthority().equals(setting.site().getAuthority())) {
      caller.askForSuccess(Ask.read(picture.getRawPath()));
      return;
    }
    var site = URI.create(picture.getScheme() + "://" + picture.getAuthority());
    var ask = Ask.read(picture.getRawPath());
    try (var other = new Caller(site, false, new Tally())) {
      var start = System.nanoTime();
      if (other.askForSuccess(ask) != null) {
        tally.end(ask, Duration.ofNanos(System.nanoTime() - start));
      } else {
        tally.turnToSite();
        caller.askForSuccess(ask);
      }
    }
  }

  private void postPhoto() {
    var answer = caller.askForSuccess(Ask.upload("/api/v2/media", photo).by(person.token()));
    if (answer != null && answer.status() == 200) { // 202: it is not ready, so it cannot be posted
      post(answer.field("id"));
    }
  }

  private void post(@Nullable String photo) {
    var device = keepsAlive ? "a" : "b";
    var text = "%s %s %s %d".formatted(setting.run(), person.name(), device, ++written);
    var form = Map.of("status", text, "media_ids", photo == null ? List.of() : List.of(photo));
    var ask = Ask.post("/api/v1/statuses", form).with("Idempotency-Key", text).by(person.token());
    var answer = caller.askForSuccess(ask);
    if (answer == null) {
      ledger.unsure(Kind.POST, text);
      return;
    }
    ledger.acknowledge(Kind.POST, text);
    latest = answer.field("id");
    if (photo != null) {
      ledger.acknowledge(Kind.PHOTO, photo);
      rememberPicture(answer);
    }
  }

  private void rememberPicture(Answer answer) {
    if (answer.json() instanceof Map<?, ?> post) {
      for (var photo : Answer.objects(post.get("media_attachments"))) {
        picture = URI.create(String.valueOf(photo.get("url")));
      }
    }
  }
}
