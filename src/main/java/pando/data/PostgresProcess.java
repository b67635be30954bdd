package pando.data;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import pando.base.Refusal;

/// The running server: its process, and the thread that started it and writes its log.
///
/// The kernel ends a child that asked for it when the *thread* that started it ends. So that thread
/// is a platform thread of its own, which lives as long as the server does.
final class PostgresProcess {
  /// Recovery from a crash may read all of [PostgresSettings] `max_wal_size`.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final int MAX_LOG_BYTES = 4 << 20;
  private static final int MAX_LOG_FILES = 3;
  private static final int MAX_REMEMBERED_LINES = 20;

  private final int port;
  private final CompletableFuture<Process> started = new CompletableFuture<>();
  private final ArrayDeque<String> lastLines = new ArrayDeque<>(MAX_REMEMBERED_LINES);

  private PostgresProcess(int port) {
    this.port = port;
  }

  /// Starts `command` as the server of a data folder, and waits until it accepts connections.
  static PostgresProcess start(List<String> command, Path cluster, int port) throws IOException {
    var server = new PostgresProcess(port);
    Thread.ofPlatform()
        .name("postgres-parent")
        .daemon()
        .start(() -> server.watch(command, cluster.resolveSibling("postgres.%g.log")));
    server.awaitReady(cluster.resolve("postmaster.pid"));
    return server;
  }

  int port() {
    return port;
  }

  long pid() {
    return running().pid();
  }

  /// Stops the server, at first politely; returns when it has ended.
  void stop() {
    var process = running();
    if (!process.isAlive()) {
      return;
    }
    signal("INT", process.pid()); // fast: ends sessions, writes a checkpoint
    if (!ended(process, STOP_LIMIT)) {
      signal("QUIT", process.pid()); // immediate: the next start recovers
      if (!ended(process, STOP_LIMIT)) {
        process.destroyForcibly();
      }
    }
  }

  /// Runs a program that ends by itself.
  ///
  /// @throws IOException with what it wrote, if it fails or takes too long
  static void run(List<String> command, Duration limit) throws IOException {
    var output = Files.createTempFile("pando", ".out");
    try {
      var process = builder(command).redirectOutput(output.toFile()).start();
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

  private void watch(List<String> command, Path logFiles) {
    try {
      var log = log(logFiles);
      try {
        var process = builder(command).start();
        started.complete(process);
        process
            .inputReader(StandardCharsets.UTF_8)
            .lines()
            .forEach(line -> {
              log.publish(new LogRecord(Level.INFO, line));
              remember(line);
            });
        var _ = ended(process, STOP_LIMIT); // it has closed its output, so it is about to end
      } finally {
        log.close();
      }
    } catch (IOException e) {
      started.completeExceptionally(e);
    }
  }

  private static FileHandler log(Path files) throws IOException {
    var pattern = files.toString();
    var log = new FileHandler(pattern, MAX_LOG_BYTES, MAX_LOG_FILES, true);
    log.setFormatter(
        new Formatter() {
          @Override
          public String format(LogRecord line) {
            return line.getMessage() + System.lineSeparator();
          }
        });
    return log;
  }

  private void remember(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == MAX_REMEMBERED_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  private String lastLines() {
    synchronized (lastLines) {
      return String.join(System.lineSeparator(), lastLines);
    }
  }

  private Process running() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("cannot start PostgreSQL", e.getCause());
    }
  }

  private void awaitReady(Path pidFile) throws IOException {
    var process = running();
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady(pidFile, process.pid())) {
      if (!process.isAlive()) {
        throw failure();
      }
      if (System.nanoTime() > deadline) {
        stop();
        throw new IOException("PostgreSQL does not start within " + START_LIMIT);
      }
      pause(LOOK_EVERY);
    }
  }

  /// Why the server ended before it was ready.
  private RuntimeException failure() {
    var said = lastLines();
    return said.contains("Address already in use")
        ? new Refusal.Unavailable("port " + port + " for PostgreSQL is used by another program")
        : new IllegalStateException("PostgreSQL ended while it started:\n" + said);
  }

  /// The server writes its state in the eighth line of its pid file.
  private static boolean isReady(Path pidFile, long pid) throws IOException {
    try {
      var lines = Files.readAllLines(pidFile);
      return lines.size() >= 8
          && lines.getFirst().strip().equals(Long.toString(pid))
          && lines.get(7).strip().equals("ready");
    } catch (NoSuchFileException _) {
      return false;
    }
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
