package pando.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.base.Refusal;

/// The WebSocket of one client, which subscribes to streams with messages such as
/// `{"type":"subscribe","stream":"hashtag","tag":"fog"}`.
public final class StreamSocket implements Session.Listener.AutoDemanding {
  /// What a client may send at once.
  static final int MAX_MESSAGE_BYTES = 4 << 10;

  static final Duration PING = Duration.ofSeconds(30);

  /// How long a message may wait for the client to read.
  private static final Duration MAX_WRITE = Duration.ofSeconds(30);

  private final Streams streams;
  private final Access access;
  private final Params params;
  private @Nullable Listener listener;
  private volatile boolean answered = true;

  /// @param params of the request: a first stream to subscribe to, if it names one
  StreamSocket(Streams streams, Access access, Params params) {
    this.streams = streams;
    this.access = access;
    this.params = params;
  }

  @Override
  public void onWebSocketOpen(Session session) {
    try {
      var opened = streams.open(access);
      opened.whenCut(session::disconnect);
      listener = opened;
      Thread.ofVirtual().name("stream").start(() -> write(opened, session));
    } catch (Refusal full) {
      session.disconnect();
      return;
    }
    if (params.has("stream")) {
      attempt(one -> streams.subscribe(one, params.text("stream"), params));
    }
  }

  @Override
  public void onWebSocketText(String text) {
    attempt(one -> {
      var message = new Params(JsonText.parse(text));
      switch (message.text("type")) {
        case "subscribe" -> streams.subscribe(one, message.text("stream"), message);
        case "unsubscribe" -> streams.unsubscribe(one, message.text("stream"), message);
        case null, default -> throw new Refusal.Malformed("Unknown message type");
      }
    });
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    answered = true;
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    end();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable broken) {
    end();
  }

  private void end() {
    if (listener != null) {
      streams.close(listener);
    }
  }

  /// Does what a message asks for, and says so if it is refused.
  private void attempt(Consumer<Listener> work) {
    var one = listener;
    if (one == null) {
      return;
    }
    try {
      work.accept(one);
    } catch (Refusal refusal) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("error", refusal.reason());
      fields.put("status", Refusals.reply(refusal).status());
      one.offer(new Listener.Message(Json.text(fields), ""));
    }
  }

  /// Writes what comes, one after the other, until the connection ends.
  private void write(Listener one, Session session) {
    try {
      for (var message = one.next(PING); one.isOpen(); message = one.next(PING)) {
        send(session, message);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException broken) {
      // the end of the connection
    } finally {
      streams.close(one);
    }
  }

  /// Sends a message, or a ping if there is none, and waits until it is written.
  private void send(Session session, Listener.@Nullable Message message)
      throws InterruptedException, ExecutionException, TimeoutException {
    var written = new Callback.Completable();
    if (message != null) {
      session.sendText(message.json(), written);
    } else if (answered) {
      answered = false;
      session.sendPing(ByteBuffer.allocate(0), written);
    } else {
      throw new TimeoutException("the last ping was not answered");
    }
    written.get(MAX_WRITE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
