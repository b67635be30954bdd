package pando.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// One connection to the master, in the hands of one caller at a time.
public final class Link {
  private static final Logger LOG = System.getLogger(Link.class.getName());

  private final Connection connection;
  private final byte[] generationKey;
  private final int round;
  private boolean used;

  /// @param generationKey where this server, in this life of it, keeps its generation
  /// @param round counts how often all connections were given up
  Link(Connection connection, byte[] generationKey, int round) {
    this.connection = connection;
    this.generationKey = generationKey;
    this.round = round;
  }

  /// The key of the generation, to be read together with other keys: what names another generation
  /// is not to be believed.
  public byte[] generationKey() {
    return generationKey;
  }

  /// The generation.
  ///
  /// @param found what was read at its key; null: nothing, so a new one begins
  /// @return eight bytes
  public byte[] generation(byte @Nullable [] found) {
    if (found != null && found.length == Long.BYTES) {
      return found;
    }
    if (found != null) { // and it is no longer there once it was complained of
      LOG.log(
          Level.WARNING,
          "the generation in Redis was of another version, or garbage; nothing that Redis keeps is"
              + " believed any longer, and all of it is made anew");
      renew();
    }
    ask(Command.SET, generationKey, random(), "NX".getBytes(UTF_8));
    var set = (byte @Nullable []) ask(Command.GET, generationKey);
    return set == null ? random() : set; // evicted at once: nothing is to be believed
  }

  /// Begins a new generation: nothing that was kept is believed any longer.
  void renew() {
    ask(Command.SET, generationKey, random());
  }

  private static byte[] random() {
    return ByteBuffer.allocate(Long.BYTES).putLong(ThreadLocalRandom.current().nextLong()).array();
  }

  /// What the server answers to a command: a `byte[]`, a `Long`, a `List` of such, or null.
  public @Nullable Object ask(ProtocolCommand command, byte[]... arguments) {
    send(command, arguments);
    return connection.getOne();
  }

  /// Sends a command and does not wait: [#answers] reads what the server says to it.
  public void send(ProtocolCommand command, byte[]... arguments) {
    connection.sendCommand(command, arguments);
  }

  /// The answers to the next commands that were sent: an exception where one failed, and null where
  /// there is nothing, so look at each with `instanceof`.
  public List<Object> answers(int count) {
    return connection.getMany(count);
  }

  /// What a script answers.
  public @Nullable Object run(Script script, List<byte[]> keys, List<byte[]> arguments) {
    var words = new ArrayList<byte[]>(2 + keys.size() + arguments.size());
    words.add(script.hash());
    words.add(Integer.toString(keys.size()).getBytes(UTF_8));
    words.addAll(keys);
    words.addAll(arguments);
    try {
      return ask(Command.EVALSHA, words.toArray(byte[][]::new));
    } catch (JedisNoScriptException _) {
      words.set(0, script.text()); // the server is new, or was told to forget
      return ask(Command.EVAL, words.toArray(byte[][]::new));
    }
  }

  int round() {
    return round;
  }

  /// Whether somebody had it before: the server may have ended it since.
  boolean isUsed() {
    return used;
  }

  void use() {
    used = true;
  }

  /// Ends the connection.
  public void end() {
    connection.setBroken(); // or it would say goodbye and wait for an answer
    connection.close();
  }

  /// The connection itself, for who listens to it.
  public Connection connection() {
    return connection;
  }
}
