package pando.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ids of events that were delivered eagerly and that a lane has not read yet, so that it need
/// not deliver them again. Forgetting one does no harm.
final class Handled {
  private static final int MAX = 100_000;

  private final LinkedHashSet<Long> ids = new LinkedHashSet<>();

  synchronized void add(long id) {
    if (ids.size() == MAX) {
      ids.removeFirst();
    }
    ids.add(id);
  }

  /// Forgets ids and answers those of them that were here.
  synchronized Set<Long> removeAll(Stream<Long> read) {
    return read.filter(ids::remove).collect(Collectors.toSet());
  }
}
