package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pando.bench.Scene;
import pando.main.TestPando;

/// Photos come from a host of their own (setting `media.url`), and that host is away.
@Tag("slow")
class DeadMediaHostTest {
  private static final String PHOTO_IS_THERE =
      "document.querySelector('.tile pando-photo.loaded img')?.naturalWidth > 0";

  @RegisterExtension final Chromium chromium = new Chromium();

  @Test
  void photosComeFromTheSiteWhenTheirHostRefuses() throws IOException {
    URI dead;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = URI.create("http://localhost:" + socket.getLocalPort());
    }
    showsPhotos(dead);
  }

  @Test
  void photosComeFromTheSiteWhenTheirHostIsSilent() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) { // never accepts
      showsPhotos(URI.create("http://localhost:" + silent.getLocalPort()));
    }
  }

  private void showsPhotos(URI media) {
    try (var site = TestPando.withMediaAt(media)) {
      var ana = site.signUp("ana");
      ana.posts("First light", "public", ana.uploads(Scene.jpeg(1600, 1200, 0.9f)));
      var told = site.stranger().get("/api/v1/timelines/public?local=true").ok();
      assertThat(told.at("/0/media_attachments/0/url").asString()).startsWith(media.toString());

      new Visit(chromium.open(site.url()))
          .goes("/")
          .reads("Join")
          .finds(PHOTO_IS_THERE)
          .goes("/@ana")
          .finds("document.querySelector('.profile .avatar')?.naturalWidth > 0");
    }
  }
}
