package pando.proxy;

import static java.lang.ProcessBuilder.Redirect.INHERIT;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import pando.Programs;

/// An HAProxy of a test.
public record RunningProxy(Process process, ProxySettings settings) implements AutoCloseable {
  /// Starts one, and returns when it listens.
  public static RunningProxy start(ProxySettings settings) throws IOException {
    var command = new ArrayList<>(settings.command());
    command.set(0, Programs.require("haproxy").toString());
    write(settings);
    var process = new ProcessBuilder(command).redirectError(INHERIT).start();
    while (!Files.exists(settings.socket())) {
      if (!process.isAlive()) {
        throw new AssertionError("HAProxy has ended");
      }
      LockSupport.parkNanos(SECONDS.toNanos(1) / 100);
    }
    return new RunningProxy(process, settings);
  }

  /// A port that is free.
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the settings file.
  static void write(ProxySettings settings) throws IOException {
    Files.writeString(settings.folder().resolve(ProxySettings.FILE), settings.text());
  }

  public ProxyRuntime runtime() {
    return new ProxyRuntime(settings);
  }

  /// Stops listening, and ends with the last connection.
  public void leave() throws Exception {
    new ProcessBuilder("sh", "-c", "kill -s USR1 " + process.pid()).start().waitFor();
    if (!process.waitFor(30, SECONDS)) {
      throw new AssertionError("HAProxy does not end");
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
