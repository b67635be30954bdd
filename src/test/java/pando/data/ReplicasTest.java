package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static pando.data.TestReplicas.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.AccountId;
import pando.base.Freshness;
import pando.base.Freshness.Latest;
import pando.base.Freshness.Recent;
import pando.base.Freshness.SinceSeen;
import pando.base.Id;
import pando.base.Request;
import pando.cluster.ShardMap;
import pando.data.Server.Limits;

/// A primary and two replicas, as a node sees them.
@Tag("slow")
class ReplicasTest {
  /// Where a server may be one day.
  private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/pando";

  private static final Duration LAG = Duration.ofMillis(700);
  private static final AccountId ANA = new AccountId(Id.firstOf(1_000_000) | 7 << 6);
  private static final AccountId BEN = new AccountId(Id.firstOf(1_000_000) | 8 << 6);
  private static final String READ =
      "select text, inet_server_port() as port from notes where author = ?";

  @TempDir private static Path folder;

  private static TestReplicas servers;

  private Shard shard;

  /// What was read, and where.
  private record Note(String text, int port) {}

  @BeforeAll
  static void start() {
    servers = new TestReplicas(folder, 2);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void open() {
    open(Limits.ONE_OF_SEVERAL);
    shard.update("create table if not exists notes (author bigint primary key, text text)");
    shard.update("insert into notes values (?, ''), (?, '') on conflict do nothing", ANA, BEN);
    write(ANA, "none");
    write(BEN, "none");
    await(() -> !isPrimary(read(ANA)) && !isPrimary(read(BEN)));
  }

  private void open(Limits limits) {
    var shard = servers.shard();
    var addresses = new ArrayList<>(List.of(NOBODY));
    addresses.addAll(shard.servers());
    var map = new ShardMap.Shard(shard.name(), shard.url(), addresses);
    this.shard = new Shard(map, EmbeddedPostgres.USER, servers.password(), limits);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  private static <T> T as(Freshness freshness, Supplier<T> work) {
    return Request.of("-", Duration.ofSeconds(20)).reading(freshness).call(work);
  }

  private Note read(AccountId person) {
    return read(person, new SinceSeen(person));
  }

  private Note read(AccountId author, Freshness freshness) {
    return as(
        freshness,
        () -> shard.one(READ, row -> new Note(row.text("text"), row.integer("port")), author));
  }

  private void write(AccountId person, String text) {
    shard.update("update notes set text = ? where author = ?", text, person);
    shard.wrote(person);
  }

  private static boolean isPrimary(Note note) {
    return note.port() == servers.port(0);
  }

  @Test
  void readsGoToReplicasAndWhatMustBeLatestToThePrimary() {
    assertThat(isPrimary(read(ANA))).isFalse();
    assertThat(isPrimary(read(ANA, new Recent()))).isFalse();
    assertThat(isPrimary(read(BEN, new Latest()))).isTrue();
  }

  @Test
  void aPersonReadsWhatSheWroteAlsoWhenTheReplicasAreBehind() {
    servers.pause(1);
    servers.pause(2);
    write(ANA, "aspen");

    for (var i = 0; i < 100; i++) {
      assertThat(read(ANA)).isEqualTo(new Note("aspen", servers.port(0)));
    }
    assertThat(read(ANA, new Recent()).text()).isEqualTo("none");

    servers.resume(1);
    servers.resume(2);
    await(() -> !isPrimary(read(ANA)));
    assertThat(read(ANA).text()).isEqualTo("aspen");
  }

  @Test
  void nobodyIsShownLessThanBeforeByAnotherReplica() {
    var his = read(BEN).port() == servers.port(1) ? 1 : 2;
    var other = 3 - his;
    servers.pause(other);
    write(ANA, "birch");
    await(() -> read(ANA, new SinceSeen(BEN)).equals(new Note("birch", servers.port(his))));
    servers.stop(his);

    for (var i = 0; i < 100; i++) {
      assertThat(read(ANA, new SinceSeen(BEN))).isEqualTo(new Note("birch", servers.port(0)));
    }

    servers.resume(other);
    await(() -> read(ANA, new SinceSeen(BEN)).equals(new Note("birch", servers.port(other))));
    servers.start(his);
    await(() -> read(ANA, new SinceSeen(BEN)).equals(new Note("birch", servers.port(his))));
  }

  @Test
  void aReplicaThatLagsLeavesAndComesBack() {
    shard.close();
    var usual = Limits.ONE_OF_SEVERAL;
    open(new Limits(usual.connecting(), usual.hold(), LAG, usual.patience()));
    await(() -> !isPrimary(read(ANA, new Recent())));
    servers.pause(1);
    servers.pause(2);
    write(BEN, "cedar"); // or nothing is missing from the replicas

    await(() -> isPrimary(read(BEN, new Recent())));

    servers.resume(1);
    servers.resume(2);
    await(() -> !isPrimary(read(BEN, new Recent())));
    assertThat(read(BEN, new Recent()).text()).isEqualTo("cedar");
  }

  @Test
  void aReplicaOfWhichItIsNotKnownWhereItIsIsNotAsked() {
    servers.signal(1, "pando positions", "STOP");
    servers.signal(2, "pando positions", "STOP");
    try {
      await(() -> isPrimary(read(ANA, new Recent())));
      assertThat(isPrimary(read(ANA))).isTrue();
    } finally {
      servers.signal(1, "pando positions", "CONT");
      servers.signal(2, "pando positions", "CONT");
    }
    await(() -> !isPrimary(read(ANA)));
  }

  @Test
  void readsAreDealtEvenly() {
    await(() -> !isPrimary(read(ANA, new Recent())));
    var atFirst = 0;
    for (var i = 0; i < 400; i++) {
      atFirst += read(ANA, new Recent()).port() == servers.port(1) ? 1 : 0;
    }
    assertThat(atFirst).isBetween(140, 260); // six standard deviations around the half
  }

  @Test
  void aReplicaThatComesLaterIsReadAndNobodyHasToBeTold() {
    servers.stop(1);
    servers.stop(2);
    close();
    open(Limits.ONE_OF_SEVERAL);
    assertThat(isPrimary(read(ANA))).isTrue();

    servers.start(1);
    await(() -> read(ANA, new Recent()).port() == servers.port(1));
    assertThat(read(ANA).text()).isEqualTo("none");
    servers.start(2);
  }

  @Test
  void withoutReplicasReadsGoToThePrimary() {
    servers.stop(1);
    servers.stop(2);

    for (var i = 0; i < 100; i++) {
      assertThat(isPrimary(read(ANA))).isTrue();
      assertThat(isPrimary(read(ANA, new Recent()))).isTrue();
    }

    servers.start(1);
    servers.start(2);
    await(() -> !isPrimary(read(ANA)));
  }

  @Test
  void withoutAPrimaryReadsGoOnAndWritesWaitWithinTheirTime() {
    servers.acknowledgeTogether();
    write(BEN, "elder");
    await(() -> !isPrimary(read(BEN))); // the primary has said since that it waits for others
    servers.stop(0);

    for (var i = 0; i < 100; i++) {
      assertThat(read(ANA).text()).isEqualTo("none");
    }
    var stranger = new SinceSeen(new AccountId(Id.firstOf(1_000_000) | 9 << 6));
    assertThat(read(ANA, stranger).text()).isEqualTo("none"); // as both replicas have all there is
    assertThat(shard.isAnswering()).isTrue();
    var start = System.nanoTime();
    var brief = Request.of("-", Duration.ofMillis(300));
    assertThatThrownBy(() -> brief.call(() -> shard.update("update notes set text = 'lost'")))
        .asInstanceOf(type(DatabaseFailure.class))
        .matches(DatabaseFailure::isOutage);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(270), Duration.ofSeconds(2));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> write(ANA, "dogwood"));
      servers.start(0);
      assertThat(waiting).succeedsWithin(Duration.ofSeconds(20));
    }
    assertThat(read(ANA).text()).isEqualTo("dogwood");
    servers.acknowledgeAlone();
  }
}
