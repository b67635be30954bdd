package pando.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import pando.drill.Ask;
import pando.drill.Caller;
import pando.drill.Tally;

/// Many who call one address without a pause, half of them over connections that they keep, half
/// over a new one for each request.
public final class Crowd implements AutoCloseable {
  private static final int CALLERS = 12;
  private static final Duration PAUSE = Duration.ofMillis(4);

  private final Tally tally = new Tally();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /// Callers whose requests do the same when they are sent twice, and some others.
  public Crowd(int port) {
    this(port, true);
  }

  /// @param others whether there are requests that must not be sent twice
  public Crowd(int port, boolean others) {
    var site = URI.create("http://127.0.0.1:" + port);
    for (var i = 0; i < CALLERS; i++) {
      var keepsAlive = i % 2 == 0;
      var post = new Ask("POST", "/who", Map.of(), new byte[0]).by("person " + i);
      var keyed = others ? post : post.with("Idempotency-Key", "a");
      var ask = i % 3 == 0 ? keyed : Ask.read("/who").by("person " + i);
      threads.add(Thread.ofVirtual().start(() -> call(new Caller(site, keepsAlive, tally), ask)));
    }
  }

  private void call(Caller caller, Ask ask) {
    try (caller) {
      while (!stopped) {
        var answer = caller.askForSuccess(ask);
        if (answer != null) {
          answers.merge(answer.text(), 1, Integer::sum);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// Waits until so many more have been answered.
  public void awaitAnswers(int more) {
    var enough = tally.all().requests() + more;
    while (tally.all().requests() < enough) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// Who has answered since the last call, and how often.
  public Map<String, Integer> answers() {
    var now = new HashMap<>(answers);
    answers.clear();
    return now;
  }

  public Tally tally() {
    return tally;
  }

  /// Ends it, and returns when the last has been answered.
  public void stop() {
    stopped = true;
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
