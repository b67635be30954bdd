package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.data.Schema.File;

/// Holds the schema files to [MigrationRules], and the rules to files that break them.
class MigrationRulesTest {
  /// Those of the first version to be released are made for a site without people.
  private static final List<String> FIRST_VERSION = List.of("001-pando.sql", "002-moderation.sql");

  private static final String PHOTOS =
      """
      create table albums (id bigint primary key);
      create table pictures (id bigint primary key, album_id bigint, title text, size int);
      insert into albums select n from generate_series(1, 1000) as n;
      insert into pictures select n, n, 'a title', n from generate_series(1, 1000) as n;
      """;

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection =
        DriverManager.getConnection(
            TestPostgres.server().jdbcUrl(TestPostgres.emptyDatabase()),
            EmbeddedPostgres.USER,
            TestPostgres.server().password());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void everySchemaFileLetsNodesOfTheVersionBeforeGoOn() throws SQLException {
    for (var file : Schema.files()) {
      var faults = MigrationRules.broken(connection, file);
      if (!FIRST_VERSION.contains(file.name())) {
        assertThat(faults).as(file.name()).isEmpty();
      }
      if (file.isOnline()) {
        execute(file.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aFileThatLocksATableForLongOrTakesFromOldNodesIsRefusedWithTheRemedy(
      String sql, String remedy) throws SQLException {
    execute(PHOTOS);

    var faults = MigrationRules.broken(connection, new File("900-bad.sql", sql));

    assertThat(faults).isNotEmpty().anySatisfy(fault -> assertThat(fault).contains(remedy));
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        arguments("create index on pictures (title)", "create index concurrently"),
        arguments("alter table pictures add constraint titled check (title <> '')", "'not valid'"),
        arguments(
            "alter table pictures add foreign key (album_id) references albums (id)",
            "'not valid'"),
        arguments("alter table pictures alter column title set not null", "'not valid'"),
        arguments("alter table pictures alter column size type bigint", "written anew"),
        arguments(
            "alter table pictures add column at timestamptz default clock_timestamp()",
            "written anew"),
        arguments("update pictures set title = 'another'", "in batches"),
        arguments("delete from pictures where size > 200", "in batches"),
        arguments("cluster pictures using pictures_pkey", "written anew"),
        arguments(
            "lock table pictures in share mode; select count(*) from albums",
            "writers of pictures"),
        arguments("alter table pictures drop column size", "-- contract:"),
        arguments("alter table pictures rename column size to bytes", "-- contract:"),
        arguments("drop table pictures", "-- contract:"),
        arguments("alter table pictures rename to images", "-- contract:"),
        arguments("alter table pictures add column place text not null", "has rows"),
        arguments(
            "alter table pictures add column place text not null default 'here';"
                + " alter table pictures alter column place drop default",
            "let it be null or have a default"),
        arguments(
            "alter table pictures add constraint small check (size < 2000) not valid",
            "-- contract:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table pictures add column place text",
        "alter table pictures add column place text not null default 'here'",
        "alter table pictures alter column title set default 'untitled'",
        "create table comments (id bigint primary key, picture_id bigint not null);"
            + " create index on comments (picture_id);"
            + " insert into comments select id, id from pictures",
        "update pictures set title = 'first' where id = 1",
        "-- contract: nodes have not used it since version 3\n"
            + "alter table pictures drop column size",
        "-- contract: nodes write no others since version 3\n"
            + "alter table pictures add constraint small check (size < 2000) not valid",
      })
  void aFileThatTakesAMomentIsFine(String sql) throws SQLException {
    execute(PHOTOS);

    assertThat(MigrationRules.broken(connection, new File("900-good.sql", sql))).isEmpty();
  }

  @Test
  void anOnlineFileHoldsOnlyWhatBlocksNobody() throws SQLException {
    var good =
        """
        -- so that pictures are found by their title
        create index concurrently if not exists pictures_title on pictures (title);
        alter table pictures validate constraint small;
        drop index concurrently if exists pictures_size;
        """;
    var bad = "create index concurrently titles on pictures (title); drop table pictures";

    assertThat(MigrationRules.broken(connection, new File("900-good.online.sql", good))).isEmpty();
    assertThat(MigrationRules.broken(connection, new File("900-bad.online.sql", bad))).hasSize(2);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
