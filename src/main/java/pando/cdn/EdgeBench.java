package pando.cdn;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Load;
import pando.config.CdnConfig;

/// What an edge is worth: how fast it serves what it has, beside a Varnish with nothing of ours;
/// how often it fetches; how soon it forgets; and what it gains by not keeping what is asked for
/// once.
public final class EdgeBench {
  private static final int PHOTO_BYTES = 100_000;
  private static final int MEGABYTES = 64;

  private static final int ROUNDS = 7;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int CONNECTIONS = 32;

  private static final int CROWD = 100;
  private static final int CROWDED_FILES = 20;

  private static final int PURGES = 30;
  private static final double MAX_PURGE_MILLIS = 200;

  // Few photos are asked for often, and most hardly ever; all are many times more than fit.
  private static final int TRACE = 20_000;
  private static final int TRACE_FILES = 10_000;
  private static final double TRACE_SKEW = 0.9;
  private static final int TRACE_MEGABYTES = 64;
  private static final int TRACE_READERS = 4;

  private final Path folder;
  private final CountingOrigin origin;

  private EdgeBench(Path folder, CountingOrigin origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /// Measures with edges below a folder.
  public static List<Figure> measure(Path folder) {
    try (var origin = new CountingOrigin()) {
      var bench = new EdgeBench(folder, origin);
      var figures = new ArrayList<Figure>();
      figures.add(bench.hits());
      figures.add(bench.pulls());
      figures.addAll(bench.purges());
      figures.add(bench.admission());
      return figures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Figure hits() throws IOException, InterruptedException {
    var path = CountingOrigin.path(1, PHOTO_BYTES);
    var ours = new ArrayList<Double>();
    var plain = new ArrayList<Double>();
    try (var edge = edge("hits", MEGABYTES, 1);
        var peer = RunningEdge.plain(folder.resolve("plain"), MEGABYTES, origin.address());
        var load = Load.start()) {
      load.run(run(edge, path));
      load.run(run(peer, path));
      for (var round = 0; round < ROUNDS; round++) {
        ours.add(load.run(run(edge, path)).rate());
        plain.add(load.run(run(peer, path)).rate());
      }
    }
    return Figure.more("photos of 100 KB that the edge has", "/s", ours)
        .beside("Varnish alone", plain)
        .with(new Goal.Ratio(0.9));
  }

  private static Load.Run run(RunningEdge edge, String path) {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, edge.address()).getBytes(US_ASCII);
    return new Load.Run(edge.address().port(), CONNECTIONS, ROUND, 0, List.of(request));
  }

  private Figure pulls() throws IOException, InterruptedException, ExecutionException {
    var pulls = new ArrayList<Double>();
    try (var edge = edge("pulls", MEGABYTES, 1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var file = 0; file < CROWDED_FILES; file++) {
        var path = CountingOrigin.path(100 + file, PHOTO_BYTES);
        var before = origin.pulls();
        Callable<String> reader = () -> edge.fetch(path);
        for (var answer : threads.invokeAll(Collections.nCopies(CROWD, reader))) {
          answer.get();
        }
        pulls.add((double) (origin.pulls() - before));
      }
    }
    var average = pulls.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return Figure.less("fetched from the site for 100 first readers", "times", List.of(average))
        .with(new Goal.Value(1));
  }

  private List<Figure> purges() throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    var secret = Files.writeString(folder.resolve("secret"), RunningEdge.SECRET);
    try (var one = edge("one", MEGABYTES, 1);
        var two = edge("two", MEGABYTES, 1)) {
      var edges = new Edges(new CdnConfig(one.address() + "," + two.address(), secret.toString()));
      for (var purge = 0; purge < PURGES; purge++) {
        var path = CountingOrigin.path(200 + purge, PHOTO_BYTES);
        for (var edge : List.of(one, two, one, two)) {
          edge.fetch(path);
        }
        var start = System.nanoTime();
        edges.purge(List.of(new Tag("p" + (200 + purge))));
        while (one.fetch(path).equals("200 hit") || two.fetch(path).equals("200 hit")) {
          Thread.onSpinWait();
        }
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    return List.of(
        Figure.less("until a purged photo is gone from two edges", "ms", millis)
            .with(new Goal.Value(MAX_PURGE_MILLIS)),
        Figure.less("the slowest of these", "ms", List.of(Collections.max(millis)))
            .with(new Goal.Value(MAX_PURGE_MILLIS)));
  }

  private Figure admission() throws IOException, InterruptedException, ExecutionException {
    var trace = trace();
    return Figure.more("hits when the second request admits", "%", List.of(replay(trace, 2)))
        .beside("when the first does", List.of(replay(trace, 1)));
  }

  /// How many of 100 requests the edge answered with what it had.
  private double replay(List<String> trace, int admitAfter)
      throws IOException, InterruptedException, ExecutionException {
    var before = origin.pulls();
    try (var edge = edge("admit" + admitAfter, TRACE_MEGABYTES, admitAfter);
        var threads = Executors.newFixedThreadPool(TRACE_READERS)) {
      var readers = new ArrayList<Callable<Integer>>();
      for (var reader = 0; reader < TRACE_READERS; reader++) {
        var first = reader;
        readers.add(() -> {
          for (var i = first; i < trace.size(); i += TRACE_READERS) {
            edge.fetch(trace.get(i));
          }
          return first;
        });
      }
      for (var answer : threads.invokeAll(readers)) {
        answer.get();
      }
    }
    return 100 - 100.0 * (origin.pulls() - before) / trace.size();
  }

  /// Photos in the order in which they are asked for: the one of rank r is asked for in proportion
  /// to r to the power of minus [#TRACE_SKEW].
  private static List<String> trace() {
    var sums = new double[TRACE_FILES];
    var sum = 0.0;
    for (var rank = 0; rank < TRACE_FILES; rank++) {
      sum += Math.pow(rank + 1, -TRACE_SKEW);
      sums[rank] = sum;
    }
    var random = new Random(7); // the same each time
    var trace = new ArrayList<String>(TRACE);
    for (var i = 0; i < TRACE; i++) {
      var found = Arrays.binarySearch(sums, random.nextDouble() * sum);
      trace.add(CountingOrigin.path(1_000 + (found < 0 ? -found - 1 : found), PHOTO_BYTES));
    }
    return trace;
  }

  private RunningEdge edge(String name, int megabytes, int admitAfter)
      throws IOException, InterruptedException {
    return RunningEdge.start(folder.resolve(name), megabytes, origin.address(), admitAfter);
  }
}
