package pando.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import pando.base.Refusal;
import pando.base.Request;
import pando.media.EngineProtocol.Answer;
import pando.media.EngineProtocol.Task;

/// Makes what is shown from what was uploaded, in worker processes that may die without harm.
///
/// Workers are started when there is work and kept while there is some. The one that rested least
/// is taken first, so that the others may go.
public final class ImageEngine implements AutoCloseable {
  /// The largest file that is accepted.
  public static final int MAX_BYTES = 16 << 20;

  /// How long a new worker may take to say that it is ready.
  private static final Duration START_BUDGET = Duration.ofSeconds(15);

  private static final String BUSY =
      "many photos are being prepared right now: try again in a moment";
  private static final String NO_LIBRARY =
      "this server cannot prepare photos, because libvips is not installed. Its operator can"
          + " install it (Debian, Ubuntu: apt install libvips42; macOS: brew install vips), or put"
          + " libvips-cpp.so of npm's @img/sharp-libvips package in the server's lib folder";
  private static final System.Logger LOG = System.getLogger(ImageEngine.class.getName());

  private final EngineConfig config;
  private final InstantSource clock;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<EngineProcess> resting = new ConcurrentLinkedDeque<>();
  private final Set<EngineProcess> workers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;

  public ImageEngine(EngineConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.places = new Semaphore(config.workers(), true);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("image-engine-timer").factory());
    var pause = Math.max(1, config.idle().toMillis() / 2);
    var _ = timer.scheduleWithFixedDelay(this::endIdle, pause, pause, TimeUnit.MILLISECONDS);
  }

  /// Makes the variants of an image. Waits for a free worker as long as the request has time.
  ///
  /// @throws Refusal.Invalid if it is no image that Pando reads, or damaged, or beyond a limit
  /// @throws Refusal.TooLarge if it has more than [#MAX_BYTES]
  /// @throws Refusal.Unavailable if it cannot be made now: nothing free in time, a worker died over
  ///   it, or there is no libvips; trying again may help
  public Rendition render(byte[] original, Purpose purpose, List<Edit> edits) {
    if (original.length > MAX_BYTES) {
      throw new Refusal.TooLarge("this photo has more than %d MB".formatted(MAX_BYTES >> 20));
    }
    if (edits.size() > Edit.MAX_EDITS) {
      throw new Refusal.Invalid("a photo has at most %d edits".formatted(Edit.MAX_EDITS));
    }
    var task = new Task(ImageKind.require(original), purpose, edits);
    takePlace();
    try {
      return switch (ask(task, original)) {
        case Answer.Done(var rendition) -> rendition;
        case Answer.Refused(var reason) -> throw new Refusal.Invalid(reason);
        case Answer.Failed(var detail) -> throw new IllegalStateException(detail);
      };
    } finally {
      places.release();
    }
  }

  private void takePlace() {
    try {
      if (!places.tryAcquire(Request.current().remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Refusal.Unavailable(BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable(BUSY);
    }
  }

  private Answer ask(Task task, byte[] file) {
    var worker = worker();
    var alarm = after(config.budget(), worker);
    try {
      var answer = worker.ask(task, file);
      if (alarm.cancel(false)) {
        worker.rest(clock.instant());
        resting.push(worker);
      }
      return answer;
    } catch (IOException e) {
      var late = !alarm.cancel(false);
      end(worker);
      LOG.log(
          Level.WARNING,
          "{0} {1} over a photo ({2}, {3} bytes)",
          worker,
          late ? "ran out of time" : "died",
          task.kind(),
          file.length);
      throw new Refusal.Unavailable(
          late
              ? "this photo took too long to prepare: try again, or send it smaller"
              : "this photo could not be prepared just now: try again");
    }
  }

  private EngineProcess worker() {
    for (var worker = resting.poll(); worker != null; worker = resting.poll()) {
      if (worker.isAlive()) {
        return worker;
      }
      end(worker);
    }
    return newWorker();
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

  /// How many photos are being prepared.
  int photosInWork() {
    return config.workers() - places.availablePermits();
  }

  /// The processes that run.
  List<Long> pids() {
    return workers.stream().map(EngineProcess::pid).toList();
  }

  /// Ends all workers; photos that they are preparing fail.
  @Override
  public void close() {
    timer.shutdownNow();
    workers.forEach(this::end);
  }
}
