package pando.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.base.Id;

/// A transaction on one shard, open while the function runs that was given to [Shard#transact].
///
/// Parameters of a statement may be: [Id], numbers, text, booleans, [Instant], `byte[]`, a
/// collection of ids, longs or texts (an array), or null.
public final class Tx {
  private static final String NEXT_ID = "select next_id(?) as id";

  private final Connection connection;
  private final List<Last> last = new ArrayList<>();
  private final List<@Nullable Object> lastParameters = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  /// A statement that is sent together with the commit.
  private record Last(String sql, Consumer<Row> reader) {}

  Tx(Connection connection) {
    this.connection = connection;
  }

  /// A new id in a slot of this shard. Take ids of one slot only in a transaction: it holds the
  /// slot until it ends.
  public long nextId(int slot) {
    return one(NEXT_ID, row -> row.longValue("id"), slot);
  }

  /// Runs an insert, update or delete and returns how many rows it touched.
  public int update(String sql, @Nullable Object... parameters) {
    try (var statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /// Every row of the answer.
  public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    try (var statement = prepare(sql, parameters);
        var result = statement.executeQuery()) {
      var row = new Row(result);
      var values = new ArrayList<T>();
      while (result.next()) {
        values.add(reader.read(row));
      }
      return values;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /// The only row of the answer, or null when it has none.
  public <T> @Nullable T find(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    var rows = list(sql, reader, parameters);
    if (rows.size() > 1) {
      throw new IllegalStateException("expected one row at most, not " + rows.size() + ": " + sql);
    }
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /// The only row of the answer.
  public <T> T one(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    var row = find(sql, reader, parameters);
    if (row == null) {
      throw new IllegalStateException("expected one row, not none: " + sql);
    }
    return row;
  }

  /// Runs a statement after all others, on the way to the database that the commit takes anyway:
  /// nothing waits for it. For what the transaction itself does not look at again.
  ///
  /// @param reader gets each row of the answer, once the transaction has committed and before what
  ///   is to run after it
  public void last(String sql, Consumer<Row> reader, @Nullable Object... parameters) {
    last.add(new Last(sql, reader));
    Collections.addAll(lastParameters, parameters);
  }

  /// Runs `action` once the transaction has committed, never when it is rolled back.
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /// Sends the last statements and the commit.
  void commit() throws SQLException {
    if (!last.isEmpty()) {
      var sql = last.stream().map(Last::sql).collect(Collectors.joining(";\n", "", ";\ncommit"));
      try (var statement = prepare(sql, lastParameters.toArray())) {
        var hasRows = statement.execute();
        for (var each : last) {
          if (hasRows) {
            read(statement.getResultSet(), each.reader());
          }
          hasRows = statement.getMoreResults();
        }
      }
    }
    connection.commit(); // the driver knows if there is nothing left to commit
  }

  private static void read(ResultSet result, Consumer<Row> reader) throws SQLException {
    var row = new Row(result);
    while (result.next()) {
      reader.accept(row);
    }
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      for (var i = 0; i < parameters.length; i++) {
        bind(statement, i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Id id -> statement.setLong(index, id.value());
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number -> statement.setDouble(index, number);
      case Boolean flag -> statement.setBoolean(index, flag);
      case String text -> statement.setString(index, text);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Instant time -> statement.setObject(index, time.atOffset(ZoneOffset.UTC));
      case long[] longs -> statement.setObject(index, longs);
      case Collection<?> values -> bindArray(statement, index, values);
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass().getName());
    }
  }

  private void bindArray(PreparedStatement statement, int index, Collection<?> values)
      throws SQLException {
    if (values.isEmpty()) {
      statement.setObject(index, "{}", Types.OTHER); // an empty array of whatever type is expected
    } else if (values.iterator().next() instanceof String) {
      statement.setArray(index, connection.createArrayOf("text", values.toArray()));
    } else {
      statement.setObject(index, values.stream().mapToLong(Tx::number).toArray());
    }
  }

  private static long number(Object value) {
    return value instanceof Id id ? id.value() : (Long) value;
  }
}
