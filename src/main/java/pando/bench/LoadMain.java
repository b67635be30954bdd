package pando.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import pando.bench.Load.Result;
import pando.bench.Load.Run;
import pando.bench.Load.Times;

/// The process that sends requests: one thread for all connections, which looks at no more of an
/// answer than it must. It does one run after the other until its input ends.
public final class LoadMain {
  /// How long after the end of a run an answer may come.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long it sleeps between looks at the sockets while the next request is not due.
  private static final Duration NAP = Duration.ofNanos(50_000);

  private static final int MAX_TIMES = 4_000_000;

  private final Run run;
  private final InputStream orders;
  private final Selector selector;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final Random random = new Random(1);
  private final long start;
  private long end;
  private long due;
  private int sent;
  private int refused;
  private String firstRefusal = "";
  private int[] micros = new int[1 << 16];
  private int answered;

  private LoadMain(Run run, InputStream orders, Selector selector) throws IOException {
    this.run = run;
    this.orders = orders;
    this.selector = selector;
    for (var i = 0; i < run.connections(); i++) {
      idle.add(new Connection(run.port(), selector));
    }
    this.start = System.nanoTime();
    this.end = start + run.time().toNanos();
    this.due = start;
  }

  public static void main(String[] arguments) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(System.in));
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    try {
      while (true) {
        LoadProtocol.write(out, result(LoadProtocol.readRun(in), in));
      }
    } catch (EOFException _) {
      return; // the bench is over
    }
  }

  private static Result result(Run run, InputStream orders) throws IOException {
    var cpu = cpuSeconds();
    try (var selector = Selector.open()) {
      var load = new LoadMain(run, orders, selector);
      load.exchange();
      for (var connection : load.idle) {
        connection.close();
      }
      return load.result(cpuSeconds() - cpu);
    }
  }

  private static double cpuSeconds() {
    var cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return cpu.toNanos() / 1e9;
  }

  /// Sends what is due and takes what comes, until the time is over and all is answered.
  private void exchange() throws IOException {
    while (true) {
      sendDue();
      var now = System.nanoTime();
      if (end > now && orders.available() > 0) {
        orders.read(); // a word that this is enough
        end = now;
      }
      if (due >= end && idle.size() == run.connections()) {
        return;
      }
      if (now > end + PATIENCE.toNanos()) {
        throw new IOException("no answer in " + PATIENCE);
      }
      if (run.rate() == 0 || due >= end || idle.isEmpty()) {
        selector.select(this::receive, PATIENCE.toMillis());
      } else if (selector.selectNow(this::receive) == 0 && due > now) {
        LockSupport.parkNanos(Math.min(due - now, NAP.toNanos()));
      }
    }
  }

  private void sendDue() throws IOException {
    while (!idle.isEmpty() && due < end) {
      var now = System.nanoTime();
      if (run.rate() == 0) {
        due = now;
      }
      if (due > now || due >= end) {
        return;
      }
      var request = run.requests().get(sent++ % run.requests().size());
      idle.poll().send(request, due);
      if (run.rate() > 0) {
        due += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / run.rate());
      }
    }
  }

  private void receive(SelectionKey key) {
    var connection = (Connection) key.attachment();
    try {
      if (connection.receive()) {
        idle.add(connection);
        count(connection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void count(Connection connection) {
    if (!connection.isSuccess()) {
      firstRefusal = refused++ == 0 ? connection.answer() : firstRefusal;
      return;
    }
    if (answered == MAX_TIMES) {
      throw new IllegalStateException("more than " + MAX_TIMES + " answers");
    }
    if (answered == micros.length) {
      micros = Arrays.copyOf(micros, Math.min(2 * answered, MAX_TIMES));
    }
    var took = System.nanoTime() - connection.since();
    micros[answered++] = (int) Math.min(TimeUnit.NANOSECONDS.toMicros(took), Integer.MAX_VALUE);
  }

  private Result result(double clientSeconds) {
    var seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(micros, 0, answered);
    var times = new Times(percentile(50), percentile(99), percentile(100));
    return new Result(answered, refused, firstRefusal, seconds, times, clientSeconds);
  }

  private double percentile(int percent) {
    return answered == 0 ? 0 : micros[(int) ((answered - 1L) * percent / 100)] / 1000.0;
  }
}
