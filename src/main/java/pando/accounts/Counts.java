package pando.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much there is of an account.
///
/// @param lastPostAt null if they have never posted
public record Counts(long followers, long following, long posts, @Nullable Instant lastPostAt) {
  /// Of an account that has done nothing yet.
  public static final Counts NONE = new Counts(0, 0, 0, null);
}
