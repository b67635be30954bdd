package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.MediaId;
import pando.blobs.S3Process;
import pando.cdn.EdgeProcess;
import pando.cluster.HostPort;
import pando.config.Config;
import pando.config.ObjectsConfig.Moving;

/// A site whose photos are in an object store and served by an edge.
@Tag("slow")
class PhotosAtTheEdgeTest {
  @TempDir Path folder;
  private S3Process store;

  @SuppressWarnings("NullAway.Init") // made with the settings of the site
  private EdgeProcess edge;

  private TestPando site;
  private TestPerson ana;
  private String id;
  private String photo;

  @BeforeEach
  void start() throws Exception {
    store = S3Process.start(Files.createDirectory(folder.resolve("store")));
    site = TestPando.with(this::settings);
    ana = site.signUp("ana");
    id = ana.uploads(WholeSiteTest.photo());
    photo = path(ana.client().get("/api/v1/media/" + id).ok().get("url").asString());
  }

  private Config settings(int port) {
    edge = EdgeProcess.start(folder.resolve("edge"), List.of(new HostPort("127.0.0.1", port)), 1);
    var objects = store.config("photos", Moving.NONE);
    try {
      var secret = Files.writeString(folder.resolve("edges"), EdgeProcess.SECRET);
      var file =
          Files.writeString(
              folder.resolve("pando.yaml"),
              """
              objects: {endpoint: '%s', bucket: photos, secretKeyFile: '%s'}
              cdn: {edges: '%s', secretFile: '%s'}
              media: {url: 'http://%s'}
              """
                  .formatted(
                      objects.endpoint(),
                      objects.secretKeyFile(),
                      edge.address(),
                      secret,
                      edge.address()));
      return Config.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    if (site != null) {
      site.close();
      edge.close();
    }
    if (store != null) {
      store.close();
    }
  }

  private static String path(String url) {
    return URI.create(url).getPath();
  }

  @Test
  void aPhotoIsServedByTheEdgeUntilItIsDeleted() {
    assertThat(ana.client().get("/api/v1/media/" + id).ok().get("url").asString())
        .startsWith("http://" + edge.address() + "/media/");
    assertThat(edge.from(photo)).isEqualTo("200 miss");
    assertThat(edge.from(photo)).isEqualTo("200 hit");
    assertThat(edge.get(photo).headers().map()).doesNotContainKey("xkey");

    site.rooms().desks().photos().delete(ana.id(), new MediaId(Long.parseLong(id)));
    site.settle();

    assertThat(edge.get(photo).statusCode()).isEqualTo(404);
    assertThat(site.stranger().get(photo).status()).isEqualTo(404);
  }

  @Test
  void thePhotosOfSomebodyWhoIsShutOutAreServedNoMoreAndAgainWhenTheyAreBack() {
    assertThat(edge.get(photo).statusCode()).isEqualTo(200);
    var logins = site.rooms().desks().people().logins();

    logins.disable(ana.id());
    site.settle();
    assertThat(edge.get(photo).statusCode()).isEqualTo(404);
    assertThat(site.stranger().get(photo).status()).isEqualTo(404);

    logins.enable(ana.id());
    assertThat(site.stranger().get(photo).status()).isEqualTo(200);
  }

  @Test
  void thePhotosOfSomebodyWhoLeavesAreServedNoMore() {
    assertThat(edge.get(photo).statusCode()).isEqualTo(200);

    site.rooms().desks().people().logins().leave(ana.id());

    assertThat(site.stranger().get(photo).status()).isEqualTo(404); // before they are erased
    site.settle();
    assertThat(edge.get(photo).statusCode()).isEqualTo(404);
  }

  @Test
  void whileTheObjectStoreIsAwayOldPhotosAreSeenAndNewOnesAreRefused() {
    assertThat(edge.from(photo)).isEqualTo("200 miss");
    store.kill();

    assertThat(edge.from(photo)).isEqualTo("200 hit");
    var refused =
        ana.client().upload("POST", "/api/v2/media", "file", WholeSiteTest.photo(), Map.of());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.refusal()).contains("cannot be reached for the moment");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(ana.posts("words alone")).isNotEmpty();

    store.start();
    assertThat(ana.uploads(WholeSiteTest.photo())).isNotEmpty();
  }
}
