package pando.redis;

/// Redis does not answer now. Whoever asked has another way, which takes longer.
public final class RedisAway extends RuntimeException {
  RedisAway(String message) {
    super(message, null, false, false); // thrown often while it is away: without a stack trace
  }

  RedisAway(String message, Throwable cause) {
    super(message, cause);
  }
}
