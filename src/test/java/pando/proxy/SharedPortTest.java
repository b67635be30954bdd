package pando.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pando.drill.Ask;
import pando.drill.Caller;
import pando.drill.Tally;
import pando.http.DoorProcess;

@Tag("slow")
@Timeout(60)
class SharedPortTest {
  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 100;
  private static final int CALLS = 40;

  @Test
  void whoClaimsThePortGetsEveryNewConnection() throws Exception {
    var deaf = SharedPort.open(HOST, 0, BACKLOG); // nobody accepts here: what comes is not answered
    try (var _ = deaf.channel();
        var claimant = DoorProcess.start(port(deaf), true)) {
      assertThat(callers(port(deaf))).containsExactly(claimant.pid());
    }
  }

  @Test
  void whoLeavesThePortGetsNoNewConnection() throws Exception {
    var leaver = SharedPort.open(HOST, 0, BACKLOG);
    try (var channel = leaver.channel();
        var stayer = DoorProcess.start(port(leaver), false)) {
      var doorkeeper = Thread.ofVirtual().start(() -> acceptAndClose(leaver));

      assertThat(leaver.leave()).isTrue();
      assertThat(callers(port(leaver))).containsExactly(stayer.pid());
      assertThat(channel.isOpen()).isTrue();
      leaver.channel().close();
      doorkeeper.join();
      assertThat(callers(stayer.port())).containsExactly(stayer.pid());
    }
  }

  @Test
  void whoIsAloneHasNobodyToLeaveItTo() throws Exception {
    var alone = SharedPort.open(HOST, 0, BACKLOG);
    try (var _ = alone.channel()) {
      assertThat(alone.leave()).isFalse();
    }
  }

  @Test
  void aPortThatAnotherProgramHasIsNotShared() throws Exception {
    try (var other = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> SharedPort.open(HOST, other.getLocalPort(), BACKLOG))
          .isInstanceOf(BindException.class);
    }
  }

  private static int port(SharedPort port) throws IOException {
    return ((InetSocketAddress) port.channel().getLocalAddress()).getPort();
  }

  private static void acceptAndClose(SharedPort port) {
    try {
      while (true) {
        port.channel().accept().close();
      }
    } catch (IOException _) {
      // the port is closed
    }
  }

  /// Who answers when the port is called many times.
  private static Set<String> callers(int port) {
    var answers = new HashSet<String>();
    var tally = new Tally();
    for (var i = 0; i < CALLS; i++) {
      try (var caller = new Caller(URI.create("http://" + HOST + ":" + port), false, tally)) {
        var answer = caller.ask(Ask.read("/who"));
        answers.add(answer == null ? tally.examples().toString() : answer.text());
      }
    }
    return answers;
  }
}
