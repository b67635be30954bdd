package pando.queue;

import java.util.LinkedHashSet;

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

  synchronized boolean remove(long id) {
    return ids.remove(id);
  }
}
