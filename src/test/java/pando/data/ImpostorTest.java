package pando.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Another program at the port of a server that is away, which speaks as PostgreSQL does.
class ImpostorTest {
  private static final String PASSWORD = "aspen in the wind";
  private static final int OK = 0;
  private static final int CLEARTEXT = 3;

  /// What a client may ask for first: SSLRequest and GSSENCRequest.
  private static final Set<Integer> LINES = Set.of(80_877_103, 80_877_104);

  @Test
  void oneThatAsksForNoPasswordIsNotBelieved() throws Exception {
    assertThat(heard(OK)).isEmpty();
  }

  @Test
  void oneThatAsksForThePasswordItselfIsNotToldIt() throws Exception {
    assertThat(heard(CLEARTEXT)).doesNotContain(PASSWORD);
  }

  /// What a client says that is to prove itself in some way.
  private static String heard(int authentication) throws Exception {
    try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = "jdbc:postgresql://127.0.0.1:%d/pando".formatted(port.getLocalPort());
      var told = CompletableFuture.supplyAsync(() -> answer(port, authentication));
      var properties = Server.properties("pando", PASSWORD);
      assertThatThrownBy(() -> DriverManager.getConnection(url, properties))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("requireAuth");
      return told.get();
    }
  }

  private static String answer(ServerSocket port, int authentication) {
    try (var line = port.accept();
        var in = new DataInputStream(line.getInputStream());
        var out = new DataOutputStream(line.getOutputStream())) {
      while (isAboutTheLine(in)) {
        out.writeByte('N');
      }
      out.writeByte('R');
      out.writeInt(8);
      out.writeInt(authentication);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return ""; // the client has gone
    }
  }

  /// Whether the next message is about the line and not from somebody who signs in.
  private static boolean isAboutTheLine(DataInputStream in) throws IOException {
    var length = in.readInt();
    var code = in.readInt();
    in.skipNBytes(length - 8L);
    return LINES.contains(code);
  }
}
