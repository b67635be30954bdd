package pando.moderation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// One thing that a moderator did.
///
/// @param id orders the log
/// @param account on whom, or about whom the report is
/// @param note why, in the moderator's words; may be empty
public record LogEntry(
    long id,
    AccountId account,
    AccountId moderator,
    Kind kind,
    @Nullable ReportId report,
    @Nullable PostId post,
    String note,
    Instant createdAt) {

  /// What was done.
  public enum Kind {
    /// Nothing but this note.
    NOTED,
    SUSPENDED,
    UNSUSPENDED,
    POST_DELETED,
    ASSIGNED,
    UNASSIGNED,
    RESOLVED,
    REOPENED
  }
}
