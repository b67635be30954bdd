package pando.data;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The running server: its process, and the thread that starts it and starts it again.
///
/// The kernel ends a child that asked for it when the *thread* that started it ends. So that thread
/// is a platform thread of its own, which lives as long as the server does. A server that dies
/// although nobody stopped it is started again on the same port, and recovers what it had
/// committed.
final class PostgresProcess {
  /// Recovery from a crash may read all of the log of changes.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final Duration LAST_WORDS_LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE_BEFORE_RESTART = Duration.ofMillis(500);
  private static final Logger LOG = Logger.getLogger(PostgresProcess.class.getName());

  private final List<String> command;
  private final Path cluster;
  private final int port;
  private final PostgresLog log;
  private final Thread parent;

  /// The process that was started first, or why none could be.
  private final CompletableFuture<Process> first = new CompletableFuture<>();

  private volatile boolean ready;
  private boolean stopping;
  private @Nullable Process latest;

  private PostgresProcess(List<String> command, Path cluster, int port, PostgresLog log) {
    this.command = command;
    this.cluster = cluster;
    this.port = port;
    this.log = log;
    this.parent = Thread.ofPlatform().name("postgres-parent").daemon().unstarted(this::keepRunning);
  }

  /// Starts `command` as the server of a data folder, and waits until it accepts connections.
  static PostgresProcess start(List<String> command, Path cluster, int port) throws IOException {
    return start(command, cluster, port, START_LIMIT);
  }

  static PostgresProcess start(List<String> command, Path cluster, int port, Duration limit)
      throws IOException {
    var log = new PostgresLog(requireNonNull(cluster.getParent()));
    var server = new PostgresProcess(command, cluster, port, log);
    server.parent.start();
    try {
      server.awaitReady(limit);
      return server;
    } catch (IOException | RuntimeException e) {
      server.stop("INT");
      throw e;
    }
  }

  int port() {
    return port;
  }

  synchronized long pid() {
    return requireNonNull(latest).pid();
  }

  /// Stops the server and returns when it has ended, also on a thread that has been interrupted.
  ///
  /// @param first the signal to try first: `INT` ends sessions and writes a checkpoint, `QUIT`
  ///   leaves the rest to the next start
  void stop(String first) {
    var interrupted = Thread.interrupted();
    var process = last();
    if (process != null && process.isAlive()) {
      signal(first, process.pid());
      if (!ended(process, STOP_LIMIT)) {
        signal("QUIT", process.pid());
        if (!ended(process, STOP_LIMIT)) {
          process.destroyForcibly();
        }
      }
    }
    joinParent();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Neither stops the server nor starts it again.
  void forget() {
    var _ = last();
  }

  /// The process that no other will follow.
  private synchronized @Nullable Process last() {
    stopping = true;
    return latest;
  }

  /// Runs a program that ends by itself.
  ///
  /// @throws IOException with what it wrote, if it fails or takes too long
  static void run(List<String> command, Duration limit) throws IOException {
    run(command, "", limit);
  }

  /// @param words what it reads
  static void run(List<String> command, String words, Duration limit) throws IOException {
    var output = Files.createTempFile("pando", ".out");
    try {
      var process =
          builder(command)
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .redirectOutput(output.toFile())
              .start();
      try (var in = process.getOutputStream()) {
        in.write(words.getBytes(StandardCharsets.UTF_8));
      }
      if (!ended(process, limit)) {
        process.destroyForcibly();
        throw new IOException(command + " takes longer than " + limit);
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output).strip());
      }
    } finally {
      Files.delete(output);
    }
  }

  /// Sends a signal to a process, which may have ended already.
  static void signal(String name, long pid) {
    var command = List.of("sh", "-c", "kill -s " + name + " " + pid + " 2>&1 || true");
    try {
      run(command, STOP_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL starts or stops", e);
    }
  }

  private void keepRunning() {
    try (log) {
      var process = startUnlessStopping();
      while (process != null) {
        first.complete(process);
        var follower = follow(process);
        var code = process.waitFor();
        follower.join(LAST_WORDS_LIMIT);
        if (!ready || isStopping()) {
          return;
        }
        LOG.warning("PostgreSQL has ended with code " + code + " and is started again");
        PostgresOrphans.stop(cluster);
        pause(PAUSE_BEFORE_RESTART);
        process = startUnlessStopping();
      }
    } catch (IOException e) {
      if (!first.completeExceptionally(e)) {
        LOG.log(Level.SEVERE, "PostgreSQL cannot be started again", e);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does; the server ends with this thread
    }
  }

  private Thread follow(Process process) {
    return Thread.ofPlatform().name("postgres-log").daemon().start(() -> log.follow(process));
  }

  private synchronized @Nullable Process startUnlessStopping() throws IOException {
    if (stopping) {
      return null;
    }
    latest = builder(command).start();
    return latest;
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private void awaitReady(Duration limit) throws IOException {
    var process = firstProcess();
    var deadline = System.nanoTime() + limit.toNanos();
    while (!isReady(cluster.resolve("postmaster.pid"), process.pid())) {
      if (!process.isAlive()) {
        joinParent(); // which has all that the server said
        throw failure();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("PostgreSQL does not start within " + limit);
      }
      pause(LOOK_EVERY);
    }
    ready = true;
  }

  private void joinParent() {
    try {
      parent.join(STOP_LIMIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Process firstProcess() throws IOException {
    try {
      return first.join();
    } catch (CompletionException e) {
      throw new IOException("cannot start " + command, e.getCause());
    }
  }

  /// Why the server ended before it was ready.
  private RuntimeException failure() {
    var said = log.lastLines();
    return said.contains("Address already in use")
        ? new Refusal.Unavailable("port " + port + " for PostgreSQL is used by another program")
        : new IllegalStateException("PostgreSQL ended while it started:\n" + said);
  }

  private static boolean isReady(Path pidFile, long pid) throws IOException {
    try {
      var lines = Files.readAllLines(pidFile);
      return isReady(lines) && lines.getFirst().strip().equals(Long.toString(pid));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// The server writes its state in the eighth line of its pid file.
  static boolean isReady(List<String> pidFile) {
    return pidFile.size() >= 8 && pidFile.get(7).strip().equals("ready");
  }

  private static ProcessBuilder builder(List<String> command) {
    var builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .directory(new File("/")); // one that every user may enter
    builder.environment().keySet().retainAll(Set.of("PATH"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static boolean ended(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
