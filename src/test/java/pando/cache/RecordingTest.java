package pando.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.bus.Bus;
import pando.cache.Recording.Access;
import pando.cache.Recording.Kind;

class RecordingTest {
  private static final AccountId ANA = new AccountId(1L << 16);
  private static final AccountId BEN = new AccountId(2L << 16);
  private static final Duration TTL = Duration.ofMinutes(10);

  @TempDir private Path folder;

  private Instant now = Instant.parse("2027-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;

  /// What is kept of somebody.
  record Person(String name) {}

  private NearCache<AccountId, Person> people(AccessRecorder recorder) {
    return new NearCaches(Bus.alone(), new Shelves(null, clock), recorder)
        .share("people", KeyText.ids(AccountId::new), Person.class, 100, TTL);
  }

  private static List<Access> read(Path... files) {
    var accesses = new ArrayList<Access>();
    Recording.read(List.of(files)).replay(accesses::add);
    return accesses;
  }

  @Test
  void everythingThatACacheIsAskedForIsRecorded() {
    var file = folder.resolve("accesses");
    try (var recorder = new AccessRecorder(file, 1, clock)) {
      var people = people(recorder);
      people.find(ANA, _ -> new Person("Ana"));
      now = now.plusSeconds(1);
      people.findAll(List.of(ANA, BEN), _ -> Map.of()); // Ben is nowhere
      people.keepNew(BEN, new Person("Ben"));
      people.invalidate(ANA);
    }

    var accesses = read(file);

    assertThat(accesses)
        .extracting(Access::kind)
        .containsExactly(Kind.MISS, Kind.HIT, Kind.KEPT, Kind.FORGOT);
    assertThat(accesses).allMatch(Access::shared).allMatch(access -> access.seconds() == 600);
    var ana = accesses.getFirst();
    var ben = accesses.get(2);
    assertThat(accesses)
        .extracting(Access::key)
        .contains(ana.key(), ana.key(), ben.key(), ana.key());
    assertThat(ana.key()).isNotEqualTo(ben.key());
    assertThat(ana.bytes()).isEqualTo(ben.bytes()).isBetween(30, 80);
    assertThat(ben.atMillis()).isEqualTo(now.toEpochMilli());
  }

  @Test
  void theRecordingsOfNodesAreReadInTheOrderOfTime() {
    var one = folder.resolve("accesses.web-1");
    var two = folder.resolve("accesses.web-2");
    try (var first = new AccessRecorder(one, 1, clock);
        var second = new AccessRecorder(two, 1, clock)) {
      var inFirst = people(first);
      var inSecond = people(second);
      inFirst.find(ANA, _ -> new Person("Ana"));
      now = now.plusMillis(1);
      inSecond.find(ANA, _ -> new Person("Ana"));
      now = now.plusMillis(1);
      inFirst.invalidate(ANA);
    }

    var key = read(one).getFirst().key(); // the same in each node
    assertThat(read(two, one))
        .extracting(Access::kind, Access::key)
        .containsExactly(tuple(Kind.MISS, key), tuple(Kind.MISS, key), tuple(Kind.FORGOT, key));
  }

  @Test
  void aRecordingThatIsFullEndsAndTheOneBeforeIsKept() throws IOException {
    var file = folder.resolve("accesses");
    Files.writeString(file, "from before");
    try (var recorder = new AccessRecorder(file, 1, 1 << 10, clock)) {
      var people = people(recorder);
      people.find(ANA, _ -> new Person("Ana"));
      for (var i = 0; i < 100_000; i++) {
        people.find(ANA, _ -> new Person("Ana"));
      }
    }

    assertThat(Files.size(file)).isBetween(1L << 10, 128L << 10);
    assertThat(folder.resolve("accesses.1")).hasContent("from before");
  }

  @Test
  void whatIsNoRecordingIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("pando.yaml"), "cache: {record: accesses}");

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("is no recording");
    assertThatThrownBy(() -> read(folder.resolve("nowhere")))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("cannot be read");
  }
}
