package pando.queue;

import java.time.InstantSource;
import pando.cache.NearCaches;
import pando.data.Shards;

/// What a desk stands on.
///
/// @param shards where its rows are
/// @param outbox where it says what happened
/// @param caches what it keeps near
/// @param clock what time it is
public record Ground(Shards shards, Outbox outbox, NearCaches caches, InstantSource clock) {}
