package pando.base;

/// How old the rows may be that a request reads, and who must not be shown less than before. This
/// is no authority: it says where rows are read, not which.
///
/// The two guarantees for a person are those of Terry et al., "Session Guarantees for Weakly
/// Consistent Replicated Data" (1994): read your writes, and monotonic reads.
public sealed interface Freshness {
  /// Whatever was committed before: for whoever decides by what they read, or keeps it for others.
  record Latest() implements Freshness {}

  /// Some seconds old may do, as for a visitor without an account.
  record Recent() implements Freshness {}

  /// At least what a person has written and what was read for them before.
  record SinceSeen(Id person) implements Freshness {}
}
