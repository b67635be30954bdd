package pando.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Refusal;
import pando.base.Request;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;

/// Files in a real object store.
@Tag("slow")
class ObjectBlobsTest extends BlobsContract {
  @SuppressWarnings("NullAway.Init") // JUnit starts it first
  private static S3Process store;

  private static int buckets;

  private final String bucket = "test-" + buckets++;
  private final ObjectBlobs blobs = new ObjectBlobs(store.config(bucket, Moving.NONE));

  @BeforeAll
  static void start(@TempDir Path folder) {
    store = S3Process.start(folder);
  }

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
    }
  }

  @AfterEach
  void close() {
    blobs.close();
  }

  @Override
  Blobs blobs() {
    return blobs;
  }

  @Test
  void onlyThoseReadTheBucketWhoHaveTheKey(@TempDir Path folder) throws Exception {
    var name = blobs.keep(Area.PUBLIC, ANAS, new byte[] {1}, "webp");
    var path = "/" + bucket + "/" + requireNonNull(BlobName.find(name)).path(Area.PUBLIC);
    assertThat(store.status(path)).isEqualTo(403);

    var right = store.config(bucket, Moving.NONE);
    var wrong = Files.writeString(folder.resolve("secret"), "another-secret").toString();
    var config =
        new ObjectsConfig(
            right.endpoint(), bucket, right.region(), right.accessKey(), wrong, null, Moving.NONE);
    try (var stranger = new ObjectBlobs(config)) {
      assertThatThrownBy(() -> stranger.keep(Area.PUBLIC, ANAS, new byte[] {1}, "webp"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("refuses the bucket")
          .hasMessageContaining("see 'objects' in the settings");
    }
  }

  @Test
  void aListIsReadToItsEnd() throws Exception {
    var files = 1_050; // a page has 1,000
    try (var threads = Executors.newFixedThreadPool(8)) {
      threads.invokeAll(
          IntStream.range(0, files)
              .<Callable<String>>mapToObj(
                  i -> () -> blobs.keep(Area.PUBLIC, ANAS, ("" + i).getBytes(UTF_8), "webp"))
              .toList());
    }

    try (var names = blobs.names(Area.PUBLIC)) {
      assertThat(names.distinct().count()).isEqualTo(files);
    }
  }

  @Test
  void whileTheStoreIsAwayCallersAreRefusedSoon() {
    var name = blobs.keep(Area.PUBLIC, ANAS, new byte[] {1}, "webp");
    var start = System.nanoTime();
    store.kill();
    try {
      assertThatThrownBy(() -> blobs.keep(Area.PUBLIC, BENS, new byte[] {1}, "webp"))
          .isInstanceOf(Refusal.Unavailable.class)
          .hasMessageContaining("try again in a minute");
      assertThatThrownBy(() -> blobs.find(Area.PUBLIC, name))
          .isInstanceOf(Refusal.Unavailable.class);
      assertThatThrownBy(() -> blobs.list(7)).isInstanceOf(Refusal.Unavailable.class);
      assertThatThrownBy(() -> blobs.delete(ANAS)).isInstanceOf(Refusal.Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    } finally {
      store.start();
    }
    assertThat(requireNonNull(blobs.find(Area.PUBLIC, name)).read())
        .containsExactly(1); // it was acknowledged
  }

  @Test
  void nobodyWaitsLongerThanTheirRequestHas() {
    var request = Request.of("-", Duration.ZERO);

    assertThatThrownBy(
            () -> request.call(() -> blobs.keep(Area.PUBLIC, ANAS, new byte[1 << 20], "webp")))
        .isInstanceOf(Refusal.Unavailable.class);
  }
}
