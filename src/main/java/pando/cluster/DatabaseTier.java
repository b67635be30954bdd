package pando.cluster;

/// The database of a region, in processes of its own.
///
/// @param replicas how many servers follow the one that is written to, each with all of the data;
///   none: there is one PostgreSQL, and nobody who could take its place
public record DatabaseTier(int replicas) {
  /// How many servers have the data.
  public int servers() {
    return 1 + replicas;
  }
}
