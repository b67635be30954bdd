package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/// A site that is sent what no client should send, byte for byte, and what must hold whatever
/// comes: every answer is below 500, every refusal under `/api` is a sentence in JSON, no answer
/// says how the site is made, and nothing is logged with a stack trace.
final class HostileSite implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MAX_REASON = 400;
  private static final int MAX_SHOWN = 300;

  /// What only somebody who knows the sources would say.
  private static final Pattern INSIDES =
      Pattern.compile(
          "(?i)\\b(java\\.|javax\\.|org\\.|pando\\.[a-z]+\\.[A-Z]|jetty|postgres|sqlstate|hikari)"
              + "|[a-z]Exception\\b|\\bat [a-z]+\\.[a-z.]+\\(|\\bselect .* from ");

  private static final Set<String> SCOPES =
      Set.of("read", "write", "follow", "push", "admin:read", "admin:write");

  final TestPando pando = TestPando.onOneBox();

  /// May do everything, so that every route hears what is sent.
  final TestPerson ana = pando.signUp("ana", Role.MODERATOR, SCOPES);

  final TestPerson ben = pando.signUp("ben");
  private final Queue<LogRecord> failures = new ConcurrentLinkedQueue<>();
  private final Handler watch = new Watch();

  HostileSite() {
    Logger.getLogger("").addHandler(watch);
  }

  /// What came back.
  @SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
  record Answer(String request, int status, Map<String, String> headers, byte[] bytes) {
    String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The reason of a refusal; empty if there is none in JSON.
    String reason() {
      try {
        var error = JSON.readTree(body()).get("error");
        return error == null || !error.isString() ? "" : error.asString();
      } catch (JacksonException notJson) {
        return "";
      }
    }

    private String shown() {
      return request.split("\r", 2)[0] + "\n" + body().substring(0, Math.min(body().length(), 300));
    }

    Answer isRefused(Integer... statuses) {
      assertThat(status).as(shown()).isIn((Object[]) statuses);
      assertThat(reason()).as(shown()).isNotBlank().hasSizeLessThan(MAX_REASON);
      assertThat(reason()).doesNotContainPattern("\\p{Cntrl}");
      return this;
    }
  }

  private final class Watch extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getThrown() != null) {
        failures.add(entry);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /// Fails if anything was logged with a stack trace since this was asked last.
  void requireQuietLog() {
    var said = new ArrayList<String>();
    for (var entry = failures.poll(); entry != null; entry = failures.poll()) {
      said.add(entry.getMessage() + ": " + entry.getThrown());
    }
    assertThat(said).isEmpty();
  }

  Answer get(String target) {
    return send("GET", target, null, new byte[0]);
  }

  Answer send(String method, String target, @Nullable String type, String body) {
    return send(method, target, type, body.getBytes(StandardCharsets.UTF_8));
  }

  /// A call by Ana.
  Answer send(String method, String target, @Nullable String type, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer " + ana.client().token());
    if (type != null) {
      headers.put("Content-Type", type);
    }
    return call(method, target, headers, body);
  }

  /// A call with these headers and no others.
  Answer call(String method, String target, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder("%s %s HTTP/1.1\r\nHost: x\r\n".formatted(method, target));
    head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return raw(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), body);
  }

  Answer raw(String request) {
    return raw(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The answer to any bytes at all, in parts. The other side may stop to listen before their end.
  Answer raw(byte[]... request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), pando.url().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var writer =
          Thread.startVirtualThread(() -> {
            try {
              for (var part : request) {
                socket.getOutputStream().write(part);
              }
            } catch (IOException closed) {
              // it was refused before its end
            }
          });
      var answer = checked(parse(shown(request[0]), read(socket)));
      writer.join();
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(Socket socket) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    try {
      for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
        all.write(buffer, 0, n);
      }
    } catch (IOException reset) {
      if (all.size() == 0) {
        throw reset;
      }
    }
    return all.toByteArray();
  }

  private static Answer parse(String request, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var end = text.indexOf("\r\n\r\n");
    assertThat(text).startsWith("HTTP/1.1 ");
    var headers = new LinkedHashMap<String, String>();
    for (var line : List.of(text.substring(0, end).split("\r\n")).subList(1, lines(text, end))) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    var body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    return new Answer(request, Integer.parseInt(text.substring(9, 12)), headers, body);
  }

  private static int lines(String text, int end) {
    return text.substring(0, end).split("\r\n").length;
  }

  private static String shown(byte[] request) {
    return new String(request, 0, Math.min(request.length, MAX_SHOWN), StandardCharsets.ISO_8859_1);
  }

  /// What holds for every answer.
  private static Answer checked(Answer answer) {
    assertThat(answer.status()).as("%s%n%s", answer.request(), answer.body()).isLessThan(500);
    if (answer.status() >= 400) {
      assertThat(answer.body()).as(answer.request()).doesNotContainPattern(INSIDES);
      if (answer.request().matches("(?s)[A-Z]+ /api/.*")) {
        assertThat(answer.reason()).as(answer.shown()).isNotBlank();
      }
    }
    return answer;
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(watch);
    pando.close();
  }
}
