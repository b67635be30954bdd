package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.cluster.ShardMap;
import pando.data.Schema.File;

class SchemaFilesTest {
  private static final int NODES = 4;

  private final ShardMap map = TestShards.map(1);
  private final Shards shards = TestShards.open(map);
  private final Shard shard = shards.all().getFirst();

  @AfterEach
  void close() {
    shards.close();
  }

  @Test
  void nodesThatStartAtTheSameTimeBringTheSchemaUpToDateOnce() throws Exception {
    var empty = TestShards.map(1);

    inNodes(() -> {
      try (var node = TestShards.open(empty)) {
        var files =
            node.all()
                .getFirst()
                .list("select name from schema_files order by name", row -> row.text("name"));
        assertThat(files).doesNotHaveDuplicates().first().isEqualTo("001-pando.sql");
        assertThat(files).last().isEqualTo(Schema.files().getLast().name());
        return node;
      }
    });
  }

  @Test
  void aFileThatWaitsForALockGivesWayToPeopleAndIsTriedAgain() throws Exception {
    var file = new File("900-late.sql", "alter table accounts add column late text");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var ana = connect()) {
      ana.setAutoCommit(false);
      execute(ana, "select count(*) from accounts"); // and stays in her transaction
      var migration = threads.submit(() -> Schema.migrate(shard, List.of(file)));
      awaitALockThatIsWaitedFor();

      var start = System.nanoTime();
      shard.one("select count(*) as n from accounts", row -> row.longValue("n")); // Ben reads
      var waited = Duration.ofNanos(System.nanoTime() - start);

      assertThat(waited).isLessThan(Schema.LOCK_LIMIT.plusSeconds(2));
      assertThat(migration.isDone()).isFalse();
      ana.commit();
      migration.get();
    }
    assertThat(columns("accounts")).contains("late");
  }

  @Test
  void aFileThatFailsLeavesNothing() {
    var file = new File("900-wrong.sql", "create table half (id int); select 1 / 0");

    assertThatThrownBy(() -> Schema.migrate(shard, List.of(file)))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("900-wrong.sql");

    assertThat(columns("half")).isEmpty();
  }

  @Test
  void anIndexIsMadeOnlineByOneNodeWhileTheOthersWait() throws Exception {
    var file =
        new File(
            "900-index.online.sql",
            "create index concurrently if not exists accounts_made on accounts (created_at);");

    inNodes(() -> {
      Schema.migrate(shard, List.of(file));
      return shard;
    });

    assertThat(valid("accounts_made")).isEqualTo(List.of(true));
  }

  @Test
  void anIndexThatWasCutShortIsMadeAgain() throws Exception {
    shard.update("create table twice (n int)");
    shard.update("insert into twice values (1), (1)");
    try (var connection = connect()) {
      assertThatThrownBy(
              () -> execute(connection, "create unique index concurrently only_one on twice (n)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(valid("only_one")).isEqualTo(List.of(false));
    shard.update("truncate twice");

    Schema.migrate(
        shard,
        List.of(
            new File(
                "900-one.online.sql",
                "create unique index concurrently if not exists only_one on twice (n)")));

    assertThat(valid("only_one")).isEqualTo(List.of(true));
  }

  private List<Boolean> valid(String index) {
    return shard.list(
        "select indisvalid as valid from pg_index where indexrelid::regclass::text = ?",
        row -> row.flag("valid"),
        index);
  }

  private List<String> columns(String table) {
    return shard.list(
        "select column_name::text as name from information_schema.columns where table_name = ?",
        row -> row.text("name"),
        table);
  }

  private void awaitALockThatIsWaitedFor() {
    while (shard.one(
        """
        select not exists (select 1 from pg_locks l join pg_database d on d.oid = l.database
                            where not l.granted and d.datname = current_database()) as none
        """,
        row -> row.flag("none"))) {
      Thread.onSpinWait();
    }
  }

  private static <T> void inNodes(Callable<T> node) throws Exception {
    var together = new CountDownLatch(NODES);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var nodes =
          IntStream.range(0, NODES)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return node.call();
                  }))
              .toList();
      for (var each : nodes) {
        each.get();
      }
    }
  }

  private Connection connect() throws SQLException {
    var password = TestPostgres.server().password();
    return DriverManager.getConnection(
        map.shards().getFirst().url(), EmbeddedPostgres.USER, password);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
