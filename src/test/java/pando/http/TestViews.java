package pando.http;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Json.Naming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.base.PostId;

/// Views for tests. They are public: for package-private ones avaje would generate a second
/// `pando.http.ApiJsonComponent`, which hides that of the program.
public final class TestViews {
  private TestViews() {}

  /// One component of each kind.
  @Json(naming = Naming.LowerUnderscore)
  public record Sample(
      PostId id,
      Instant createdAt,
      @Nullable Instant editedAt,
      @Nullable AccountId inReplyToAccountId,
      List<String> mediaAttachments,
      Map<String, String> meta,
      String text,
      int repliesCount,
      @Nullable Boolean muted) {}

  /// What is absent where it does not apply.
  @Json(naming = Naming.LowerUnderscore)
  public record Pinned(boolean pinned) {}
}
