package pando.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import pando.proxy.ProxySettings.Server;

/// Talks to an HAProxy that runs: web nodes come and go without its settings being read again,
/// which would end the connections of live updates a while later. What is changed here must be in
/// the settings file before the next [#reload].
public final class ProxyRuntime {
  /// In which parts of the settings a web node stands.
  private static final List<String> PARTS = List.of("web", "streams", "anybody");

  private static final List<String> WATCHED_PARTS = List.of("web", "streams");
  private static final Duration RELOAD_LIMIT = Duration.ofSeconds(10);

  private static final Duration SIGNAL_AGAIN = Duration.ofSeconds(2);

  /// HAProxy keeps an unused connection to a node for some seconds.
  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Pattern PID = Pattern.compile("(?m)^Pid: (\\d+)$");

  private final ProxySettings settings;

  public ProxyRuntime(ProxySettings settings) {
    this.settings = settings;
  }

  /// Leads people to a node from now on.
  public void add(Server node) {
    for (var part : PARTS) {
      var name = part + "/" + node.name();
      if (WATCHED_PARTS.contains(part)) {
        var limit = part.equals("web") ? " maxconn " + ProxySettings.REQUESTS_OF_NODE : "";
        var how = " " + ProxySettings.WATCHED + limit;
        expect("New server registered.", "add server %s %s%s".formatted(name, node.address(), how));
        expect("", "enable health " + name);
      } else {
        expect("New server registered.", "add server %s %s".formatted(name, node.address()));
      }
      expect("", "enable server " + name);
    }
  }

  /// Leads nobody to a node any more; who is there stays.
  public void drain(String node) {
    PARTS.forEach(part -> expect("", "set server %s/%s state drain".formatted(part, node)));
  }

  /// Waits until the requests that a node still has are over. Live updates are not waited for: the
  /// node ends them when it leaves.
  ///
  /// @return whether they are
  public boolean awaitQuiet(String node, Duration limit) {
    return await(
        limit,
        () ->
            servers().stream()
                .filter(server -> server.name().equals(node) && !server.part().equals("streams"))
                .allMatch(server -> server.sessions() == 0));
  }

  /// Forgets a node, and cuts off who is still there.
  public void remove(String node) {
    for (var part : PARTS) {
      var name = part + "/" + node;
      expect("", "set server " + name + " state maint");
      expect("", "shutdown sessions server " + name);
      if (!await(REMOVAL_LIMIT, () -> say("del server " + name).equals("Server deleted."))) {
        throw new IllegalStateException("HAProxy does not forget " + name);
      }
    }
  }

  /// Has the settings file read again, and returns when the new settings hold. Connections and what
  /// is known about the nodes are kept.
  ///
  /// @param process the id of the process that was started with [ProxySettings#command]
  /// @throws IllegalStateException if HAProxy does not take them, with its reason; it goes on with
  ///   the old ones
  public void reload(long process) {
    var before = worker();
    var file = settings.folder().resolve(ProxySettings.FILE).toString();
    var state = settings.folder().resolve("servers.state");
    run("haproxy", "-c", "-f", file);
    try {
      Files.writeString(state, say("show servers state") + "\n");
      var deadline = System.nanoTime() + RELOAD_LIMIT.toNanos();
      do { // one that has just been started does not listen to signals yet
        run("sh", "-c", "kill -s USR2 " + process);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("HAProxy does not read its settings again: " + file);
        }
      } while (!await(SIGNAL_AGAIN, () -> !worker().isEmpty() && !worker().equals(before)));
      Files.deleteIfExists(state); // an HAProxy that is started later has to look for itself
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep what HAProxy knows", e);
    }
  }

  /// How the nodes and edges are, in each of the parts that they stand in.
  public List<ServerState> servers() {
    return ServerState.read(say("show stat"));
  }

  private String worker() {
    try {
      var pid = PID.matcher(say("show info"));
      return pid.find() ? pid.group(1) : "";
    } catch (UncheckedIOException e) {
      return ""; // between two of them
    }
  }

  private void expect(String answer, String command) {
    var said = say(command);
    if (!said.equals(answer)) {
      throw new IllegalStateException("HAProxy answers '%s' to: %s".formatted(said, command));
    }
  }

  /// What is answered to a command.
  private String say(String command) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(settings.socket()));
      var bytes = ByteBuffer.wrap((command + "\n").getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("HAProxy does not answer at " + settings.socket(), e);
    }
  }

  private static void run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = process.inputReader().readAllAsString();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean await(Duration limit, BooleanSupplier isSo) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
