package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pando.data.Shards;
import pando.data.TestShards;

/// Every statement of the room fits the schema and finds its rows by an index.
class StatementsTest {
  private static final Shards SHARDS = TestShards.open(1);
  private static final Pattern STATEMENT =
      Pattern.compile("(?s)\\s*(select|insert|update|delete|with)\\b.*");
  private static final Pattern PARAMETER = Pattern.compile("\\?");

  @AfterAll
  static void close() {
    SHARDS.close();
  }

  /// @param name such as `PostStore.INSERT`
  record Statement(String name, String sql) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Statement> statements() {
    return Stream.of(
            PostStore.class,
            ReactionStore.class,
            ReceivedStore.class,
            ListStore.class,
            Outlines.class,
            Threads.class,
            Tags.class,
            PostSearch.class,
            OtherSides.class)
        .flatMap(type -> Stream.of(type.getDeclaredFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .flatMap(StatementsTest::statements)
        .toList();
  }

  private static Stream<Statement> statements(Field field) {
    var name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
    try {
      field.setAccessible(true);
      return switch (field.get(null)) {
        case String sql when STATEMENT.matcher(sql).matches() ->
            Stream.of(new Statement(name, sql));
        case Listing(var newestFirst, var oldestFirst) ->
            Stream.of(new Statement(name, newestFirst), new Statement(name + " up", oldestFirst));
        default -> Stream.empty();
      };
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The plan for parameters that are not known, when the tables are too large to be scanned.
  private static String plan(String sql) {
    var count = (int) PARAMETER.matcher(sql).results().count();
    var number = new int[1];
    var numbered =
        PARAMETER.matcher(sql).replaceAll(_ -> Matcher.quoteReplacement("$" + ++number[0]));
    var arguments =
        count == 0 ? "" : "(" + String.join(", ", Collections.nCopies(count, "null")) + ")";
    return SHARDS
        .all()
        .getFirst()
        .transact(tx -> {
          tx.update("set local plan_cache_mode = force_generic_plan");
          tx.update("set local enable_seqscan = off");
          tx.update("prepare wanted as " + numbered);
          var lines = tx.list("explain execute wanted" + arguments, row -> row.text("QUERY PLAN"));
          tx.update("deallocate wanted");
          return String.join("\n", lines);
        });
  }

  @Test
  void thereAreStatements() {
    assertThat(statements()).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void noTableIsScanned(Statement statement) {
    assertThat(plan(statement.sql())).doesNotContain("Seq Scan");
  }

  @Test
  void listsOfPhotosHaveIndexesOfTheirOwn() {
    var plans = statements().stream().filter(s -> s.name().contains("PHOTOS_OF_")).toList();
    assertThat(plans).hasSize(4);
    assertThat(plans).allSatisfy(s -> assertThat(plan(s.sql())).contains("_media on posts"));
  }
}
