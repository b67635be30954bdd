package pando.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.base.AccountId;
import pando.base.Refusal;

/// Live updates: who listens to which streams on this node, and what is sent to them.
///
/// A client listens over one WebSocket to any number of streams, or over server-sent events to one.
/// Each connection has a bounded queue and a virtual thread that writes: a publisher never waits,
/// and a reader that does not keep up is cut off (clients connect again and fetch what they
/// missed).
public final class Streams implements AutoCloseable {
  public static final int MAX_LISTENERS = 8_000;

  /// Connections of one token.
  static final int MAX_LISTENERS_OF_TOKEN = 20;

  /// Streams of one connection.
  static final int MAX_STREAMS = 64;

  private static final String EVENTS = "text/event-stream";

  private static final Duration THUMP = Duration.ofSeconds(15);

  private final BiPredicate<Access, StreamKey> mayListen;
  private final Duration thump;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Map<StreamKey, Set<Listener>> byKey = new ConcurrentHashMap<>();

  /// @param mayListen whether a token may be used to listen to a stream
  public Streams(BiPredicate<Access, StreamKey> mayListen) {
    this(mayListen, THUMP);
  }

  /// @param thump how often something is written to an event stream, so that proxies keep it open
  Streams(BiPredicate<Access, StreamKey> mayListen, Duration thump) {
    this.mayListen = mayListen;
    this.thump = thump;
  }

  /// Adds the routes of streaming.
  public void addTo(Router router) {
    router.get("/api/v1/streaming", this::socket);
    router.get("/api/v1/streaming/health", _ -> Reply.text(200, "OK"));
    router.get("/api/v1/streaming/*", this::events);
  }

  /// Sends an event to all who listen to a stream.
  ///
  /// @param event such as `update` or `notification`
  /// @param payload JSON, or the id of what was deleted; without line breaks
  public void publish(StreamKey key, String event, String payload) {
    publish(key, event, payload, _ -> true);
  }

  /// Sends an event to those who listen to a stream and whose token may see it.
  public void publish(StreamKey key, String event, String payload, Predicate<Access> maySee) {
    var audience = byKey.get(key);
    if (audience != null) {
      var message = message(key, event, payload);
      for (var listener : audience) {
        if (maySee.test(listener.access)) {
          listener.offer(message);
        }
      }
    }
  }

  /// Whether anybody listens to a stream.
  public boolean isHeard(StreamKey key) {
    return byKey.containsKey(key);
  }

  /// Whose streams of a name are listened to, such as the ids of accounts for `user`.
  public Set<String> subjects(String stream) {
    return byKey.keySet().stream()
        .filter(key -> key.stream().equals(stream))
        .map(StreamKey::subject)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Cuts the connections of a token that was revoked.
  ///
  /// @param token as in [Access#token]
  public void closeToken(String token) {
    listeners.stream()
        .filter(listener -> listener.access.token().equals(token))
        .forEach(Listener::cut);
  }

  /// Cuts all connections.
  @Override
  public void close() {
    listeners.forEach(Listener::cut);
  }

  /// Connections that are open.
  public int count() {
    return listeners.size();
  }

  /// `GET /api/v1/streaming`, a WebSocket.
  private Reply socket(Call call) {
    var access = requirePerson(call);
    var params = call.params();
    return Reply.of(101, new Reply.Body.Upgrade(() -> new StreamSocket(this, access, params)));
  }

  /// `GET /api/v1/streaming/user` and so on, server-sent events.
  private Reply events(Call call) {
    var access = requirePerson(call);
    var name = call.pathParam("*").replace('/', ':');
    var media = name.startsWith("public") && call.params().flag("only_media", false);
    if (call.method().equals("HEAD")) {
      return Reply.empty(200).with("Content-Type", EVENTS);
    }
    var listener = open(access);
    try {
      subscribe(listener, media ? name + ":media" : name, call.params());
    } catch (RuntimeException refused) {
      close(listener);
      throw refused;
    }
    Reply.Body.Live body = out -> write(listener, out);
    return Reply.of(200, body).with("Content-Type", EVENTS).with("X-Accel-Buffering", "no");
  }

  private void write(Listener listener, OutputStream out) throws IOException {
    try {
      for (var text = ":)\n"; listener.isOpen(); ) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        var message = listener.next(thump);
        text = message == null ? ":thump\n" : message.event();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      close(listener);
    }
  }

  private static Access requirePerson(Call call) {
    var access = call.access();
    if (access == null || access.account() == null) {
      throw new Refusal.Unauthorized("Missing access token");
    }
    return access;
  }

  /// A new connection, which listens to nothing yet.
  Listener open(Access access) {
    var same = listeners.stream().filter(one -> one.access.token().equals(access.token())).count();
    if (same >= MAX_LISTENERS_OF_TOKEN || listeners.size() >= MAX_LISTENERS) {
      throw new Refusal.Unavailable("too many connections are listening");
    }
    var listener = new Listener(access);
    listeners.add(listener);
    return listener;
  }

  /// Ends a connection.
  void close(Listener listener) {
    listeners.remove(listener);
    listener.keys.forEach(key -> forget(key, listener));
    listener.cut();
  }

  /// Makes a connection listen to a stream too.
  void subscribe(Listener listener, @Nullable String stream, Params params) {
    var key = key(listener, stream, params);
    if (!mayListen.test(listener.access, key)) {
      throw new Refusal.Forbidden("This action is outside the authorized scopes");
    }
    if (listener.keys.size() >= MAX_STREAMS && !listener.keys.contains(key)) {
      throw new Refusal.Malformed("a connection listens to at most " + MAX_STREAMS + " streams");
    }
    listener.keys.add(key);
    byKey.compute(
        key,
        (_, audience) -> {
          var all = Objects.requireNonNullElseGet(audience, ConcurrentHashMap::<Listener>newKeySet);
          all.add(listener);
          return all;
        });
  }

  void unsubscribe(Listener listener, @Nullable String stream, Params params) {
    var key = key(listener, stream, params);
    listener.keys.remove(key);
    forget(key, listener);
  }

  private static StreamKey key(Listener listener, @Nullable String stream, Params params) {
    AccountId viewer = Objects.requireNonNull(listener.access.account());
    return StreamKey.of(viewer, stream, params);
  }

  private void forget(StreamKey key, Listener listener) {
    byKey.computeIfPresent(
        key,
        (_, audience) -> {
          audience.remove(listener);
          return audience.isEmpty() ? null : audience;
        });
  }

  private static Listener.Message message(StreamKey key, String event, String payload) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("stream", key.label());
    fields.put("event", event);
    fields.put("payload", payload);
    return new Listener.Message(
        Json.text(fields), "event: %s\ndata: %s\n\n".formatted(event, payload));
  }
}
