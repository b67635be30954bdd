package pando.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pando.cluster.HostPort;
import pando.proxy.ProxySettings;
import pando.proxy.ProxySettings.Server;
import pando.proxy.RunningProxy;

/// A port passes from process to process while people call it without a pause.
@Tag("slow")
@Timeout(120)
class HandoverTest {
  private static final int SOME = 1_000;

  @Test
  void aServerTakesThePortOfAnotherAndNoRequestFails() throws Exception {
    try (var first = DoorProcess.start(0, false);
        var crowd = new Crowd(first.port())) {
      crowd.awaitAnswers(SOME);
      try (var second = DoorProcess.start(first.port(), true)) {
        crowd.awaitAnswers(SOME);
        first.leave();
        crowd.answers();
        crowd.awaitAnswers(SOME);

        assertThat(crowd.answers()).containsOnlyKeys(second.pid());
        crowd.stop();
        report("Java to Java", crowd);
      }
    }
  }

  @Test
  void aServerThatLeavesGivesThePortToWhoeverElseListensThere() throws Exception {
    try (var first = DoorProcess.start(0, false);
        var crowd = new Crowd(first.port());
        var second = DoorProcess.start(first.port(), false)) {
      crowd.awaitAnswers(SOME);
      assertThat(crowd.answers()).containsKeys(first.pid(), second.pid());
      second.leave(); // the later one this time: the numbers of the sockets are not the same
      crowd.answers();
      crowd.awaitAnswers(SOME);

      assertThat(crowd.answers()).containsOnlyKeys(first.pid());
      crowd.stop();
      report("Java back to Java", crowd);
    }
  }

  @Test
  void aServerGivesThePortToALoadBalancerAndTakesItBack(@TempDir Path folder) throws Exception {
    try (var first = DoorProcess.start(0, false);
        var node = DoorProcess.start(0, false);
        var crowd = new Crowd(first.port())) {
      crowd.awaitAnswers(SOME);
      var front = new HostPort("127.0.0.1", first.port());
      var behind = new Server("node", new HostPort("127.0.0.1", node.port()));
      var settings = new ProxySettings(front, List.of(behind), null, folder);
      try (var proxy = RunningProxy.start(settings)) {
        crowd.awaitAnswers(SOME);
        first.leave();
        crowd.answers();
        crowd.awaitAnswers(SOME);
        assertThat(crowd.answers()).containsOnlyKeys(node.pid());

        try (var last = DoorProcess.start(first.port(), true)) {
          crowd.awaitAnswers(SOME);
          proxy.leave();
          crowd.answers();
          crowd.awaitAnswers(SOME);
          assertThat(crowd.answers()).containsOnlyKeys(last.pid());
          crowd.stop();
          report("Java to HAProxy to Java", crowd);
        }
      }
    }
  }

  private static void report(String what, Crowd crowd) {
    var tally = crowd.tally();
    System.out.printf("%s: %s, longest %s%n", what, tally.counts(), tally.longest());
    assertThat(tally.examples()).isEmpty();
    assertThat(tally.all().failed()).isZero();
  }
}
