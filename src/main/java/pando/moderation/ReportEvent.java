package pando.moderation;

import io.avaje.jsonb.Json;
import pando.base.AccountId;
import pando.queue.Event;

/// What happens to reports.
public sealed interface ReportEvent extends Event {
  /// Somebody reported somebody.
  ///
  /// @param account who is reported
  @Json
  record Filed(ReportId report, AccountId account, AccountId reporter) implements ReportEvent {}
}
