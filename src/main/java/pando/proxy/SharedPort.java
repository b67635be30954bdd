package pando.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A socket that listens on a port on which other processes of the same user may listen too.
///
/// The kernel deals new connections out to all of them. A socket that is closed resets the
/// connections that wait to be accepted there, so before a process leaves, all new connections are
/// steered to the others: by who leaves ([#leave]), or by who comes ([#claim]) where the one who
/// leaves is a program that cannot. Which number the kernel has for which socket is found out by
/// trying: a connection is made, and the kernel's table says whose it became.
public final class SharedPort {
  /// How long it may take until a connection of our own is accepted.
  private static final Duration ACCEPTED = Duration.ofSeconds(2);

  /// How long handshakes take that had begun before the port was left.
  private static final Duration HANDSHAKE = Duration.ofMillis(500);

  /// How long connections may wait to be accepted after that.
  private static final Duration EMPTIED = Duration.ofSeconds(2);

  /// How long whoever has lost the port may keep listening.
  private static final Duration CLAIMED = Duration.ofMinutes(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration LOOK_AROUND_EVERY = Duration.ofMillis(250);
  private static final Logger LOG = System.getLogger(SharedPort.class.getName());

  private final ServerSocketChannel channel;
  private final InetSocketAddress address;

  /// Its inode and its file in this process; both 0 where the system does not say.
  private final Socket socket;

  private record Socket(long inode, int file) {}

  /// Whose a connection became.
  private enum Taker {
    WE,
    ANOTHER,
    NOBODY
  }

  private SharedPort(ServerSocketChannel channel, Socket socket) throws IOException {
    this.channel = channel;
    this.address = (InetSocketAddress) channel.getLocalAddress();
    this.socket = socket;
  }

  /// Begins to listen.
  ///
  /// @param host a name or an address; 0.0.0.0 is every address, also those of IPv6
  /// @param port 0: any that is free
  /// @param backlog how many connections may wait to be accepted
  public static synchronized SharedPort open(String host, int port, int backlog)
      throws IOException {
    var wanted = new InetSocketAddress(InetAddress.getByName(host), port);
    var before = SocketTable.own();
    var channel = openChannel(wanted.getAddress());
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.bind(wanted, backlog);
      var own = SocketTable.own();
      own.keySet().removeAll(before.keySet());
      var bound = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      var socket =
          SocketTable.read().listening(bound).stream()
              .filter(row -> own.containsKey(row.inode()))
              .map(row -> new Socket(row.inode(), own.getOrDefault(row.inode(), 0)))
              .findFirst();
      return new SharedPort(channel, socket.orElse(new Socket(0, 0)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Sockets of one port are dealt connections together only when they are of one family. Programs
  /// that are not Java open one of IPv4 for an address of IPv4.
  private static ServerSocketChannel openChannel(InetAddress address) throws IOException {
    return address.isAnyLocalAddress() || address.getAddress().length > 4
        ? ServerSocketChannel.open()
        : ServerSocketChannel.open(StandardProtocolFamily.INET);
  }

  /// Where connections are accepted.
  public ServerSocketChannel channel() {
    return channel;
  }

  /// The port.
  public int port() {
    return address.getPort();
  }

  /// Takes all new connections of the port from now on, as long as others listen there.
  public void claim() {
    if (others() > 0 && steer(Taker.WE)) {
      LOG.log(Level.INFO, "all new connections to port {0} come here", Integer.toString(port()));
      Thread.ofVirtual().name("claim").start(this::releaseWhenAlone);
    }
  }

  /// Or the program would give all connections of the next one's to it at once.
  private void releaseWhenAlone() {
    await(CLAIMED, LOOK_AROUND_EVERY, () -> !channel.isOpen() || others() == 0);
    if (channel.isOpen()) {
      Steering.detach(socket.file());
    }
  }

  /// Gives all new connections to the others that listen on the port, and returns when nobody waits
  /// to be accepted here, so that the channel can be closed. Somebody has to accept meanwhile.
  ///
  /// @return whether somebody else listens there
  public boolean leave() {
    if (others() == 0) {
      return false;
    }
    if (steer(Taker.ANOTHER)) {
      pause(HANDSHAKE);
      await(EMPTIED, LOOK_EVERY, () -> waiting() == 0);
    }
    return true;
  }

  /// Whether somebody else listens on the port too.
  public boolean isShared() {
    return others() > 0;
  }

  /// How many other sockets listen on the very same address and port.
  private long others() {
    return Math.max(0, listening().size() - 1);
  }

  private List<SocketTable.Row> listening() {
    var all = table().listening(port());
    var local =
        all.stream()
            .filter(row -> row.inode() == socket.inode())
            .map(SocketTable.Row::local)
            .findFirst();
    return local.isEmpty()
        ? List.of()
        : all.stream().filter(row -> row.local().equals(local.get())).toList();
  }

  private long waiting() {
    return listening().stream()
        .filter(row -> row.inode() == socket.inode())
        .mapToLong(SocketTable.Row::waiting)
        .sum();
  }

  /// Tries one number after the other until the connections go where they should.
  private boolean steer(Taker wanted) {
    var sockets = listening().size();
    for (var number = 0; number < sockets; number++) {
      if (!Steering.attach(socket.file(), number)) {
        break;
      }
      if (tryOut() == wanted) {
        return true;
      }
    }
    LOG.log(
        Level.WARNING,
        "the kernel does not steer the connections of port {0}: some may be reset now",
        Integer.toString(port()));
    return false;
  }

  /// Makes a connection and sees who accepts it.
  private Taker tryOut() {
    var target =
        address.getAddress().isAnyLocalAddress()
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port())
            : address;
    try (var trial = SocketChannel.open(target)) {
      var from = ((InetSocketAddress) trial.getLocalAddress()).getPort();
      if (!await(ACCEPTED, LOOK_EVERY, () -> owner(from) != 0)) {
        return Taker.NOBODY;
      }
      var owner = owner(from);
      // the kernel lists a connection a moment before its process has it
      return await(LOOK_EVERY, LOOK_EVERY, () -> isOwn(owner)) ? Taker.WE : Taker.ANOTHER;
    } catch (IOException e) {
      return Taker.NOBODY;
    }
  }

  private long owner(int remotePort) {
    return table().rows().stream()
        .filter(row -> row.localPort() == port() && row.remotePort() == remotePort)
        .mapToLong(SocketTable.Row::inode)
        .max()
        .orElse(0);
  }

  private static boolean isOwn(long inode) {
    try {
      return SocketTable.own().containsKey(inode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SocketTable table() {
    try {
      return SocketTable.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Looks again and again, at the last moment too, until something is so.
  ///
  /// @return whether it is
  private static boolean await(Duration limit, Duration every, BooleanSupplier isSo) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      if (isSo.getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() >= deadline) {
        return false;
      }
      if (!pause(every)) {
        return false;
      }
    }
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
