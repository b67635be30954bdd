package pando.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Sends HTTP requests from a process of its own, so that it shares neither heap nor compiler with
/// the server that is measured. (It shares the processors; its own part is in the result.)
public final class Load implements AutoCloseable {
  /// One thread and few objects.
  private static final List<String> FLAGS = List.of("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC");

  private static final Duration WARM_UP_ROUND = Duration.ofSeconds(4);
  private static final int MIN_WARM_UP_ROUNDS = 10;
  private static final int MAX_WARM_UP_ROUNDS = 20;

  /// A server is warm when a round is not better than the best one before it by this part.
  private static final double WARM = 0.03;

  /// How long a run takes at most that goes on while something else is done.
  private static final Duration MAX_DURING = Duration.ofHours(1);

  private static final String DIED = "the sender of requests has died";
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int MAX_REQUESTS = 10_000;

  /// Requests that are sent in turn over some connections.
  ///
  /// @param port of the server, on the loopback address
  /// @param connections that are kept open; each has one request on its way at a time
  /// @param time how long
  /// @param rate requests a second, in an open loop: they are due at random times whether or not
  ///   the earlier ones are answered, and what they wait counts; 0 is a closed loop, as fast as
  ///   answers come
  /// @param requests whole requests as bytes
  public record Run(int port, int connections, Duration time, double rate, List<byte[]> requests) {
    public Run {
      requests = List.copyOf(requests);
      if (connections < 1 || connections > MAX_CONNECTIONS) {
        throw new IllegalArgumentException(connections + " connections");
      }
      if (requests.isEmpty() || requests.size() > MAX_REQUESTS) {
        throw new IllegalArgumentException(requests.size() + " requests");
      }
    }

    /// The same in an open loop.
    public Run at(double rate) {
      return new Run(port, connections, time, rate, requests);
    }

    /// The same for another time.
    public Run lasting(Duration time) {
      return new Run(port, connections, time, rate, requests);
    }
  }

  /// What came of a run.
  ///
  /// @param answered how many requests were answered with 2xx
  /// @param refused how many with something else
  /// @param firstRefusal the beginning of the first such answer, or empty
  /// @param seconds from the first request to the last answer
  /// @param times to an answer
  /// @param clientSeconds of processor time that the sender took
  public record Result(
      int answered,
      int refused,
      String firstRefusal,
      double seconds,
      Times times,
      double clientSeconds) {
    /// Answers a second.
    public double rate() {
      return answered / seconds;
    }
  }

  /// How long answers took, in milliseconds: half of them at most `p50`, 99 of 100 at most `p99`.
  public record Times(double p50, double p99, double longest) {}

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;

  private Load(Process process) {
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /// Starts the process, which ends with this one.
  public static Load start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", ownJar(), LoadMain.class.getName()));
    try {
      return new Load(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The jar (or folder) that this class was loaded from: the process needs nothing else.
  private static String ownJar() {
    try {
      var source = LoadMain.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class's location is a URI
    }
  }

  /// Does a run as fast as it can, again and again until it gets no faster: until then the server
  /// spends much of the processors on compiling itself.
  public void warmUp(Run run) {
    var best = 0.0;
    for (var round = 0; round < MAX_WARM_UP_ROUNDS; round++) {
      var rate = run(run.lasting(WARM_UP_ROUND)).rate();
      if (round >= MIN_WARM_UP_ROUNDS && rate < best * (1 + WARM)) {
        return;
      }
      best = Math.max(best, rate);
    }
  }

  /// Does a run and waits until it is over.
  ///
  /// @throws IllegalStateException if a request was refused, with what the server said
  public Result run(Run run) {
    try {
      LoadProtocol.write(out, run);
      return result();
    } catch (IOException e) {
      throw new UncheckedIOException(DIED, e);
    }
  }

  /// Does a run while something else is done.
  ///
  /// @throws IllegalStateException if a request was refused, with what the server said
  public Result during(Run run, Runnable work) {
    try {
      LoadProtocol.write(out, run.lasting(MAX_DURING));
      try {
        work.run();
      } finally {
        out.writeByte(0);
        out.flush();
      }
      return result();
    } catch (IOException e) {
      throw new UncheckedIOException(DIED, e);
    }
  }

  private Result result() throws IOException {
    var result = LoadProtocol.readResult(in);
    if (result.refused() > 0) {
      throw new IllegalStateException(
          "%d of %d requests were refused: %s"
              .formatted(
                  result.refused(), result.refused() + result.answered(), result.firstRefusal()));
    }
    return result;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
