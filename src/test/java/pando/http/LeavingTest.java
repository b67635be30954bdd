package pando.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server owes to the connections that are open when it leaves.
@Tag("slow")
@Timeout(60)
class LeavingTest {
  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: pando.example\r\n\r\n";

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final TestSite site =
      TestSite.with(router -> router.get("/a", _ -> answer()).get("/long", _ -> answerLate()));

  private Reply answer() {
    calls.incrementAndGet();
    return Reply.text(200, "here");
  }

  private Reply answerLate() {
    begun.countDown();
    await(goOn);
    return Reply.text(200, "at last");
  }

  @Test
  void aConnectionThatIsUsedEndsWithItsNextAnswer() throws Exception {
    try (site;
        var line = site.connect()) {
      assertThat(ask(line)).doesNotContain("Connection: close");
      var leaving = leave();
      var last = ask(line);
      while (!last.contains("Connection: close")) { // it has not begun to leave
        last = ask(line);
      }

      assertThat(last).contains("here");
      assertThat(line.getInputStream().read()).isEqualTo(-1);
      leaving.join();
    }
  }

  @Test
  void aConnectionThatIsQuietIsClosedAndARequestThatComesTooLateIsNotRun() throws Exception {
    try (site;
        var line = site.connect()) {
      ask(line);
      var leaving = leave();
      assertThat(line.getInputStream().read()).isEqualTo(-1); // the end, and not a reset
      line.getOutputStream().write(REQUEST.getBytes(US_ASCII));
      line.shutdownOutput();
      leaving.join();

      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void aCallThatRunsIsAnswered() throws Exception {
    try (site;
        var line = site.connect()) {
      line.getOutputStream().write(REQUEST.replace("/a", "/long").getBytes(US_ASCII));
      begun.await();
      var leaving = leave();
      awaitRefusal();
      goOn.countDown();

      assertThat(new String(line.getInputStream().readAllBytes(), US_ASCII)).endsWith("at last");
      leaving.join();
    }
  }

  private Thread leave() {
    return Thread.ofVirtual().start(site::leave);
  }

  /// Waits until the server does not listen any more.
  private void awaitRefusal() {
    while (true) {
      try {
        site.connect().close();
      } catch (IOException refused) {
        return;
      }
    }
  }

  /// The answer up to its body of four letters.
  private static String ask(Socket line) throws IOException {
    line.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    var reader = new BufferedReader(new InputStreamReader(line.getInputStream(), US_ASCII));
    var said = new StringBuilder();
    for (var next = reader.readLine(); !next.isEmpty(); next = reader.readLine()) {
      said.append(next).append('\n');
    }
    var body = new char["here".length()];
    assertThat(reader.read(body)).isEqualTo(body.length);
    return said.append(body).toString();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
