package pando.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.config.CacheConfig;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/// The shared Redis of the site, as one node asks it. It follows the master by itself.
public final class Redis implements AutoCloseable {
  /// How long one answer may take.
  public static final Duration BUDGET = Duration.ofMillis(100);

  /// How many connections one node has at most. Callers beyond wait for one within the budget.
  static final int MAX_LINKS = 16;

  /// How often the Sentinels are asked whether the master has moved: one that hangs says nothing.
  private static final Duration WATCH = Duration.ofMillis(500);

  private static final Pattern RUN_ID = Pattern.compile("(?m)^run_id:([0-9a-f]+)\\s*$");
  private static final Pattern ROLE = Pattern.compile("(?m)^role:master\\s*$");

  /// What a server says that is no master, or not yet one.
  private static final Pattern UNFIT =
      Pattern.compile("(READONLY|LOADING|MASTERDOWN|NOAUTH|WRONGPASS|NOREPLICAS|BUSY) .*");

  private static final Logger LOG = System.getLogger(Redis.class.getName());

  private final Duration budget;
  private final Masters masters;
  private final JedisClientConfig client;
  private final String prefix;
  private final Breaker breaker = new Breaker(System::nanoTime);
  private final Semaphore permits = new Semaphore(MAX_LINKS, true);
  private final ArrayBlockingQueue<Link> idle = new ArrayBlockingQueue<>(MAX_LINKS);
  private final AtomicInteger round = new AtomicInteger();
  private final AtomicInteger doubts = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int settled; // the doubts that no longer matter
  private volatile @Nullable HostAndPort master;

  private Redis(CacheConfig config, Duration budget) {
    this.budget = budget;
    this.client = client(config.password(), budget);
    this.masters = new Masters(config, client);
    this.prefix = config.prefix();
  }

  /// The Redis that a configuration names. It need not be there yet.
  public static Redis of(CacheConfig config) {
    return of(config, BUDGET);
  }

  /// The same with another time for each answer.
  public static Redis of(CacheConfig config, Duration budget) {
    var redis = new Redis(config, budget);
    if (redis.masters.move()) {
      Thread.ofVirtual().name("redis watch").start(redis::watch);
    }
    return redis;
  }

  private static JedisClientConfig client(String password, Duration answer) {
    return DefaultJedisClientConfig.builder()
        .password(password)
        .resp2()
        .autoNegotiateProtocol(false)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .connectionTimeoutMillis((int) BUDGET.toMillis())
        .socketTimeoutMillis((int) answer.toMillis())
        .blockingSocketTimeoutMillis((int) answer.toMillis())
        .build();
  }

  /// The bytes of a key of this site.
  public byte[] key(String name) {
    return (prefix + ":" + name).getBytes(UTF_8);
  }

  /// Asks the master. What is asked may be asked twice: when a connection turns out to be cut.
  ///
  /// @throws RedisAway if it does not answer in time
  /// @throws JedisDataException if it answers with an error that is not about itself
  public <T extends @Nullable Object> T ask(Function<Link, T> question) {
    if (!breaker.mayAsk()) {
      throw new RedisAway("Redis is away");
    }
    take();
    try {
      return ask(question, link());
    } catch (JedisConnectionException e) {
      throw away(e);
    } finally {
      permits.release();
    }
  }

  private void take() {
    try {
      if (!permits.tryAcquire(budget.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new RedisAway("Redis is busy");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RedisAway("the server is shutting down");
    }
  }

  private <T extends @Nullable Object> T ask(Function<Link, T> question, Link link) {
    var wasUsed = link.isUsed();
    try {
      return answer(question, link);
    } catch (JedisConnectionException e) {
      if (!wasUsed || e.getCause() instanceof SocketTimeoutException) {
        throw e;
      }
    }
    giveUpAll(); // the server ended the connection while nobody used it, so the others too
    return answer(question, connect());
  }

  private <T extends @Nullable Object> T answer(Function<Link, T> question, Link link) {
    try {
      settle(link);
      link.use();
      var answer = question.apply(link);
      giveBack(link);
      succeeded();
      return answer;
    } catch (JedisDataException e) {
      if (UNFIT.matcher(String.valueOf(e.getMessage())).matches()) {
        link.end();
        throw new JedisConnectionException(e.getMessage(), e);
      }
      giveBack(link);
      succeeded();
      throw e;
    } catch (RuntimeException e) {
      link.end(); // it is cut, or answers are left unread
      throw e;
    }
  }

  private void settle(Link link) {
    var now = doubts.get();
    if (now != settled) {
      link.renew();
      settled = now;
    }
  }

  private void succeeded() {
    if (breaker.succeeded()) {
      LOG.log(Level.INFO, "Redis is back, at {0}", master);
    }
  }

  private RedisAway away(JedisConnectionException e) {
    giveUpAll();
    if (breaker.failed() && closed.getCount() > 0) {
      LOG.log(Level.WARNING, "Redis is away: {0}", e.getMessage());
    }
    return new RedisAway("Redis does not answer", e);
  }

  /// A connection that waits, or a new one.
  private Link link() {
    for (var link = idle.poll(); link != null; link = idle.poll()) {
      if (link.round() == round.get()) {
        return link;
      }
      link.end();
    }
    return connect();
  }

  private void giveBack(Link link) {
    if (link.round() != round.get() || closed.getCount() == 0 || !idle.offer(link)) {
      link.end();
    }
  }

  /// Ends every connection as soon as nobody uses it, and looks for the master again.
  private void giveUpAll() {
    round.incrementAndGet();
    master = null;
    for (var link = idle.poll(); link != null; link = idle.poll()) {
      link.end();
    }
  }

  private Link connect() {
    var now = round.get();
    var address = master;
    if (address == null) {
      address = masters.find();
      master = address;
    }
    return connect(address, client, now);
  }

  private Link connect(HostAndPort address, JedisClientConfig client, int now) {
    var connection = new Connection(address, client);
    try {
      connection.sendCommand(Command.INFO);
      var about = new String(connection.getBinaryBulkReply(), UTF_8);
      var runId = RUN_ID.matcher(about);
      if (!ROLE.matcher(about).find() || !runId.find()) {
        throw new JedisConnectionException(address + " is not the master");
      }
      return new Link(connection, key("generation:" + runId.group(1)), now);
    } catch (JedisException e) {
      connection.setBroken();
      connection.close();
      throw e instanceof JedisConnectionException
          ? e
          : new JedisConnectionException(e.getMessage(), e);
    }
  }

  /// A connection of one's own to the master, on which answers may take longer; to be closed.
  ///
  /// @throws RedisAway if there is none
  public Link listen(Duration silence) {
    try {
      var password = client.getCredentialsProvider().get().getPassword();
      return connect(masters.find(), client(new String(password), silence), round.get());
    } catch (JedisException e) {
      throw new RedisAway("Redis does not answer", e);
    }
  }

  /// Whether a connection is to the master, as far as is known.
  public boolean follows(Link link) {
    var known = master;
    return known == null || known.equals(link.connection().getHostAndPort());
  }

  /// To be called when Redis could not be told something that makes what it keeps wrong: nothing
  /// that it keeps is believed any longer, as soon as it is back.
  public void doubt() {
    doubts.incrementAndGet();
  }

  private void watch() {
    try {
      while (!closed.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
        var known = master;
        if (known != null && !known.equals(findQuietly(known))) {
          giveUpAll();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HostAndPort findQuietly(HostAndPort known) {
    try {
      return masters.find();
    } catch (JedisException _) {
      return known; // without Sentinels the master stays who it is
    }
  }

  @Override
  public void close() {
    closed.countDown();
    giveUpAll();
  }
}
