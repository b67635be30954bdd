package pando.data;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.util.PSQLState;

/// The database refused a statement, or did not answer. A defect or an outage, never the caller's
/// fault.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String READ_ONLY = "25006";

  /// serialization_failure and deadlock_detected: the same transaction may succeed when run again.
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  /// The server shuts down, has crashed or is not up yet, has no room for another connection, or
  /// has become a replica.
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300", READ_ONLY);

  private static final String DISK_FULL = "53100";

  private static final String CONNECTION_STATES = "08"; // they begin with it

  private final String state;

  private final Phase phase;

  private enum Phase {
    CONNECTING,
    WORKING,
    COMMITTING
  }

  DatabaseFailure(SQLException cause) {
    this(cause, Phase.WORKING);
  }

  private DatabaseFailure(SQLException cause, Phase phase) {
    super(cause);
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    this.phase = phase;
  }

  /// No server was asked.
  static DatabaseFailure unreached(SQLException cause) {
    return new DatabaseFailure(cause, Phase.CONNECTING);
  }

  /// A commit that was sent and not answered with a yes.
  static DatabaseFailure atCommit(SQLException cause) {
    return new DatabaseFailure(cause, Phase.COMMITTING);
  }

  /// Whether the database was away before anything was committed, so that the same may be done
  /// again when it is back.
  boolean isHarmlessOutage() {
    return isOutage() && phase != Phase.COMMITTING;
  }

  /// Whether there was no connection.
  boolean isUnreached() {
    return phase == Phase.CONNECTING;
  }

  /// Whether an outage cannot even have begun to do what was asked.
  boolean isUntouched() {
    return (isOutage() && phase == Phase.CONNECTING) || READ_ONLY.equals(state);
  }

  /// Whether the transaction was rolled back by another's doing and may succeed when run again.
  boolean mayRunAgain() {
    return AGAIN.contains(state);
  }

  /// Whether the database is away for the moment. What was being committed may be stored or not.
  public boolean isOutage() {
    return state.startsWith(CONNECTION_STATES)
        || AWAY.contains(state)
        || getCause() instanceof SQLTransientConnectionException; // no connection in time
  }

  /// Whether the disk of the database is full. Nothing was stored.
  public boolean isDiskFull() {
    return DISK_FULL.equals(state);
  }

  /// Whether a row with this key is there already.
  public boolean isDuplicate() {
    return PSQLState.UNIQUE_VIOLATION.getState().equals(state);
  }
}
