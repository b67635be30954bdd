package pando.accounts;

import java.time.InstantSource;
import java.util.Arrays;
import pando.base.AccountId;

/// Whom one viewer follows, blocks and mutes, at one moment. Immutable and compact: sorted arrays
/// of account ids.
public final class Ties {
  private static final long[] NOBODY = {};

  /// Of somebody who is not signed in.
  public static final Ties NONE =
      new Ties(NOBODY, NOBODY, NOBODY, NOBODY, new Mutes(NOBODY, NOBODY, InstantSource.system()));

  private final long[] following;
  private final long[] boostsHidden;
  private final long[] blocking;
  private final long[] blockedBy;
  private final Mutes mutes;

  /// Whom the viewer mutes, and until when.
  static final class Mutes {
    private final long[] muted;
    private final long[] until;
    private final InstantSource clock;

    /// @param muted sorted
    /// @param until for each muted one when the mute ends, in milliseconds since 1970
    Mutes(long[] muted, long[] until, InstantSource clock) {
      this.muted = muted;
      this.until = until;
      this.clock = clock;
    }

    boolean contains(long id) {
      var index = Arrays.binarySearch(muted, id);
      return index >= 0 && until[index] > clock.millis();
    }
  }

  /// @param following sorted, like all of these
  Ties(long[] following, long[] boostsHidden, long[] blocking, long[] blockedBy, Mutes mutes) {
    this.following = following;
    this.boostsHidden = boostsHidden;
    this.blocking = blocking;
    this.blockedBy = blockedBy;
    this.mutes = mutes;
  }

  /// Whether the viewer follows somebody.
  public boolean follows(AccountId id) {
    return contains(following, id);
  }

  /// Whether somebody's boosts are not wanted in the home feed.
  public boolean hidesBoostsOf(AccountId id) {
    return contains(boostsHidden, id);
  }

  /// Whether one of the two blocks the other.
  public boolean blocks(AccountId id) {
    return contains(blocking, id) || contains(blockedBy, id);
  }

  /// Whether the viewer is blocked by somebody.
  public boolean blockedBy(AccountId id) {
    return contains(blockedBy, id);
  }

  /// Whether the viewer mutes somebody now.
  public boolean mutes(AccountId id) {
    return mutes.contains(id.value());
  }

  /// Whether the viewer is to see nothing of somebody: a block either way, or a mute.
  public boolean hides(AccountId id) {
    return blocks(id) || mutes(id);
  }

  /// The ids of all whom the viewer follows, sorted. Not to be changed.
  public long[] following() {
    return following;
  }

  /// How many ids are kept.
  int size() {
    return following.length
        + boostsHidden.length
        + blocking.length
        + blockedBy.length
        + 2 * mutes.muted.length;
  }

  private static boolean contains(long[] ids, AccountId id) {
    return Arrays.binarySearch(ids, id.value()) >= 0;
  }
}
