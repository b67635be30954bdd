package pando.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pando.cluster.HostPort;
import pando.drill.Answer;
import pando.drill.Ask;
import pando.drill.Caller;
import pando.drill.Tally;
import pando.http.Crowd;
import pando.http.DoorProcess;
import pando.proxy.ProxySettings.Server;

/// HAProxy before two nodes, as Pando sets it up.
@Tag("slow")
@Timeout(120)
class ProxyTest {
  private static final int SOME = 1_000;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final int port = RunningProxy.freePort();
  private DoorProcess one;
  private DoorProcess two;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws IOException {
    one = DoorProcess.start(0, false);
    two = DoorProcess.start(0, false);
    proxy = RunningProxy.start(settings(server("one", one), server("two", two)));
  }

  @AfterEach
  void stop() throws InterruptedException {
    proxy.close();
    one.close();
    two.close();
  }

  private ProxySettings settings(Server... nodes) {
    return new ProxySettings(new HostPort("127.0.0.1", port), List.of(nodes), null, folder);
  }

  private static Server server(String name, DoorProcess process) {
    return new Server(name, new HostPort("127.0.0.1", process.port()));
  }

  @Test
  void whoeverMayBeAskedAgainNoticesNothingWhenANodeIsKilled() throws Exception {
    try (var crowd = new Crowd(port, false)) {
      crowd.awaitAnswers(SOME);
      assertThat(crowd.answers()).containsOnlyKeys(one.pid(), two.pid());
      one.process().destroyForcibly();
      crowd.awaitAnswers(SOME);
      crowd.stop();

      report("a node was killed", crowd);
      assertThat(status("web", "one")).isEqualTo("DOWN");
    }
  }

  @Test
  void aNodeThatLeavesGetsNothingNewAndNoRequestFails() throws Exception {
    try (var crowd = new Crowd(port)) {
      crowd.awaitAnswers(SOME);
      one.leave();
      crowd.answers();
      crowd.awaitAnswers(SOME);
      assertThat(crowd.answers()).containsOnlyKeys(two.pid());
      crowd.stop();

      report("a node left", crowd);
    }
  }

  @Test
  void nodesComeAndGoAndNoRequestFails() throws Exception {
    try (var crowd = new Crowd(port);
        var three = DoorProcess.start(0, false)) {
      var runtime = proxy.runtime();
      runtime.add(server("three", three));
      await(() -> crowd.answers().containsKey(three.pid()));
      runtime.drain("one");
      assertThat(runtime.awaitQuiet("one", SOON)).isTrue();
      assertThat(status("web", "one")).isEqualTo("DRAIN");
      runtime.remove("one");
      one.leave();
      crowd.answers();
      crowd.awaitAnswers(SOME);
      assertThat(crowd.answers()).containsOnlyKeys(two.pid(), three.pid());
      RunningProxy.write(settings(server("two", two), server("three", three)));
      runtime.reload(proxy.process().pid());
      crowd.awaitAnswers(SOME);
      crowd.stop();

      report("a node came, one went, and the settings were read again", crowd);
      assertThat(runtime.servers()).extracting(ServerState::name).doesNotContain("one");
    }
  }

  @Test
  void aReloadForgetsNothingAboutTheNodes() throws Exception {
    var runtime = proxy.runtime();
    runtime.drain("one");
    runtime.reload(proxy.process().pid());

    assertThat(status("web", "one")).isEqualTo("DRAIN");
    assertThat(status("web", "two")).isEqualTo("UP");
  }

  @Test
  void settingsThatCannotBeUsedLeaveTheOldOnesInPlace() throws Exception {
    Files.writeString(folder.resolve(ProxySettings.FILE), "nonsense");

    assertThatThrownBy(() -> proxy.runtime().reload(proxy.process().pid()))
        .hasMessageContaining("unknown keyword 'nonsense'");
    assertThat(ask(Ask.read("/who")).status()).isEqualTo(200);
  }

  @Test
  void aPersonGoesToTheSameNodeAgainIfItHasTime() {
    for (var person : List.of("ana", "ben", "cleo")) {
      var ask = Ask.read("/who").by(person);
      var first = ask(ask).text();
      for (var i = 0; i < 5; i++) {
        for (var node : List.of("one", "two")) {
          assertThat(proxy.runtime().awaitQuiet(node, SOON)).isTrue();
        }
        assertThat(ask(ask).text()).isEqualTo(first);
      }
    }
  }

  @Test
  void whereARequestComesFromIsWhatTheBalancerSaw() {
    var ask = Ask.read("/from").with("X-Forwarded-For", "203.0.113.7");

    assertThat(ask(ask).text()).isEqualTo("127.0.0.1");
  }

  @Test
  void whenNoNodeSaysThatItCanServeSomebodyIsAskedAllTheSame() {
    for (var node : List.of(one, two)) {
      try (var caller = new Caller(node.url(), false, new Tally())) {
        caller.ask(Ask.post("/sick", Map.of()));
      }
    }
    await(() -> status("web", "one").equals("DOWN") && status("web", "two").equals("DOWN"));

    assertThat(ask(Ask.read("/who")).text()).isIn(one.pid(), two.pid());
  }

  @Test
  void withoutAnyNodeTheAnswerSaysSoInJson() {
    one.process().destroyForcibly();
    two.process().destroyForcibly();
    await(() -> status("web", "one").equals("DOWN") && status("web", "two").equals("DOWN"));

    var answer = ask(Ask.read("/who"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
    assertThat(answer.field("error")).startsWith("The site cannot answer for the moment");
  }

  private Answer ask(Ask ask) {
    var tally = new Tally();
    try (var caller = new Caller(URI.create("http://127.0.0.1:" + port), false, tally)) {
      var answer = caller.ask(ask);
      return requireNonNull(answer, () -> tally.examples().toString());
    }
  }

  private String status(String part, String name) {
    return proxy.runtime().servers().stream()
        .filter(server -> server.part().equals(part) && server.name().equals(name))
        .map(ServerState::status)
        .findFirst()
        .orElse("gone");
  }

  private static void await(BooleanSupplier isSo) {
    var deadline = System.nanoTime() + SOON.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void report(String what, Crowd crowd) {
    var tally = crowd.tally();
    System.out.printf("%s: %s, longest %s%n", what, tally.counts(), tally.longest());
    assertThat(tally.examples()).isEmpty();
    assertThat(tally.all().failed()).isZero();
  }
}
