package pando.cluster;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The database of a region, in processes of its own.
///
/// @param copies the numbers of the servers beside the first, each with all of the data, in order;
///   none: there is one PostgreSQL, and nobody who could take its place
public record DatabaseTier(List<Integer> copies) {
  /// Each makes the primary send all that is written.
  public static final int MAX_REPLICAS = 5;

  private static final int FIRST = 1;

  public DatabaseTier {
    copies = List.copyOf(copies);
  }

  /// A database with a number of replicas.
  public static DatabaseTier of(int replicas) {
    return new DatabaseTier(List.of()).resized(replicas);
  }

  /// How many servers follow the one that is written to.
  public int replicas() {
    return copies.size();
  }

  /// The numbers of all servers.
  public List<Integer> servers() {
    return Stream.concat(Stream.of(FIRST), copies.stream()).toList();
  }

  /// The same servers, and as many more or fewer as there should be: a new one has the lowest
  /// number that is free.
  public DatabaseTier resized(int replicas) {
    var kept = copies.stream().limit(replicas).toList();
    var free = IntStream.iterate(FIRST + 1, number -> number + 1).boxed();
    var fresh = free.filter(number -> !kept.contains(number)).limit(replicas - kept.size());
    return new DatabaseTier(Stream.concat(kept.stream(), fresh).sorted().toList());
  }
}
