package pando.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether a server is worth asking: after [#FAILURES] in a row nobody asks it for [#PAUSE], then
/// one caller tries, and again a pause after that has failed, until one is answered.
final class Breaker {
  static final int FAILURES = 3;
  static final Duration PAUSE = Duration.ofMillis(250);

  private static final long CLOSED = 0;

  private final LongSupplier nanos;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong nextTry = new AtomicLong(CLOSED);

  /// @param nanos a clock that never runs back
  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Whether the caller may ask; it must say how that went.
  boolean mayAsk() {
    var next = nextTry.get();
    if (next == CLOSED) {
      return true;
    }
    var now = nanos.getAsLong();
    return now - next >= 0 && nextTry.compareAndSet(next, after(now));
  }

  /// The server has answered.
  ///
  /// @return whether it was away before
  boolean succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
    return nextTry.get() != CLOSED && nextTry.getAndSet(CLOSED) != CLOSED;
  }

  /// The server has not answered.
  ///
  /// @return whether it counts as away from now on
  boolean failed() {
    return failures.incrementAndGet() >= FAILURES
        && nextTry.getAndSet(after(nanos.getAsLong())) == CLOSED;
  }

  private static long after(long now) {
    var then = now + PAUSE.toNanos();
    return then == CLOSED ? 1 : then;
  }
}
