package pando.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.redis.Link;
import pando.redis.Redis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/// A channel of the shared Redis. It follows the master: what is published there reaches those who
/// listen at a replica as well.
public final class RedisWire implements Wire {
  private static final int MAX_BYTES = 60_000;

  /// After how long a connection that says nothing is given up; it is asked several times before.
  private static final Duration SILENCE = Duration.ofMillis(MAX_PAUSE_MILLIS);

  private static final int ASK_MILLIS = 300;

  private final Redis redis;
  private final byte[] channel;
  private final Listening listening = new Listening();
  private volatile @Nullable Link heard;

  /// @param redis is not closed with the wire
  public RedisWire(Redis redis) {
    this.redis = redis;
    this.channel = redis.key("bus");
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public synchronized void send(List<String> packets) {
    redis.ask(link -> {
      packets.forEach(packet -> link.send(Command.PUBLISH, channel, packet.getBytes(UTF_8)));
      return link.answers(packets.size());
    });
  }

  @Override
  public void listen(Ears ears) {
    listening.start(
        connected -> {
          var link = redis.listen(SILENCE);
          connected.run();
          listen(link, ears);
        },
        ears);
  }

  private void listen(Link link, Ears ears) {
    var ended = new CountDownLatch(1);
    try {
      heard = link;
      if (listening.isOpen()) {
        var subscription = new Subscription(ears);
        Thread.ofVirtual().name("bus heartbeat").start(() -> keepAsking(subscription, link, ended));
        subscription.proceed(link.connection(), new String(channel, UTF_8));
      }
    } finally {
      ended.countDown();
      link.end();
    }
  }

  /// Has the server say something often, and ends the connection when it is the master no longer.
  private void keepAsking(Subscription subscription, Link link, CountDownLatch ended) {
    try {
      while (!ended.await(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (subscription.isSubscribed()) {
          subscription.ping();
        }
        if (!redis.follows(link)) {
          link.end();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (JedisException _) {
      // Whoever listens notices.
    }
  }

  private static final class Subscription extends JedisPubSub {
    private final Ears ears;

    Subscription(Ears ears) {
      this.ears = ears;
    }

    @Override
    public void onSubscribe(String channel, int channels) {
      ears.missed();
    }

    @Override
    public void onMessage(String channel, String packet) {
      ears.heard(packet);
    }
  }

  @Override
  public void close() {
    listening.close();
    var link = heard;
    if (link != null) {
      link.end();
    }
  }
}
