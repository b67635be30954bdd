package pando.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The row of a result that is being read, column by name.
///
/// A method without `OrNull` refuses null: a column that may be null is read by one that says so.
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /// Reads the current row of a result into a value.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row);
  }

  /// A typed id, such as `row.id("author_id", AccountId::new)`.
  public <I> I id(String column, LongFunction<I> type) {
    return type.apply(longValue(column));
  }

  /// A typed id, or null.
  public <I> @Nullable I idOrNull(String column, LongFunction<I> type) {
    var value = longOrNull(column);
    return value == null ? null : type.apply(value);
  }

  /// A `bigint[]` of typed ids.
  public <I> List<I> ids(String column, LongFunction<I> type) {
    var ids = new ArrayList<I>();
    for (var value : longs(column)) {
      ids.add(type.apply(value));
    }
    return List.copyOf(ids);
  }

  /// A `bigint[]`.
  public long[] longs(String column) {
    var values = (Object[]) array(column);
    var longs = new long[values.length];
    for (var i = 0; i < longs.length; i++) {
      longs[i] = (Long) values[i];
    }
    return longs;
  }

  /// A `text[]`.
  public List<String> texts(String column) {
    return List.of((String[]) array(column));
  }

  /// A `text[]`, or null.
  public @Nullable List<String> textsOrNull(String column) {
    return read(column, ResultSet::getArray) == null ? null : texts(column);
  }

  private Object array(String column) {
    var array = present(column, read(column, ResultSet::getArray));
    try {
      return array.getArray();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  public String text(String column) {
    return present(column, read(column, ResultSet::getString));
  }

  public @Nullable String textOrNull(String column) {
    return read(column, ResultSet::getString);
  }

  public boolean flag(String column) {
    return present(column, read(column, (r, name) -> r.getObject(name, Boolean.class)));
  }

  public int integer(String column) {
    return present(column, read(column, (r, name) -> r.getObject(name, Integer.class)));
  }

  public long longValue(String column) {
    return present(column, longOrNull(column));
  }

  public @Nullable Long longOrNull(String column) {
    return read(column, (r, name) -> r.getObject(name, Long.class));
  }

  public @Nullable Double doubleOrNull(String column) {
    return read(column, (r, name) -> r.getObject(name, Double.class));
  }

  public byte[] bytes(String column) {
    return present(column, read(column, ResultSet::getBytes));
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return read(column, ResultSet::getBytes);
  }

  /// A `timestamptz`.
  public Instant instant(String column) {
    return present(column, instantOrNull(column));
  }

  /// A `timestamptz`, or null.
  public @Nullable Instant instantOrNull(String column) {
    var time = read(column, (r, name) -> r.getObject(name, OffsetDateTime.class));
    return time == null ? null : time.toInstant();
  }

  private static <T> T present(String column, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return value;
  }

  private interface Column<T> {
    @Nullable T read(ResultSet result, String name) throws SQLException;
  }

  private <T> @Nullable T read(String column, Column<T> type) {
    try {
      return type.read(result, column);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
