package pando.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How often anyone may ask: counters over fixed windows of time, in the memory of this process.
///
/// A counter belongs to a [Budget] and a subject: an account, a token or a client address. When
/// more subjects come than there is room for, the ones that were idle longest start afresh.
public final class RateLimits {
  private static final int MAX_COUNTERS = 200_000;

  private final InstantSource clock;
  private final boolean enabled;
  private final Cache<Key, Window> windows =
      Caffeine.newBuilder().maximumSize(MAX_COUNTERS).build();

  /// So many calls in so much time.
  public enum Budget {
    ACCOUNT(1500, Duration.ofMinutes(5)),
    TOKEN(300, Duration.ofMinutes(5)),
    /// Calls of a client address without a token.
    ADDRESS(300, Duration.ofMinutes(5)),
    MEDIA(30, Duration.ofMinutes(30)),
    DELETES(30, Duration.ofMinutes(30)),
    STATUSES(300, Duration.ofHours(3)),
    FOLLOWS(400, Duration.ofHours(24)),
    SIGN_INS(25, Duration.ofMinutes(5), true),
    SIGN_UPS(5, Duration.ofMinutes(30), true),
    APPS(5, Duration.ofMinutes(10), true);

    final int limit;
    final Duration period;

    /// Whether the calls of a client address are counted, whoever makes them.
    final boolean ofAddress;

    Budget(int limit, Duration period) {
      this(limit, period, false);
    }

    Budget(int limit, Duration period, boolean ofAddress) {
      this.limit = limit;
      this.period = period;
      this.ofAddress = ofAddress;
    }
  }

  private record Key(Budget budget, String subject) {}

  /// The state of a counter after a call.
  ///
  /// @param used calls in this window, including those that were refused
  /// @param reset when the next window begins
  record Window(Budget budget, int used, Instant reset) {
    int remaining() {
      return Math.max(0, budget.limit - used);
    }

    boolean exceeded() {
      return used > budget.limit;
    }

    /// The one that leaves less.
    static Window tighter(Window one, Window other) {
      return other.exceeded() || (!one.exceeded() && other.remaining() < one.remaining())
          ? other
          : one;
    }
  }

  /// @param enabled false counts nothing and refuses nobody, as tests of clients need it
  public RateLimits(InstantSource clock, boolean enabled) {
    this.clock = clock;
    this.enabled = enabled;
  }

  boolean enabled() {
    return enabled;
  }

  /// Counts a call.
  Window charge(Budget budget, String subject) {
    var now = clock.instant();
    if (!enabled) {
      return new Window(budget, 0, now.plus(budget.period));
    }
    return windows
        .asMap()
        .compute(
            new Key(budget, subject),
            (_, last) ->
                last == null || !now.isBefore(last.reset)
                    ? new Window(budget, 1, end(budget, now))
                    : new Window(budget, Math.min(last.used, budget.limit) + 1, last.reset));
  }

  private static Instant end(Budget budget, Instant now) {
    var period = budget.period.toMillis();
    return Instant.ofEpochMilli((now.toEpochMilli() / period + 1) * period);
  }

  Duration untilReset(Window window) {
    var left = Duration.between(clock.instant(), window.reset);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
