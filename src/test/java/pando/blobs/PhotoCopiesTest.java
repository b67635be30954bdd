package pando.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.MediaId;
import pando.config.BackupConfig;
import pando.config.ObjectsConfig;

class PhotoCopiesTest {
  private static final MediaId PHOTO = new MediaId(1_000L << 16 | 5 << 6);
  private static final byte[] BYTES = {1, 2, 3};
  private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");

  @TempDir private Path folder;
  private Path site;
  private Path place;
  private DiskBlobs files;

  @BeforeEach
  void makeSite() throws Exception {
    site = Files.createDirectory(folder.resolve("site"));
    place = folder.resolve("place");
    files = new DiskBlobs(site);
  }

  private PhotoCopies copies(Path of) {
    return new PhotoCopies(
        ObjectsConfig.DEFAULT, of, BackupConfig.DEFAULT.in(place), folder.resolve("gone.txt"));
  }

  @Test
  void aFileIsCopiedOnceAndComesBackToAnEmptySite() {
    var name = files.keep(Area.ORIGINALS, PHOTO, BYTES, "jpg");
    try (var copies = copies(site)) {
      assertThat(copies.copyNew(MONDAY)).isEqualTo(new PhotoCopies.Count(1, 3));
      assertThat(copies.copyNew(MONDAY)).isEqualTo(new PhotoCopies.Count(0, 0));
    }
    try (var back = copies(folder.resolve("another"))) {
      assertThat(back.isWhole(name)).isFalse();
      assertThat(back.restore(_ -> {}).files()).isEqualTo(1);
      assertThat(back.isWhole(name)).isTrue();
    }
  }

  @Test
  void aCopyWhoseFileHasGoneStaysAsLongAsABackupFromBeforeThat() {
    files.keep(Area.PUBLIC, PHOTO, BYTES, "webp");
    try (var copies = copies(site)) {
      copies.copyNew(MONDAY);
    }
    files.delete(PHOTO);
    try (var copies = copies(site)) {
      copies.copyNew(TUESDAY);
    }

    try (var copies = copies(site)) { // which reads since when it is gone
      copies.deleteGone(MONDAY);
      assertThat(restored("first")).isEqualTo(1);
      copies.deleteGone(TUESDAY.plusSeconds(1));
      assertThat(restored("second")).isZero();
    }
  }

  @Test
  void aDamagedFileIsNotWhole() throws Exception {
    var name = files.keep(Area.PUBLIC, PHOTO, BYTES, "webp");
    var found = (Blob.OnDisk) Objects.requireNonNull(files.find(Area.PUBLIC, name));
    Files.write(found.path(), new byte[] {1, 2, 4});
    try (var copies = copies(site)) {
      assertThat(copies.isWhole(name)).isFalse();
    }
  }

  private long restored(String to) {
    try (var back = copies(folder.resolve(to))) {
      return back.restore(_ -> {}).files();
    }
  }
}
