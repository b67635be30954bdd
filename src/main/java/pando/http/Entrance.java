package pando.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketCreator;

/// Where Jetty's requests become calls, and replies become Jetty's responses.
final class Entrance extends Handler.Abstract {
  /// How much more of a body is taken that nobody has read.
  private static final int MAX_LINGER_BYTES = 1 << 20;

  private final Front front;
  private final ServerWebSocketContainer sockets;
  private volatile boolean leaving;

  Entrance(Front front, ServerWebSocketContainer sockets) {
    this.front = front;
    this.sockets = sockets;
  }

  /// Ends every connection with its next answer.
  void leave() {
    leaving = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (leaving) {
      if (isGivenUp(request)) {
        callback.failed(new EofException("came when the connection was being closed"));
        return true;
      }
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    var body = new Counted(Content.Source.asInputStream(request));
    var reply = front.answer(head(request), body);
    var end = callback;
    if (body.hasMore(request)) { // which ends the connection, so clients must be told
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      end = Callback.from(() -> linger(body, callback), callback::failed);
    }
    if (reply.body() instanceof Reply.Body.Upgrade upgrade) {
      upgrade(upgrade, request, response, end);
    } else {
      send(reply, response, end);
    }
    return true;
  }

  /// Takes some more of a body once its request is answered: a client that still sends when the
  /// connection is closed finds it broken, and may never read the answer.
  private static void linger(InputStream body, Callback callback) {
    Thread.ofVirtual()
        .name("linger")
        .start(() -> {
          try {
            body.skipNBytes(MAX_LINGER_BYTES);
          } catch (IOException _) {
            // that was all of it, or the client has gone
          }
          callback.succeeded();
        });
  }

  /// A body, and how much of it was read.
  private static final class Counted extends FilterInputStream {
    private long read;
    private boolean ended;

    Counted(InputStream body) {
      super(body);
    }

    /// Whether there is more of it than was read.
    boolean hasMore(Request request) {
      var length = request.getLength();
      return length > 0
          ? read < length
          : request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) && !ended;
    }

    @Override
    public int read() throws IOException {
      var next = super.read();
      count(next < 0 ? -1 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var more = super.read(bytes, offset, length);
      count(more);
      return more;
    }

    private void count(int more) {
      ended |= more < 0;
      read += Math.max(0, more);
    }
  }

  /// Whether nothing can be answered any more. What is not answered must not be done, since it will
  /// be sent again.
  private static boolean isGivenUp(Request request) {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    return endPoint.isOutputShutdown();
  }

  /// Goes on as a WebSocket. The first sub-protocol that is offered is accepted, whatever it is:
  /// clients put their token there, and browsers drop a connection that does not say it again.
  private void upgrade(
      Reply.Body.Upgrade upgrade, Request request, Response response, Callback callback) {
    WebSocketCreator creator =
        (asked, answer, _) -> {
          asked.getSubProtocols().stream().findFirst().ifPresent(answer::setAcceptedSubProtocol);
          answer.setExtensions(List.of()); // compression would cost a few 100 KB for each client
          return upgrade.endpoint().get();
        };
    if (!sockets.upgrade(creator, request, response, callback)) {
      send(Front.refuse(400, "This address is for WebSockets"), response, callback);
    }
  }

  /// Answers what Jetty refused before it became a call: what is not HTTP, or too large.
  static boolean refuse(Request request, Response response, Callback callback) {
    var message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    var reason = message instanceof String text ? text : "The request is not valid HTTP";
    send(Front.refuse(response.getStatus(), reason), response, callback);
    return true;
  }

  private static Head head(Request request) {
    var uri = request.getHttpURI();
    return new Head(
        request.getMethod(),
        Objects.requireNonNullElse(uri.getDecodedPath(), "/"),
        uri.getQuery(),
        request.getHeaders(),
        Request.getRemoteAddr(request));
  }

  private static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::add);
    switch (reply.body()) {
      case Reply.Body.Bytes(var bytes) -> response.write(true, bytes.slice(), callback);
      case Reply.Body.FilePart(var file, var first, var length) ->
          Content.copy(Content.Source.from(file, first, length), response, callback);
      case Reply.Body.Upgrade _ -> throw new IllegalArgumentException("not an answer to send");
      case Reply.Body.Live live -> {
        try (var out = Content.Sink.asOutputStream(response)) {
          live.write(out);
          callback.succeeded();
        } catch (IOException gone) {
          callback.failed(gone);
        }
      }
    }
  }
}
