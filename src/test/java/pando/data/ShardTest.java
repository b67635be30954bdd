package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.Slot;
import pando.cluster.ShardMap;
import pando.data.Server.Limits;

class ShardTest {
  private static final Duration SILENCE = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Shards SHARDS = TestShards.openPlain(2);
  private static final AccountId ANA = new AccountId(Id.firstOf(1_000_000) | 7 << 6);
  private static final AccountId BEN = new AccountId(Id.firstOf(1_000_000) | 1000 << 6);

  @AfterAll
  static void close() {
    SHARDS.close();
  }

  @Test
  void idsGrowAndCarryTheSlot() {
    var ids = new ArrayList<Long>();
    for (var i = 0; i < 200; i++) { // more than 64 in a millisecond now and then
      ids.add(SHARDS.ofSlot(7).transact(tx -> tx.nextId(7)));
    }

    assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> Slot.of(id) == 7);
    assertThat(String.valueOf(ids.getFirst())).hasSize(18);
    assertThat(new AccountId(ids.getFirst()).millis())
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 1_000);
  }

  @Test
  void manyIdsOfOneSlotInOneTransactionAreDifferent() {
    var ids =
        SHARDS
            .ofSlot(9)
            .list(
                "select next_id(9) as id from generate_series(1, 300)", row -> row.longValue("id"));

    assertThat(ids).hasSize(300).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aClockThatRunsBackNeitherRepeatsNorReordersIds() {
    var shard = SHARDS.ofSlot(11);
    var ahead = (System.currentTimeMillis() + 3_600_000) << 6; // the clock was an hour ahead
    shard.update("update slots set last_tick = ? where slot = 11", ahead);

    var first = shard.transact(tx -> tx.nextId(11));
    var second = shard.transact(tx -> tx.nextId(11));

    assertThat(first).isGreaterThan(Id.firstOf(ahead >> 6));
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void idsMadeAtTheSameTimeByManyAreUnique() throws Exception {
    var shard = SHARDS.ofSlot(13);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new ArrayList<java.util.concurrent.Future<Long>>();
      for (var i = 0; i < 500; i++) {
        made.add(threads.submit(() -> shard.transact(tx -> tx.nextId(13))));
      }
      var ids = new ArrayList<Long>();
      for (var id : made) {
        ids.add(id.get());
      }

      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void aCommitThatIsCutOffIsMadeAgainIfTheWorkIsIdempotentAndElseRefused() {
    var shard = SHARDS.ofSlot(15);
    shard.update("create table cut (number int unique)");
    shard.update("create sequence commits"); // which no rollback takes back
    shard.update(
        """
        create function cut_first() returns trigger language plpgsql as $$
        begin
          if nextval('commits') = 1 then
            perform pg_terminate_backend(pg_backend_pid());
          end if;
          return null;
        end $$
        """);
    shard.update(
        """
        create constraint trigger cut after insert on cut deferrable initially deferred
        for each row execute function cut_first()
        """);
    Function<Tx, Integer> insert =
        tx -> tx.update("insert into cut values (1) on conflict do nothing");

    assertThatThrownBy(() -> shard.transact(insert))
        .isInstanceOfSatisfying(
            DatabaseFailure.class,
            failure -> {
              assertThat(failure.isOutage()).isTrue();
              assertThat(failure.isHarmlessOutage()).isFalse();
            });
    shard.update("alter sequence commits restart");
    assertThat(shard.transactIdempotent(insert)).isEqualTo(1);

    var commits = shard.one("select last_value from commits", row -> row.longValue("last_value"));
    assertThat((long) commits).isEqualTo(2);
  }

  @Test
  void everyKindOfParameterComesBackAsItWent() {
    var at = Instant.parse("2026-11-21T04:00:00.123Z");
    var row =
        SHARDS
            .of(ANA)
            .one(
                """
                select ?::bigint as id, ?::text as word, ?::timestamptz as at, ?::bigint[] as ids,
                       ?::text[] as words, ?::bigint[] as none, ?::boolean as yes, ?::text as nil
                """,
                r ->
                    List.of(
                        r.id("id", AccountId::new),
                        r.text("word"),
                        r.instant("at"),
                        r.ids("ids", AccountId::new),
                        r.texts("words"),
                        r.ids("none", AccountId::new),
                        r.flag("yes"),
                        String.valueOf(r.textOrNull("nil"))),
                ANA,
                "día 사진",
                at,
                List.of(ANA, ANA),
                List.of("a", "b,c\""),
                List.of(),
                true,
                null);

    assertThat(row)
        .containsExactly(
            ANA, "día 사진", at, List.of(ANA, ANA), List.of("a", "b,c\""), List.of(), true, "null");
  }

  @Test
  void aTransactionThatFailsStoresNothingAndRunsNothingAfterwards() {
    var after = new ArrayList<String>();
    var shard = SHARDS.of(ANA);

    assertThatThrownBy(() ->
            shard.transact(tx -> {
              tx.update("insert into account_counts (account_id) values (?)", ANA);
              tx.afterCommit(() -> after.add("ran"));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(after).isEmpty();
    long stored =
        shard.one(
            "select count(*) as n from account_counts where account_id = ?",
            row -> row.longValue("n"),
            ANA);
    assertThat(stored).isZero();
  }

  @Test
  void lastStatementsRunInTheirOrderWithTheCommit() {
    var read = new ArrayList<String>();
    var shard = SHARDS.of(ANA);
    shard.update("create table lines (id bigserial primary key, line text not null)");

    shard.transact(tx -> {
      tx.last("insert into lines (line) values (?)", _ -> {}, "second");
      tx.last(
          "insert into lines (line) values (?), (?) returning line",
          row -> read.add(row.text("line")),
          "third",
          "fourth");
      tx.update("insert into lines (line) values (?)", "first");
      assertThat(read).isEmpty();
      return tx;
    });

    assertThat(read).containsExactly("third", "fourth");
    assertThat(shard.list("select line from lines order by id", row -> row.text("line")))
        .containsExactly("first", "second", "third", "fourth");
  }

  @Test
  void aLastStatementThatFailsStoresNothing() {
    var after = new ArrayList<String>();
    var shard = SHARDS.of(BEN);

    assertThatThrownBy(() ->
            shard.transact(tx -> {
              tx.update("insert into account_counts (account_id) values (?)", BEN);
              tx.last("insert into account_counts (account_id) values (?)", _ -> {}, BEN);
              tx.afterCommit(() -> after.add("ran"));
              return tx;
            }))
        .isInstanceOf(DatabaseFailure.class);

    assertThat(after).isEmpty();
    long stored =
        shard.one(
            "select count(*) as n from account_counts where account_id = ?",
            row -> row.longValue("n"),
            BEN);
    assertThat(stored).isZero();
  }

  @Test
  void aSecondConnectionInsideATransactionIsADefectNotADeadlock() {
    var shard = SHARDS.of(ANA);

    assertThatThrownBy(() -> shard.transact(tx -> shard.update("select 1")))
        .hasMessageContaining("use its Tx");
  }

  @Test
  void gatherAsksEachShardOnceForWhatItHolds() {
    var low = new AccountId(Id.firstOf(1) | 1 << 6);
    var high = new AccountId(Id.firstOf(1) | 1000 << 6);
    var alsoHigh = new AccountId(Id.firstOf(2) | 1001 << 6);

    var answers =
        SHARDS.gather(
            List.of(low, high, alsoHigh),
            Id::slot,
            (shard, ids) -> List.of(shard.name() + " " + ids.size()));

    assertThat(answers).containsExactlyInAnyOrder("s0 1", "s1 2");
  }

  @Test
  void aDatabaseThatFallsSilentIsCutAndAskedAgain() {
    var server = TestPostgres.server();
    var url = server.jdbcUrl(TestPostgres.emptyDatabase());
    var map = new ShardMap.Shard("s", url);
    var limits = new Limits(Duration.ofSeconds(15), SILENCE, Duration.ZERO, PATIENCE);
    try (var shard = new Shard(map, EmbeddedPostgres.USER, server.password(), limits)) {
      var pid = shard.one("select pg_backend_pid() as pid", row -> row.integer("pid"));
      signal("STOP", pid);
      try {
        assertThat(shard.<Integer>one("select 1 as one", row -> row.integer("one"))).isEqualTo(1);
      } finally {
        signal("CONT", pid);
      }
    }
  }

  @Test
  void whoComesWhenTheDatabaseHasBeenAwayForLongIsToldAtOnce() {
    var nobody = new ShardMap.Shard("s", "jdbc:postgresql://127.0.0.1:1/pando");
    var limits = new Limits(SILENCE, SILENCE, Duration.ZERO, PATIENCE);
    try (var shard = new Shard(nobody, EmbeddedPostgres.USER, "", limits)) {
      assertThat(refusal(shard)).isBetween(PATIENCE, PATIENCE.multipliedBy(2));
      assertThat(refusal(shard)).isLessThan(PATIENCE.dividedBy(2));
    }
  }

  /// How long it takes to be told that there is no database.
  private static Duration refusal(Shard shard) {
    var start = System.nanoTime();
    assertThatThrownBy(() -> shard.one("select 1 as one", row -> row.integer("one")))
        .isInstanceOf(DatabaseFailure.class);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void oneThatIsUsedAndClosedHasNothingToComplainOf() {
    var said = new CopyOnWriteArrayList<String>();
    var logger = Logger.getLogger("com.zaxxer.hikari.pool.HikariPool");
    var listening = logger.getFilter();
    logger.setFilter(line -> said.add(line.getLevel() + " " + line.getMessage()));
    try {
      var shards = TestShards.open(1);
      shards.all().getFirst().one("select 1 as one", row -> row.integer("one"));
      shards.close();
    } finally {
      logger.setFilter(listening);
    }

    assertThat(said).noneMatch(line -> line.startsWith(Level.WARNING.getName()));
  }

  @Test
  void aServerThatIsBusyIsNotAway() throws Exception {
    var shard = SHARDS.all().getFirst();
    var held = new CountDownLatch(Shard.CONNECTIONS - 1);
    var over = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 1; i < Shard.CONNECTIONS; i++) {
        var _ =
            threads.submit(() ->
                shard.transact(tx -> {
                  held.countDown();
                  await(over);
                  return true;
                }));
      }
      held.await();
      shard.one("select 1 as one", row -> row.integer("one"));
      try {
        boolean answers = shard.transact(tx -> shard.isAnswering()); // the last connection is taken
        assertThat(answers).isTrue();
      } finally {
        over.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(String name, long pid) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
