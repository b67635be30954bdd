package pando.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A client of a site, with one request on its way at a time.
///
/// A connection that is kept open may be closed by the server at the moment at which a request is
/// sent. When it ends before the first byte of an answer, HTTP lets a client send again what does
/// the same twice (RFC 9110, 9.2.2): so it does, once, on a new connection. Nothing else is
/// repeated.
public final class Caller implements AutoCloseable {
  /// How long a request may take.
  public static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int HTTP_PORT = 80;

  private final URI site;
  private final boolean keepsAlive;
  private final Tally tally;
  private @Nullable Line line;

  /// @param keepsAlive whether the connection is kept, or each request has a new one
  public Caller(URI site, boolean keepsAlive, Tally tally) {
    this.site = site;
    this.keepsAlive = keepsAlive;
    this.tally = tally;
  }

  /// What is answered, whatever its status; null: nothing, which is counted as a failure.
  public @Nullable Answer ask(Ask ask) {
    var start = System.nanoTime();
    try {
      var answer = tryTwice(ask);
      if (answer.status() >= 500) {
        tally.fail(ask, reason(answer), since(start));
      }
      return answer;
    } catch (IOException e) {
      tally.fail(ask, e.getClass().getSimpleName() + ": " + e.getMessage(), since(start));
      return null;
    } finally {
      tally.end(ask, since(start));
    }
  }

  /// What is answered if that is a success; any other answer is counted as a failure.
  public @Nullable Answer askForSuccess(Ask ask) {
    var start = System.nanoTime();
    var answer = ask(ask);
    if (answer != null && !answer.isOk()) {
      if (answer.status() < 500) {
        tally.fail(ask, reason(answer), since(start));
      }
      return null;
    }
    return answer;
  }

  private Answer tryTwice(Ask ask) throws IOException {
    var again = line != null && line.isUsed() && ask.mayRepeat();
    try {
      return send(ask);
    } catch (Unanswered e) {
      if (!again) {
        throw e;
      }
      tally.repeat(ask);
      return send(ask);
    }
  }

  private Answer send(Ask ask) throws IOException {
    try {
      if (line == null) {
        line = new Line(address(), LIMIT);
      }
      var answer = line.ask(ask.bytes(site.getAuthority(), keepsAlive), LIMIT);
      if (!keepsAlive || answer.isLast()) {
        hangUp();
      }
      return answer;
    } catch (IOException | RuntimeException e) {
      hangUp();
      throw e;
    }
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(site.getHost(), site.getPort() < 0 ? HTTP_PORT : site.getPort());
  }

  private void hangUp() throws IOException {
    if (line != null) {
      line.close();
      line = null;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Such as `503 (again after 1 s) {"error":"..."}`.
  static String reason(Answer answer) {
    var again = answer.headers().get("retry-after");
    var text = answer.text().substring(0, Math.min(answer.text().length(), 200));
    return answer.status() + (again == null ? " " : " (again after %s s) ".formatted(again)) + text;
  }

  @Override
  public void close() {
    try {
      hangUp();
    } catch (IOException _) {
      // it is gone
    }
  }
}
