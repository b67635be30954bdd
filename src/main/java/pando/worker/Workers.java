package pando.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import pando.queue.Lane;
import pando.queue.Lanes;

/// The threads that work: one for each lane, and one for each [Chore].
///
/// A thread ends only when it is told to. What fails is logged and tried again after
/// [#PAUSE_AFTER_FAILURE]: a database that is away must not end the work for ever.
public final class Workers implements AutoCloseable {
  /// How long a lane that has caught up sleeps when nothing wakes it.
  static final Duration IDLE = Duration.ofSeconds(1);

  /// How long a lane lets events gather before it reads them: a busy site then handles many at
  /// once, and a quiet one is not noticeably later.
  static final Duration GATHER = Duration.ofMillis(20);

  static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

  /// How long a stop waits for the work at hand. What is cut off is delivered again.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger(Workers.class.getName());

  private final Lanes lanes;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Something to do every so often, in one node of the site.
  ///
  /// @param name of its thread in logs, the same in every node
  /// @param pause between the end of one run and the start of the next
  /// @param work one bounded piece of work
  public record Chore(String name, Duration pause, Runnable work) {}

  public Workers(Lanes lanes, List<Chore> chores) {
    this.lanes = lanes;
    for (var lane : Lane.values()) {
      threads.add(
          Thread.ofVirtual().name("lane " + lane).unstarted(() -> repeat(() -> work(lane))));
    }
    for (var chore : chores) {
      threads.add(Thread.ofVirtual().name(chore.name()).unstarted(() -> repeat(() -> work(chore))));
    }
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void work(Lane lane) throws InterruptedException {
    if (lanes.drain(lane) < lane.batch()) {
      lanes.await(lane, IDLE);
      pause(GATHER);
    }
  }

  private void work(Chore chore) throws InterruptedException {
    if (lanes.isMine(chore.name())) {
      chore.work().run();
    }
    pause(chore.pause());
  }

  private void repeat(Work work) {
    try {
      while (stopped.getCount() > 0) {
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.log(Level.ERROR, Thread.currentThread().getName() + " goes on after a pause", e);
          pause(PAUSE_AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // close() waited long enough: the thread ends
    }
  }

  /// Waits, but not longer than until the stop.
  private void pause(Duration pause) throws InterruptedException {
    stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Lets the work at hand finish, within a limit, and ends the threads.
  @Override
  public void close() {
    stopped.countDown();
    lanes.wakeAll();
    for (var thread : threads) {
      try {
        if (!thread.join(STOP_LIMIT)) {
          thread.interrupt();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
