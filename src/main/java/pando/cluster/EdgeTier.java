package pando.cluster;

/// The edges of a region, which keep photos near their readers.
///
/// @param nodes how many
/// @param memory megabytes of each
/// @param admitOriginalsAfter how often a large file must be asked for, within a few minutes, to be
///   kept
public record EdgeTier(int nodes, int memory, int admitOriginalsAfter) {}
