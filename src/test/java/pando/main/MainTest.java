package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  @Test
  void aMisspeltCommandNamesTheOneThatWasMeant() {
    assertThat(run("pu")).isEqualTo(2);
    assertThat(said.toString()).contains("Did you mean 'up'?");
  }

  @Test
  void aMisspeltOptionNamesTheOneThatWasMeant() {
    assertThat(run("up", "--prot", "3")).isEqualTo(2);
    assertThat(said.toString()).contains("Did you mean '--port'?");
  }

  @Test
  void aValueOfTheWrongKindIsExplained() {
    assertThat(run("up", "--port", "web")).isEqualTo(2);
    assertThat(said.toString()).contains("'web' is not an int");
  }

  @Test
  void aWrongSettingStopsTheStartWithASentence() throws IOException {
    Files.writeString(folder.resolve("pando.yaml"), "http: {prot: 9000}");

    assertThat(run("up", "--data", folder.toString())).isEqualTo(1);
    assertThat(said.toString())
        .startsWith("pando: ")
        .contains("did you mean 'http.port'?")
        .hasLineCount(1);
  }

  @Test
  void adviceOnWhatIsNoRecordingIsRefusedWithASentence() throws IOException {
    var file = Files.writeString(folder.resolve("pando.yaml"), "");

    assertThat(run("cache", "advise", file.toString(), "--memory", "lots")).isEqualTo(1);
    assertThat(run("cache", "advise", file.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("'lots'").contains("is no recording").hasLineCount(2);
  }

  @Test
  void aFolderThatIsInUseIsRefusedWithASentence() {
    try (var _ = DataFolder.open(folder)) {
      assertThat(run("up", "--data", folder.toString())).isEqualTo(1);
    }
    assertThat(said.toString()).startsWith("pando: another Pando (process ").hasLineCount(1);
  }

  @Test
  void aPortThatIsTakenIsRefusedBeforeAnythingIsStarted() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      assertThat(run("up", "--data", folder.toString(), "--port", port)).isEqualTo(1);
      assertThat(said.toString()).startsWith("pando: cannot listen on 127.0.0.1 port " + port);
    }
    assertThat(folder.resolve("postgres")).doesNotExist();
  }

  @Test
  void aFixtureAndADevelopmentSiteForEverybodyAreRefusedWithASentence() {
    assertThat(run("up", "--data", folder.toString(), "--fixture", "people.yaml")).isEqualTo(1);
    assertThat(said.toString()).contains("needs --dev").hasLineCount(1);

    assertThat(run("up", "--data", folder.toString(), "--dev", "--host", "0.0.0.0")).isEqualTo(1);
    assertThat(said.toString()).contains("this machine alone").hasLineCount(2);
    assertThat(folder.resolve("postgres")).doesNotExist();
  }

  private int run(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(said, true)).execute(arguments);
  }
}
