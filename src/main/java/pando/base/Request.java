package pando.base;

import java.time.Duration;
import java.util.function.Supplier;

/// The request that this thread works for: what every log line carries, and the time it has.
///
/// Who is asking is not here: authority is a parameter, never ambient.
///
/// @param id shown to the caller as `X-Request-Id` and written in every log line
/// @param deadlineNanos the [System#nanoTime] by which the answer must be ready
/// @param freshness how old what it reads may be
public record Request(String id, long deadlineNanos, Freshness freshness) {
  /// How long work may take that no request asked for, such as the handling of an event.
  public static final Duration BACKGROUND_BUDGET = Duration.ofSeconds(30);

  private static final ScopedValue<Request> CURRENT = ScopedValue.newInstance();

  /// A request that starts now, and reads what is latest.
  public static Request of(String id, Duration budget) {
    return new Request(id, System.nanoTime() + budget.toNanos(), new Freshness.Latest());
  }

  /// The same request, reading otherwise.
  public Request reading(Freshness freshness) {
    return new Request(id, deadlineNanos, freshness);
  }

  /// The request this thread works for, or a background one that starts now.
  public static Request current() {
    return CURRENT.isBound() ? CURRENT.get() : of("-", BACKGROUND_BUDGET);
  }

  /// The time that is left, never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /// Runs `work` as the current request, reading what is latest: what is kept for others must be.
  public static <T> T readingLatest(Supplier<T> work) {
    return current().reading(new Freshness.Latest()).call(work);
  }

  /// Runs `work` as this request. A thread that the work starts must be bound again.
  public <T> T call(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }
}
