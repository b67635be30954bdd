package pando.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.blueprint.Layout;
import pando.cluster.HostPort;

class PatroniTest {
  private static final String SERVER = "database-1";
  private static final String GROUP =
      """
      {"members": [{"name": "database-1", "role": "leader", "state": "running", "timeline": 3}]}
      """;

  private HttpServer rest;
  private Patroni patroni;
  private String says = "";

  @BeforeEach
  void start(@TempDir Path data) throws IOException {
    rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    rest.createContext(
        "/cluster",
        call -> {
          call.sendResponseHeaders(200, 0);
          call.getResponseBody().write(says.getBytes(UTF_8));
          call.close();
        });
    rest.start();
    var address = new HostPort("127.0.0.1", rest.getAddress().getPort());
    patroni = new Patroni(new Layout(data), _ -> address);
  }

  @AfterEach
  void stop() {
    rest.stop(0);
  }

  @Test
  void anAnswerThatIsCutOffSaysNothing() {
    says = GROUP;
    assertThat(patroni.servers(SERVER))
        .extracting(Patroni.Server::say)
        .containsExactly("primary, timeline 3");
    for (var part : new String[] {"", GROUP.substring(0, 40)}) {
      says = part;
      assertThat(patroni.servers(SERVER)).isEmpty();
      assertThat(patroni.lacksPrimary(SERVER)).isFalse();
    }
  }

  @Test
  void whereNobodyLeadsThereIsNoPrimary() {
    says = GROUP;
    assertThat(patroni.lacksPrimary(SERVER)).isFalse();
    says = GROUP.replace("leader", "replica");
    assertThat(patroni.lacksPrimary(SERVER)).isTrue();
  }
}
