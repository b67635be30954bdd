package pando.data;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLState;

/// The database refused a statement, or did not answer. A defect or an outage, never the caller's
/// fault.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// serialization_failure and deadlock_detected: the same transaction may succeed when run again.
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  private final String state;

  DatabaseFailure(SQLException cause) {
    super(cause);
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /// Whether the transaction was rolled back by another's doing and may succeed when run again.
  boolean mayRunAgain() {
    return AGAIN.contains(state);
  }

  /// Whether a row with this key is there already.
  public boolean isDuplicate() {
    return PSQLState.UNIQUE_VIOLATION.getState().equals(state);
  }
}
