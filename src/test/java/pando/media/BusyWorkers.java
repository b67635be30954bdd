package pando.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// All workers of an engine at photos that they will not finish.
public final class BusyWorkers {
  private BusyWorkers() {}

  /// What is done meanwhile.
  public interface Work {
    void run() throws Exception;
  }

  /// Does something while no worker is free.
  public static void during(ImageEngine engine, Work work) throws Exception {
    var other = TestPhotos.png(16, 16);
    var stopped = new HashSet<Long>();
    var busy = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        while (busy.size() < engine.workers()) {
          engine.render(other, Purpose.AVATAR, List.of(), PhotoRoom.PATIENT);
          stop(engine, stopped);
          busy.add(
              threads.submit(
                  () -> engine.render(other, Purpose.AVATAR, List.of(), PhotoRoom.PATIENT)));
          while (engine.photosInWork() < busy.size()) {
            Thread.onSpinWait();
          }
        }
        work.run();
      } finally {
        for (var worker : stopped) {
          ImageWorkerTest.signal("CONT", worker);
        }
      }
      for (var photo : busy) {
        photo.get();
      }
    }
  }

  private static void stop(ImageEngine engine, Set<Long> stopped)
      throws IOException, InterruptedException {
    for (var worker : engine.pids()) {
      if (stopped.add(worker)) {
        ImageWorkerTest.signal("STOP", worker);
      }
    }
  }
}
