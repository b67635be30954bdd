package pando.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.config.ObjectsConfig.Moving;

/// Files that are moved between a folder and a real object store.
@Tag("slow")
class PhotoMoveTest {
  private static final int FILES = 120; // more than two steps

  @SuppressWarnings("NullAway.Init") // JUnit starts it first
  private static S3Process store;

  private static int buckets;

  private final String bucket = "move-" + buckets++;
  private final DiskBlobs disk;
  private final ObjectBlobs objects = new ObjectBlobs(store.config(bucket, Moving.NONE));
  private final Blobs toObjects;
  private final Blobs toDisk;
  private Instant now = Instant.EPOCH;

  PhotoMoveTest(@TempDir Path folder) {
    disk = new DiskBlobs(folder);
    toObjects = Blobs.of(store.config(bucket, Moving.FROM_DISK), folder);
    toDisk = Blobs.of(store.config(bucket, Moving.TO_DISK), folder);
  }

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
    objects.close();
    toObjects.close();
    toDisk.close();
  }

  @Test
  void everyFileIsReadableAtEveryMomentOfTheWayThereAndBack() throws Exception {
    var names = fill(disk);
    var moving = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader =
          threads.submit(() -> {
            var reads = 0;
            for (; moving.get() || reads == 0; reads++) {
              var name = names.get(reads % FILES);
              assertThat(toObjects.find(Area.PUBLIC, name)).as(name).isNotNull();
            }
            return reads;
          });
      try {
        moveAll(there());
      } finally {
        moving.set(false);
      }
      assertThat(reader.get()).isPositive();
    }
    assertThat(names(disk)).isEmpty();
    assertThat(names(objects)).containsExactlyInAnyOrderElementsOf(names);

    var later = toDisk.keep(Area.PUBLIC, BlobsContract.BENS, new byte[] {7}, "webp");
    assertThat(disk.find(Area.PUBLIC, later)).isNotNull();
    moveAll(back());
    assertThat(names(objects)).isEmpty();
    assertThat(names(disk)).hasSize(FILES + 1).containsAll(names);
  }

  @Test
  void aNodeThatKnowsOfTheStoreKeepsPhotosWhereOthersLookUntilTheMoveBegins() {
    var before = toObjects.keep(Area.PUBLIC, BlobsContract.ANAS, new byte[] {1}, "webp");
    assertThat(disk.find(Area.PUBLIC, before)).as("by a node without a store").isNotNull();

    there().step();
    var meanwhile = toObjects.keep(Area.PUBLIC, BlobsContract.ANAS, new byte[] {2}, "webp");
    assertThat(disk.find(Area.PUBLIC, meanwhile)).isNull();
    assertThat(objects.find(Area.PUBLIC, meanwhile)).isNotNull();

    back().step();
    var after = toObjects.keep(Area.PUBLIC, BlobsContract.ANAS, new byte[] {3}, "webp");
    assertThat(disk.find(Area.PUBLIC, after)).isNotNull();
  }

  @Test
  void aFileStaysUntilNobodyReadsItAnyMore() {
    var name = disk.keep(Area.ORIGINALS, BlobsContract.ANAS, new byte[] {1}, "jpeg");
    var move = there();

    move.step();
    assertThat(requireNonNull(objects.find(Area.ORIGINALS, name)).read()).containsExactly(1);
    assertThat(disk.find(Area.ORIGINALS, name)).isNotNull();
    assertThat(move.remaining()).isEqualTo(1);

    now = now.plus(PhotoMove.GRACE);
    move.step();
    assertThat(disk.find(Area.ORIGINALS, name)).isNull();
    assertThat(move.remaining()).isZero();
  }

  @Test
  void aMoveThatWasKilledGoesOn() throws Exception {
    var names = fill(disk);
    var killed = there();
    killed.step();
    now = now.plus(PhotoMove.GRACE);
    killed.step();
    assertThat(killed.remaining()).isEqualTo(FILES - PhotoMove.BATCH);

    moveAll(there());

    assertThat(names(objects)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void whenTheStoreDiesTheMoveStopsAndGoesOnLater() throws Exception {
    var names = fill(disk);
    var move = there();
    move.step();
    store.kill();
    try {
      assertThatThrownBy(move::step).isInstanceOf(Refusal.Unavailable.class);
      now = now.plus(PhotoMove.GRACE);
      assertThatThrownBy(move::step).isInstanceOf(Refusal.Unavailable.class);
      assertThat(names(disk)).hasSize(FILES); // nothing goes that cannot be seen over there
      assertThat(toObjects.find(Area.PUBLIC, names.getFirst())).isNotNull();
    } finally {
      store.start();
    }

    moveAll(move);

    assertThat(names(objects)).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names(disk)).isEmpty();
  }

  @Test
  void aCopyThatIsNotTheFileIsMadeAnew() {
    var bytes = "a photo".getBytes(UTF_8);
    var name = BlobName.of(BlobsContract.ANAS, bytes, "webp");
    disk.put(Area.PUBLIC, name, bytes);
    objects.put(Area.PUBLIC, name, "a phot".getBytes(UTF_8));

    moveAll(there());

    assertThat(requireNonNull(objects.find(Area.PUBLIC, name)).read()).isEqualTo(bytes);
  }

  @Test
  void aDamagedFileIsMovedAsItIs() {
    var name = BlobName.of(BlobsContract.ANAS, "a photo".getBytes(UTF_8), "webp");
    disk.put(Area.PUBLIC, name, new byte[] {1});

    moveAll(there());

    assertThat(requireNonNull(objects.find(Area.PUBLIC, name)).read()).containsExactly(1);
  }

  @Test
  void twoMovesOfTheSameWayDoNoHarm() throws Exception {
    var names = fill(disk);
    var one = there();
    var other = there();

    while (one.remaining() > 0) {
      one.step();
      other.step();
      now = now.plus(PhotoMove.GRACE);
    }

    assertThat(names(objects)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void aPhotoThatIsDeletedMeanwhileIsGoneFromBothPlaces() {
    disk.keep(Area.PUBLIC, BlobsContract.ANAS, new byte[] {1}, "webp");
    var move = there();
    move.step();

    toObjects.delete(BlobsContract.ANAS);
    now = now.plus(PhotoMove.GRACE);
    moveAll(move);

    assertThat(toObjects.list(BlobsContract.ANAS.slot())).isEmpty();
  }

  private PhotoMove there() {
    return new PhotoMove(disk, objects, true, () -> now);
  }

  private PhotoMove back() {
    return new PhotoMove(disk, objects, false, () -> now);
  }

  private void moveAll(PhotoMove move) {
    while (move.remaining() > 0) {
      move.step();
      now = now.plus(PhotoMove.GRACE);
    }
  }

  private static List<String> fill(BlobPlace place) {
    var names = new ArrayList<String>();
    for (var i = 0; i < FILES; i++) {
      var photo = new MediaId(BlobsContract.ANAS.value() + i % 60);
      names.add(place.keep(Area.PUBLIC, photo, ("" + i).getBytes(UTF_8), "webp"));
    }
    return names;
  }

  private static List<String> names(BlobPlace place) {
    try (var names = place.names(Area.PUBLIC)) {
      return names.map(BlobName::text).toList();
    }
  }
}
