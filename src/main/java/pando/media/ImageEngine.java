package pando.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import pando.base.Refusal;
import pando.media.EngineProtocol.Answer;
import pando.media.EngineProtocol.Task;

/// Makes what is shown from what was uploaded, in worker processes that may die without harm.
///
/// Workers are started when there is work and kept while there is some. The one that rested least
/// is taken first, so that the others may go. A photo that finds all of them busy waits for the
/// first to have done, or for another one, which takes a second or more to start.
public final class ImageEngine implements AutoCloseable {
  /// How long a new worker may take to say that it is ready.
  private static final Duration START_BUDGET = Duration.ofSeconds(30);

  private static final String NO_LIBRARY =
      "this server cannot prepare photos, because libvips is not installed. Its operator can"
          + " install it (Debian, Ubuntu: apt install libvips42), or put"
          + " libvips-cpp.so of npm's @img/sharp-libvips package in the server's lib folder";
  private static final System.Logger LOG = System.getLogger(ImageEngine.class.getName());

  private final EngineConfig config;
  private final InstantSource clock;
  private final Semaphore places;
  private final LinkedBlockingDeque<EngineProcess> resting = new LinkedBlockingDeque<>();
  private final Set<EngineProcess> workers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;

  public ImageEngine(EngineConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.places = new Semaphore(config.media().workers(), true);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("image-engine-timer").factory());
    var pause = Math.max(1, config.idle().toMillis() / 2);
    var _ = timer.scheduleWithFixedDelay(this::endIdle, pause, pause, TimeUnit.MILLISECONDS);
  }

  /// Makes the variants of an image.
  ///
  /// @param patience how long to wait for a free worker
  /// @throws Refusal.Invalid if it is no image that Pando reads, or damaged, or beyond a limit
  /// @throws Refusal.TooLarge if it has too many bytes
  /// @throws Refusal.Unavailable if there is no libvips
  /// @throws Unfinished if it could not be made this time
  public Rendition render(byte[] original, Purpose purpose, List<Edit> edits, Duration patience) {
    if (original.length > config.media().maxUploadBytes()) {
      throw new Refusal.TooLarge(
          "this photo has more than %d MB".formatted(config.media().maxUploadBytes() >> 20));
    }
    Edit.requireFew(edits);
    var kind = ImageKind.require(original);
    var task = new Task(kind, purpose, edits, config.media().maxPixels());
    takePlace(patience);
    try {
      return switch (ask(task, original)) {
        case Answer.Done(var rendition) -> rendition;
        case Answer.Refused(var reason) -> throw new Refusal.Invalid(reason);
        case Answer.Failed(var detail) -> throw new IllegalStateException(detail);
      };
    } finally {
      leavePlace();
    }
  }

  /// An image was not made, and may be the next time.
  public static final class Unfinished extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unfinished(String reason) {
      super(reason);
    }
  }

  /// Waits until one photo fewer than there may be is in work, and counts one more.
  void takePlace(Duration patience) {
    try {
      if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Unfinished("no worker was free in " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unfinished("interrupted");
    }
  }

  void leavePlace() {
    places.release();
  }

  private Answer ask(Task task, byte[] file) {
    var worker = worker();
    var alarm = after(config.budget(), worker);
    try {
      var answer = worker.ask(task, file);
      if (alarm.cancel(false)) {
        rest(worker);
      }
      return answer;
    } catch (IOException e) {
      var late = !alarm.cancel(false);
      end(worker);
      var what = late ? " ran out of time over a photo" : " died over a photo";
      LOG.log(Level.WARNING, worker + what + " (" + task.kind() + ", " + file.length + " bytes)");
      throw new Unfinished(worker + what);
    }
  }

  /// Starts a worker ahead, so that the first photo does not wait for one.
  public void warm() {
    if (places.tryAcquire()) {
      try {
        rest(worker());
      } catch (RuntimeException e) { // photos say why when there are some
        LOG.log(Level.DEBUG, "no worker was started ahead", e);
      } finally {
        places.release();
      }
    }
  }

  private void rest(EngineProcess worker) {
    worker.rest(clock.instant());
    resting.push(worker);
  }

  private EngineProcess worker() {
    for (var worker = resting.poll(); worker != null; worker = resting.poll()) {
      if (worker.isAlive()) {
        return worker;
      }
      end(worker);
    }
    return workers.isEmpty() ? newWorker() : nextWorker();
  }

  /// Whichever comes first: one that has done, or another one.
  private EngineProcess nextWorker() {
    if (workers.size() < config.media().workers()) {
      Thread.ofVirtual().name("image-engine-start").start(this::startAnother);
    }
    try {
      var worker = resting.poll(START_BUDGET.toMillis(), TimeUnit.MILLISECONDS);
      return worker == null ? newWorker() : worker;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Unfinished("interrupted");
    }
  }

  private void startAnother() {
    try {
      rest(newWorker());
    } catch (RuntimeException e) { // whoever waits has the others
      LOG.log(Level.WARNING, "no further image worker was started", e);
    }
  }

  private EngineProcess newWorker() {
    EngineProcess worker;
    try {
      worker = EngineProcess.start(config.libraries());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    workers.add(worker);
    var alarm = after(START_BUDGET, worker);
    try {
      var version = worker.readGreeting().version();
      if (version.isEmpty()) {
        throw new Refusal.Unavailable(NO_LIBRARY);
      }
      LOG.log(Level.INFO, "{0} started with libvips {1}", worker, version);
      return worker;
    } catch (IOException e) {
      end(worker);
      throw new UncheckedIOException(worker + " did not start", e);
    } catch (Refusal refusal) {
      end(worker);
      throw refusal;
    } finally {
      alarm.cancel(false);
    }
  }

  private ScheduledFuture<?> after(Duration budget, EngineProcess worker) {
    return timer.schedule(worker::kill, budget.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Ends the workers that have rested for too long.
  void endIdle() {
    var oldest = clock.instant().minus(config.idle());
    for (var worker : resting) {
      if (!worker.restingSince().isAfter(oldest) && resting.remove(worker)) {
        end(worker);
      }
    }
  }

  private void end(EngineProcess worker) {
    workers.remove(worker);
    worker.kill();
  }

  /// How many photos can be prepared at a time.
  int workers() {
    return config.media().workers();
  }

  /// How many of the processes have no photo.
  public int resting() {
    return resting.size();
  }

  /// The processes that run.
  public List<Long> pids() {
    return workers.stream().map(EngineProcess::pid).toList();
  }

  /// Ends all workers; photos that they are preparing fail.
  @Override
  public void close() {
    timer.shutdownNow();
    workers.forEach(this::end);
  }
}
