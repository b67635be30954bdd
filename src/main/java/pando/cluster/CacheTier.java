package pando.cluster;

/// The shared cache of a region.
///
/// @param servers how many Redis servers: one that is written to, and its replicas
/// @param sentinels how many processes watch them and choose another one to write to
/// @param memory megabytes of each server
/// @param eviction what is dropped when the memory is full, such as `allkeys-lru`
public record CacheTier(int servers, int sentinels, int memory, String eviction) {}
