package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// One thing that a moderator did.
///
/// @param account on whom
@Json(naming = Json.Naming.LowerUnderscore)
public record LogEntryView(
    String id,
    String kind,
    @Nullable Person moderator,
    @Nullable Person account,
    @Nullable String reportId,
    @Nullable PostId statusId,
    String note,
    Instant createdAt) {

  /// Who it is.
  @Json
  public record Person(AccountId id, String username) {}
}
