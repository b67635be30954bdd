package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestNodes;

/// Who listens to one node is shown what happens through the other.
@Tag("product")
class NodesStreamingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void whatHappensInOneNodeIsShownByTheOther() {
    try (var nodes = new TestNodes()) {
      var ana = nodes.onFirst("ana");
      var ben = nodes.onSecond("ben").follows(ana);
      ben.home();
      try (var socket = TestSocket.of(ben, "user", "public")) {
        var post = ana.posts("hello @ben over there");
        ana.client()
            .send("PUT", "/api/v1/statuses/" + post, Map.of("status", "hello @ben, better"))
            .ok();
        ana.client().delete("/api/v1/statuses/" + post).ok();

        var heard = new ArrayList<String>();
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!heard.contains("public delete " + post)) {
          assertThat(System.nanoTime()).as("heard so far: %s", heard).isLessThan(end);
          socket.heard().forEach(it -> heard.add(it.stream() + " " + it.event() + " " + id(it)));
        }
        assertThat(heard).contains("user delete " + post).doesNotHaveDuplicates();
      }
    }
  }

  private static String id(TestSocket.Message message) {
    return message.event().equals("notification") ? "" : message.id();
  }

  @Test
  void aTokenThatIsRevokedInOneNodeIsCutOffByTheOther() {
    try (var nodes = new TestNodes()) {
      var ben = nodes.onSecond("ben");
      try (var socket = TestSocket.of(ben, "user")) {
        assertThat(socket.heard()).isEmpty(); // it is open

        nodes.revokeAll(ben);

        var end = System.nanoTime() + LIMIT.toNanos();
        while (!socket.isClosed()) {
          assertThat(System.nanoTime()).as("it is cut").isLessThan(end);
          Thread.onSpinWait();
        }
      }
    }
  }
}
