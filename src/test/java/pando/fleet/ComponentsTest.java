package pando.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Refusal;
import pando.cluster.Topology;

class ComponentsTest {
  private static final Topology CACHED = Topology.read(Path.of("topologies/05-cache.yaml"));

  private static final Topology BALANCED =
      Topology.read(Path.of("topologies/03-load-balancer.yaml"));

  @TempDir private Path programs;

  @Test
  void aProgramThatIsMissingIsNamedWithTheLineThatInstallsIt() {
    assertThatThrownBy(() -> Components.require(CACHED, false, programs.toString()))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("redis-server")
        .hasMessageContaining("apt-get install --no-install-recommends ");
  }

  @Test
  void aProgramThatIsTooOldIsNamedWithItsVersionAndTheOneThatIsNeeded() throws IOException {
    program("haproxy", "HAProxy version 2.6.12-1 2023/01/01");
    program("redis-server", "Redis server v=6.0.16 sha=00000000:0 bits=64");
    program("redis-sentinel", "Redis server v=7.0.15 sha=00000000:0 bits=64");

    assertThatThrownBy(() -> Components.require(CACHED, false, programs.toString()))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("redis-server is version 6.0, and this topology needs 6.2 or later");
  }

  @Test
  void programsThatAreNewEnoughWillDo() throws IOException {
    program("haproxy", "HAProxy version 3.0.1 2024/01/01");
    program("redis-server", "Redis server v=6.2.0 sha=00000000:0 bits=64");
    program("redis-sentinel", "Redis server v=10.0.0 sha=00000000:0 bits=64");

    Components.require(CACHED, false, programs.toString());
  }

  @Test
  void aProgramThatHangsIsNamedAndEnded() throws IOException {
    script("haproxy", "echo $$ > '" + programs.resolve("pid") + "'; exec sleep 600");

    assertThatThrownBy(() -> Components.require(BALANCED, false, programs.toString()))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("haproxy does not answer -v within 5 s");
    var pid = Long.parseLong(Files.readString(programs.resolve("pid")).strip());
    ProcessHandle.of(pid)
        .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(5)));
  }

  private void program(String name, String version) throws IOException {
    script(name, "echo '" + version + "'");
  }

  private void script(String name, String line) throws IOException {
    var file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
