package pando.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.base.Request;
import pando.redis.Link;
import pando.redis.Redis;
import pando.redis.RedisAway;
import pando.redis.Script;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/// Lists in the Redis that all nodes share. What a reader has of one is a copy.
///
/// One caller in the cluster fills a list: whoever has its claim, which ends by itself when its
/// holder is dead. When Redis is away, or has lost what it was told last, lists are not there:
/// readers go on in the database. What could not be told makes every list one that is not there
/// ([Redis#doubt]), since it might lack it.
final class RedisTimelines implements Timelines {
  /// When there is one entry too many, this part of them is dropped at once: the oldest.
  private static final int SHED_PART = 16;

  /// How long filling a list may take before somebody else does it.
  static final Duration CLAIM = Duration.ofSeconds(2);

  private static final int ATTEMPTS = 2;
  private static final int WAIT_MILLIS = 5;
  private static final byte NEW = '1';
  private static final byte[] KEEP_MILLIS = words(KEEP.toMillis());
  private static final Logger LOG = System.getLogger(RedisTimelines.class.getName());

  private final Redis redis;
  private final int maxLength;

  /// @param maxLength how many entries a list has at most
  RedisTimelines(Redis redis, int maxLength) {
    this.redis = redis;
    this.maxLength = maxLength;
  }

  @Override
  public Timeline find(long owner, Supplier<Run> rebuild) {
    var request = Request.current();
    var claim = bytes(ThreadLocalRandom.current().nextLong() | 1);
    try {
      var list = redis.ask(link -> read(link, owner));
      while (list == null) {
        var answer = redis.ask(link -> claim(link, owner, claim));
        if (answer instanceof byte[] found) {
          list = decode(owner, found);
        } else if (answer.equals(1L)) {
          return fill(owner, claim, rebuild);
        } else {
          await(request);
        }
      }
      return list;
    } catch (RedisAway _) {
      return Timeline.unknown();
    } catch (JedisDataException e) {
      LOG.log(Level.WARNING, "Redis keeps no list: {0}", e.getMessage());
      return Timeline.unknown();
    }
  }

  /// A list that is filled; null if it is not, or not there.
  private @Nullable Timeline read(Link link, long owner) {
    link.send(Command.GET, link.generationKey());
    link.send(Command.GETEX, key(owner), words("PX"), KEEP_MILLIS);
    var answers = link.answers(2);
    if (answers.get(0) instanceof byte[] generation
        && answers.get(1) instanceof byte[] found
        && found.length >= ListScripts.HEAD_BYTES
        && Arrays.equals(found, 0, Long.BYTES, generation, 0, generation.length)
        && ByteBuffer.wrap(found).getLong(Long.BYTES) == 0) {
      return entries(found);
    }
    return null;
  }

  private Object claim(Link link, long owner, byte[] claim) {
    var generation = link.generation((byte[]) link.ask(Command.GET, link.generationKey()));
    var answer =
        link.run(
            ListScripts.CLAIM,
            List.of(link.generationKey(), key(owner)),
            List.of(generation, claim, words(CLAIM.toMillis()), KEEP_MILLIS));
    return answer == null ? 0L : answer;
  }

  private Timeline fill(long owner, byte[] claim, Supplier<Run> rebuild) {
    Run run;
    try {
      run = rebuild.get();
    } catch (RuntimeException e) {
      var _ =
          tell(link ->
              link.run(
                  ListScripts.RELEASE, List.of(link.generationKey(), key(owner)), List.of(claim)));
      throw e;
    }
    var answer =
        tell(link ->
            link.run(
                ListScripts.FILL,
                List.of(link.generationKey(), key(owner)),
                List.of(
                    claim, bytes(run.floor()), oldestFirst(run), words(maxLength), KEEP_MILLIS)));
    var kept = answer instanceof byte[] found ? decode(owner, found) : null;
    if (kept != null) {
      return kept;
    }
    var list = new Timeline(maxLength); // the claim is lost: it is filled for nobody
    list.fill(run);
    return list;
  }

  /// Tells Redis something that it may as well not hear.
  private @Nullable Object tell(Function<Link, @Nullable Object> what) {
    try {
      return redis.ask(what);
    } catch (RedisAway _) {
      return null;
    } catch (JedisDataException e) {
      LOG.log(Level.WARNING, "Redis keeps no list: {0}", e.getMessage());
      return null;
    }
  }

  /// Somebody fills the list: it is there in a moment.
  private static void await(Request request) {
    if (request.remaining().isZero()) {
      throw new Refusal.Unavailable("Your feed is being made, please try again");
    }
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The server is shutting down, please try again");
    }
  }

  /// A list as the server has it; null if it is none, which is forgotten.
  private @Nullable Timeline decode(long owner, byte[] found) {
    var list = entries(found);
    if (list == null) {
      LOG.log(Level.WARNING, "the feed of {0} in Redis was no list", Long.toString(owner));
      drop(owner);
    }
    return list;
  }

  private @Nullable Timeline entries(byte[] found) {
    var bytes = ByteBuffer.wrap(found);
    var entries = new long[(found.length - ListScripts.HEAD_BYTES) / Long.BYTES];
    var floor = bytes.getLong(ListScripts.HEAD_BYTES - Long.BYTES);
    bytes.position(ListScripts.HEAD_BYTES);
    var last = floor - 1;
    for (var i = 0; i < entries.length; i++) {
      entries[i] = bytes.getLong();
      if (entries[i] <= last) {
        return null;
      }
      last = entries[i];
    }
    return bytes.hasRemaining() ? null : new Timeline(maxLength, entries, floor);
  }

  @Override
  public long[] add(long entry, long[] owners, int from, int to) {
    var shed = Math.max(maxLength / SHED_PART, 1);
    var answer =
        change(
            ListScripts.ADD,
            List.of(bytes(entry), words(maxLength), words(shed)),
            Arrays.copyOfRange(owners, from, to));
    var added = Arrays.copyOfRange(owners, from, to);
    if (!(answer instanceof byte[] isNew)) {
      return added; // none of the lists is there
    }
    var count = 0;
    for (var i = 0; i < isNew.length; i++) {
      if (isNew[i] == NEW) {
        added[count++] = added[i];
      }
    }
    return Arrays.copyOf(added, count);
  }

  @Override
  public void remove(long entry, long[] owners, int from, int to) {
    change(ListScripts.REMOVE, List.of(bytes(entry)), Arrays.copyOfRange(owners, from, to));
  }

  @Override
  public void forget() {}

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void drop(long owner) {
    unlink(List.of(key(owner)));
  }

  /// Changes lists in one step; null: they are not there any longer.
  private @Nullable Object change(Script script, List<byte[]> arguments, long[] owners) {
    if (owners.length == 0) {
      return null;
    }
    var lists = Arrays.stream(owners).mapToObj(this::key).toList();
    for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return redis.ask(link -> {
          var keys = new ArrayList<byte[]>(1 + lists.size());
          keys.add(link.generationKey());
          keys.addAll(lists);
          return link.run(script, keys, arguments);
        });
      } catch (JedisDataException e) {
        LOG.log(Level.WARNING, "Redis took no entry: {0}", e.getMessage());
        unlink(lists); // it has no room, for example
        return null;
      } catch (RedisAway _) {
        // Once more: to believe no list any longer costs all readers more than a second look.
      }
    }
    redis.doubt();
    return null;
  }

  private void unlink(List<byte[]> keys) {
    try {
      redis.ask(link -> link.ask(Command.UNLINK, keys.toArray(byte[][]::new)));
    } catch (RedisAway | JedisDataException _) {
      redis.doubt();
    }
  }

  private byte[] key(long owner) {
    return redis.key("feed:" + owner);
  }

  private static byte[] oldestFirst(Run run) {
    var bytes = ByteBuffer.allocate(run.size() * Long.BYTES);
    for (var i = run.size() - 1; i >= 0; i--) {
      bytes.putLong(run.at(i));
    }
    return bytes.array();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static byte[] words(long number) {
    return words(Long.toString(number));
  }

  private static byte[] words(String text) {
    return text.getBytes(US_ASCII);
  }
}
