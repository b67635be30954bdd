package pando.bus;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A bus over a wire. One thread sends whatever was told since it last sent, so that a busy node
/// sends few packets with much in each.
///
/// A packet is the node's own id and messages, one on a line: a topic, a space, and the text.
final class WiredBus implements Bus, Wire.Ears {
  /// How many messages wait to be sent. When there are more, all are dropped, and the other nodes
  /// are told that they have missed something.
  static final int MAX_WAITING = 20_000;

  /// The line that says so.
  private static final String LOST = "!";

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

  /// How long a stop waits for what is still to be sent.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(WiredBus.class.getName());

  private final String node = UUID.randomUUID().toString();
  private final Wire wire;
  private final Map<String, List<Hearer>> hearers = new ConcurrentHashMap<>();
  private final List<Hearer> all = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final LinkedHashSet<String> waiting = new LinkedHashSet<>();
  private final AtomicBoolean listens = new AtomicBoolean();
  private final Thread sender;
  private boolean lost;
  private boolean closed;

  WiredBus(Wire wire) {
    this.wire = wire;
    this.sender = Thread.ofVirtual().name("bus").start(this::send);
  }

  @Override
  public void tell(String topic, String text) {
    if (text.length() > MAX_TEXT || text.indexOf('\n') >= 0 || topic.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("not a word and a line: " + topic + " " + text);
    }
    lock.lock();
    try {
      if (waiting.size() == MAX_WAITING) {
        waiting.clear();
        lost = true;
      }
      waiting.addLast(topic + " " + text);
      told.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void hear(String topic, Hearer hearer) {
    all.add(hearer);
    hearers.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(hearer);
    if (listens.compareAndSet(false, true)) {
      wire.listen(this);
    }
  }

  private void send() {
    try {
      var failing = false;
      for (var lines = take(); !lines.isEmpty(); lines = take()) {
        try {
          wire.send(packets(lines));
          failing = false;
        } catch (RuntimeException e) {
          LOG.log(failing ? Level.DEBUG : Level.WARNING, "other nodes can not be told", e);
          failing = true;
          lose();
          Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it was closed, and took too long to end
    }
  }

  /// Waits until there is something to send. Nothing: the bus is closed, and all is sent.
  private List<String> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !lost && !closed) {
        told.await();
      }
      var lines = new ArrayList<String>(waiting.size() + 1);
      if (lost) {
        lines.add(LOST);
      }
      lines.addAll(waiting);
      waiting.clear();
      lost = false;
      return lines;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody knows whether what was sent last has arrived.
  private void lose() {
    lock.lock();
    try {
      lost = !closed;
    } finally {
      lock.unlock();
    }
  }

  private List<String> packets(List<String> lines) {
    var packets = new ArrayList<String>();
    var packet = new StringBuilder(node);
    var bytes = node.length();
    for (var line : lines) {
      var more = 1 + line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > wire.maxBytes()) {
        packets.add(packet.toString());
        packet = new StringBuilder(node);
        bytes = node.length();
      }
      packet.append('\n').append(line);
      bytes += more;
    }
    packets.add(packet.toString());
    return packets;
  }

  @Override
  public void heard(String packet) {
    var lines = packet.split("\n", -1);
    if (lines[0].equals(node)) {
      return;
    }
    for (var i = 1; i < lines.length; i++) {
      var line = lines[i];
      if (line.equals(LOST)) {
        missed();
      } else {
        var space = line.indexOf(' ');
        var text = line.substring(space + 1);
        call(hearers.get(line.substring(0, space)), hearer -> hearer.heard(text));
      }
    }
  }

  @Override
  public void missed() {
    call(all, Hearer::missed);
  }

  private static void call(@Nullable List<Hearer> hearers, Consumer<Hearer> call) {
    if (hearers != null) {
      hearers.forEach(hearer -> {
        try {
          call.accept(hearer);
        } catch (RuntimeException e) { // the others must hear all the same
          LOG.log(Level.ERROR, "could not follow another node", e);
        }
      });
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      told.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (!sender.join(CLOSE_LIMIT)) {
        sender.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    wire.close();
  }
}
