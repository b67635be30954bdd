package pando.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.Programs;
import pando.cluster.HostPort;
import pando.proxy.ProxySettings.Photos;
import pando.proxy.ProxySettings.Server;

class ProxySettingsTest {
  private static final HostPort FRONT = new HostPort("127.0.0.1", 8080);
  private static final Server NODE = new Server("web-1", new HostPort("127.0.0.1", 20_001));
  private static final Server OTHER = new Server("web-2", new HostPort("127.0.0.1", 20_002));
  private static final Server EDGE = new Server("edge-1", new HostPort("127.0.0.1", 20_003));
  private static final Photos PHOTOS =
      new Photos(new HostPort("127.0.0.1", 8081), List.of(EDGE), "/edge/health");

  @TempDir private Path folder;

  private ProxySettings settings(HostPort front, List<Server> nodes, @Nullable Photos photos) {
    return new ProxySettings(front, nodes, photos, folder);
  }

  @Test
  void everyNodeStandsInEveryPart() {
    assertThat(settings(FRONT, List.of(NODE, OTHER), null).text())
        .containsSubsequence(
            "backend web",
            "server web-1 127.0.0.1:20001",
            "server web-2 127.0.0.1:20002",
            "backend streams",
            "server web-1 127.0.0.1:20001",
            "server web-2 127.0.0.1:20002",
            "backend anybody",
            "server web-1 127.0.0.1:20001",
            "server web-2 127.0.0.1:20002")
        .doesNotContain("frontend photos")
        .doesNotContain("${");
  }

  @Test
  void edgesHaveAnAddressOfTheirOwn() {
    assertThat(settings(FRONT, List.of(NODE), PHOTOS).text())
        .containsSubsequence(
            "frontend photos",
            "bind 127.0.0.1:8081",
            "backend edges",
            "GET /edge/health",
            "server edge-1 127.0.0.1:20003")
        .doesNotContain("${");
  }

  @Test
  void theAddressOfAllIsThatOfBothFamilies() {
    assertThat(settings(new HostPort("0.0.0.0", 8080), List.of(NODE), null).text())
        .contains("bind :::8080 v4v6");
  }

  @Test
  void aNameIsNeverMoreThanAName() {
    assertThatThrownBy(() -> new Server("a 1.2.3.4:80\n", FRONT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("slow")
  void haproxyUnderstandsAllOfThem() throws Exception {
    var program = Programs.require("haproxy").toString();
    for (var front : List.of(FRONT, new HostPort("0.0.0.0", 8080))) {
      for (var photos : new Photos[] {null, PHOTOS}) {
        var settings = settings(front, List.of(NODE, OTHER), photos);
        var file = Files.writeString(folder.resolve(ProxySettings.FILE), settings.text());
        var check =
            new ProcessBuilder(program, "-c", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        var said = check.inputReader().readAllAsString();
        assertThat(check.waitFor()).as(said).isZero();
      }
    }
  }
}
