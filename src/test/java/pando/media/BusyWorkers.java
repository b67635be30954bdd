package pando.media;

/// All workers of an engine at photos that they will not finish.
public final class BusyWorkers {
  private BusyWorkers() {}

  /// What is done meanwhile.
  public interface Work {
    void run() throws Exception;
  }

  /// Does something while no worker is free.
  public static void during(ImageEngine engine, Work work) throws Exception {
    var taken = 0;
    try {
      while (taken < engine.workers()) {
        engine.takePlace(PhotoRoom.PATIENT);
        taken++;
      }
      work.run();
    } finally {
      for (; taken > 0; taken--) {
        engine.leavePlace();
      }
    }
  }
}
