package pando.cache;

/// Which keys are forgotten first when memory is full.
public enum Eviction {
  /// Those that were used longest ago.
  LRU("allkeys-lru"),

  /// Those that are used least often.
  LFU("allkeys-lfu"),

  /// Those that came first.
  FIFO("allkeys-random"),

  /// Those that are used least often or longest ago, whichever was right lately.
  ADAPTIVE("");

  private final String redis;

  Eviction(String redis) {
    this.redis = redis;
  }

  /// The word of Redis for it, or for what finds about as much; empty: Redis has no such thing.
  public String redis() {
    return redis;
  }

  /// An empty cache with this policy.
  EvictionPolicy policy(long maxBytes) {
    return switch (this) {
      case LRU -> new EvictionPolicy.Queue(maxBytes, true);
      case LFU -> new EvictionPolicy.Frequency(maxBytes);
      case FIFO -> new EvictionPolicy.Queue(maxBytes, false);
      case ADAPTIVE -> new EvictionPolicy.Adaptive(maxBytes);
    };
  }
}
