package pando.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pando.cache.RedisSettings;
import pando.cache.SentinelSettings;
import pando.cluster.HostPort;

/// A Redis or a Sentinel in a process and a temporary folder of its own, as the settings say it.
public final class RedisProcess implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final String PASSWORD = "0123456789-only-for-tests";
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final String program;
  private final Path folder;
  private final int port;
  private final List<String> said = new ArrayList<>();
  private Process process;

  private RedisProcess(String program, Path folder, int port, String settings) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    try {
      Files.writeString(file(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /// A server alone.
  public static RedisProcess server() {
    return server(freePort(), null, 64 << 20);
  }

  static RedisProcess server(int port, @Nullable HostPort master, long maxMemoryBytes) {
    var folder = temporary();
    var settings =
        new RedisSettings(folder, HOST, port, master, maxMemoryBytes, "allkeys-lru", PASSWORD);
    var server = new RedisProcess("redis-server", folder, port, settings.text());
    server.await(line -> line.contains("Ready to accept connections"));
    return server;
  }

  /// A server that follows this one and has what it has.
  public RedisProcess replica() {
    var replica = server(freePort(), new HostPort(HOST, port), 64 << 20);
    replica.await(line -> line.contains("MASTER <-> REPLICA sync: Finished with success"));
    return replica;
  }

  /// A Sentinel that watches this server.
  public RedisProcess sentinel(int quorum) {
    var folder = temporary();
    var settings =
        new SentinelSettings(
            folder, HOST, freePort(), "pando", new HostPort(HOST, port), quorum, PASSWORD);
    var sentinel = new RedisProcess("redis-sentinel", folder, settings.port(), settings.text());
    sentinel.await(line -> line.contains("+monitor master pando"));
    return sentinel;
  }

  private Path file() {
    return folder.resolve("redis.conf");
  }

  private Process launch() {
    try {
      var started =
          new ProcessBuilder(program, file().toString()).redirectErrorStream(true).start();
      Thread.ofVirtual().start(() -> listen(started));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen(Process started) {
    try (var lines = started.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (said) {
          said.add(line);
          said.notifyAll();
        }
      }
    } catch (IOException _) {
      // It was killed.
    }
  }

  /// Waits until the process has said such a line.
  void await(Predicate<String> wanted) {
    await(wanted, 1);
  }

  /// Waits until the process has said so many such lines.
  void await(Predicate<String> wanted, int times) {
    var end = System.nanoTime() + LIMIT_NANOS;
    synchronized (said) {
      while (said.stream().filter(wanted).count() < times) {
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(program + " did not say it:\n" + String.join("\n", said));
        }
        try {
          said.wait(left);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  public int port() {
    return port;
  }

  /// The address, as it stands in the configuration of a node.
  public String address() {
    return HOST + ":" + port;
  }

  /// The file with the password.
  public Path passwordFile() {
    try {
      return Files.writeString(folder.resolve("password"), PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the process at once, as `kill -9` does.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Holds the process up, as a machine that swaps does, or lets it go on.
  public void pause(boolean paused) {
    try {
      var signal = paused ? "-STOP" : "-CONT";
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts it again on the same port; it has forgotten everything.
  public void restart() {
    kill();
    synchronized (said) {
      said.clear();
    }
    process = launch();
    await(line -> line.contains("Ready to accept connections"));
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("pando-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
