package pando.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import pando.config.LimitsConfig;

/// How often anyone may ask: counters over fixed windows of time, in the memory of this process.
///
/// A counter belongs to a [Budget] and a subject: an account, a token or a client address. When
/// more subjects come than there is room for, the ones that were idle longest start afresh.
public final class RateLimits {
  private static final int MAX_COUNTERS = 200_000;

  private final InstantSource clock;
  private final boolean enabled;
  private final LimitsConfig config;
  private final Cache<Key, Window> windows =
      Caffeine.newBuilder().maximumSize(MAX_COUNTERS).build();

  /// So many calls in so much time, unless the operator has set another number.
  public enum Budget {
    ACCOUNT(1500, Duration.ofMinutes(5)),
    TOKEN(LimitsConfig.DEFAULT.requestsPerFiveMinutes(), Duration.ofMinutes(5)),
    /// Calls of a client address without a token.
    ADDRESS(LimitsConfig.DEFAULT.requestsPerFiveMinutes(), Duration.ofMinutes(5)),
    MEDIA(LimitsConfig.DEFAULT.uploadsPerHalfHour(), Duration.ofMinutes(30)),
    DELETES(30, Duration.ofMinutes(30)),
    STATUSES(300, Duration.ofHours(3)),
    FOLLOWS(400, Duration.ofHours(24)),
    REPORTS(30, Duration.ofHours(1)),
    SIGN_INS(LimitsConfig.DEFAULT.signInsPerFiveMinutes(), Duration.ofMinutes(5), true),
    SIGN_UPS(LimitsConfig.DEFAULT.signUpsPerHalfHour(), Duration.ofMinutes(30), true),
    /// Archives to take away, and guesses at the password that each needs.
    ARCHIVES(10, Duration.ofHours(24), true),
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
  /// @param limit how many calls are within it
  record Window(int limit, int used, Instant reset) {
    int remaining() {
      return Math.max(0, limit - used);
    }

    boolean exceeded() {
      return used > limit;
    }

    /// The one that leaves less.
    static Window tighter(Window one, Window other) {
      return other.exceeded() || (!one.exceeded() && other.remaining() < one.remaining())
          ? other
          : one;
    }
  }

  /// @param enabled false counts nothing and refuses nobody, as tests of clients need it
  /// @param config the numbers that the operator may set
  public RateLimits(InstantSource clock, boolean enabled, LimitsConfig config) {
    this.clock = clock;
    this.enabled = enabled;
    this.config = config;
  }

  boolean enabled() {
    return enabled;
  }

  /// Counts a call.
  Window charge(Budget budget, String subject) {
    var now = clock.instant();
    var limit = limit(budget);
    if (!enabled) {
      return new Window(limit, 0, now.plus(budget.period));
    }
    return windows
        .asMap()
        .compute(
            new Key(budget, subject),
            (_, last) ->
                last == null || !now.isBefore(last.reset)
                    ? new Window(limit, 1, end(budget, now))
                    : new Window(limit, Math.min(last.used, limit) + 1, last.reset));
  }

  private int limit(Budget budget) {
    return switch (budget) {
      case TOKEN, ADDRESS -> config.requestsPerFiveMinutes();
      case MEDIA -> config.uploadsPerHalfHour();
      case SIGN_INS -> config.signInsPerFiveMinutes();
      case SIGN_UPS -> config.signUpsPerHalfHour();
      case ACCOUNT, DELETES, STATUSES, FOLLOWS, REPORTS, ARCHIVES, APPS -> budget.limit;
    };
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
