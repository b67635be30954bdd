package pando.cluster;

/// Nodes that do the same.
///
/// @param min how many there are at least
/// @param max how many there are at most: with more than `min` they come and go with the load
/// @param memory megabytes of heap of each
public record Pool(int min, int max, int memory) {
  /// Whether nodes come and go with the load.
  public boolean isScaled() {
    return max > min;
  }

  /// The same, held at a number of nodes that somebody has asked for.
  public Pool at(int nodes) {
    return new Pool(nodes, nodes, memory);
  }
}
