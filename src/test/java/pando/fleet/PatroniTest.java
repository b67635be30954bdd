package pando.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.blueprint.Layout;
import pando.cluster.HostPort;

class PatroniTest {
  private static final String GROUP =
      """
      {"members": [{"name": "database-1", "role": "leader", "state": "running", "timeline": 3}]}
      """;

  @Test
  void anAnswerThatIsCutOffIsNone(@TempDir Path data) throws Exception {
    assertThat(serversOf(GROUP, data)).extracting(Patroni.Server::say)
        .containsExactly("primary, timeline 3");
    assertThat(serversOf(GROUP.substring(0, 40), data)).isEmpty();
    assertThat(serversOf("", data)).isEmpty();
  }

  private static List<Patroni.Server> serversOf(String said, Path data)
      throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var rest = HttpServer.create(address, 0);
    rest.createContext(
        "/cluster",
        call -> {
          call.sendResponseHeaders(200, 0);
          call.getResponseBody().write(said.getBytes(UTF_8));
          call.close();
        });
    rest.start();
    try {
      var port = rest.getAddress().getPort();
      return new Patroni(new Layout(data), _ -> new HostPort("127.0.0.1", port))
          .servers("database-1");
    } finally {
      rest.stop(0);
    }
  }
}
