package pando.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pando.base.Request;

/// Whether this node can answer requests: what `GET /health` says to a load balancer and to the
/// supervisor.
///
/// 200: it can. 503: it cannot. **404: it is leaving**, answers whatever still comes, and should
/// get nothing new. That is a status of its own since HAProxy (`http-check disable-on-404`) takes a
/// server out softly for a 404 alone.
public final class Health {
  /// How long what was found out is believed, so that many who ask cost nothing.
  static final Duration FRESH = Duration.ofMillis(200);

  /// How long it may take to find out: long, since a node that is busy is not helped by being taken
  /// out.
  static final Duration BUDGET = Duration.ofMillis(1500);

  private static final Logger LOG = System.getLogger(Health.class.getName());

  private final Supplier<Boolean> check;
  private volatile boolean leaving;
  private @Nullable Look latest;

  /// One look at what the node depends on, and when it was begun.
  private record Look(FutureTask<Boolean> found, long since) {
    boolean isFresh() {
      return !found.isDone() || System.nanoTime() - since < FRESH.toNanos();
    }
  }

  /// @param check whether what the node cannot do without answers; false, a failure and silence are
  ///   the same
  public Health(Supplier<Boolean> check) {
    this.check = check;
  }

  /// Adds `GET /health`.
  public Health addTo(Router router) {
    router.get("/health", _ -> reply());
    return this;
  }

  /// Says from now on that this node is leaving.
  public void leave() {
    leaving = true;
  }

  private Reply reply() {
    if (leaving) {
      return Reply.text(404, "leaving");
    }
    return canServe() ? Reply.text(200, "OK") : Reply.text(503, "the database does not answer");
  }

  private boolean canServe() {
    try {
      return look().get(BUDGET.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, "cannot serve", e.getCause());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The latest look, or a new one: never two at a time.
  private synchronized FutureTask<Boolean> look() {
    if (latest == null || !latest.isFresh()) {
      var task = new FutureTask<>(() -> Request.of("health", BUDGET).call(check));
      latest = new Look(task, System.nanoTime());
      Thread.ofVirtual().name("health").start(task);
    }
    return latest.found();
  }
}
