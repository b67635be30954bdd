package pando.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import pando.base.Id;
import pando.base.MediaId;

/// What every place does that keeps files of photos.
abstract class BlobsContract {
  static final MediaId ANAS = new MediaId(Id.firstOf(1_000_000) | 7 << 6);
  static final MediaId ANAS_NEXT = new MediaId(ANAS.value() + 1);
  static final MediaId BENS = new MediaId(Id.firstOf(1_000_000) | 1000 << 6);

  private static final byte[] BYTES = "a photo".getBytes(UTF_8);

  abstract Blobs blobs();

  @Test
  void whatIsKeptIsFoundByItsName() throws Exception {
    var name = blobs().keep(Area.PUBLIC, ANAS, BYTES, "webp");

    assertThat(name).matches(ANAS.value() + "-[0-9a-f]{64}\\.webp");
    var found = requireNonNull(blobs().find(Area.PUBLIC, name));
    assertThat(found.size()).isEqualTo(BYTES.length);
    assertThat(found.name().photo()).isEqualTo(ANAS);
    assertThat(found.name().text()).isEqualTo(name);
    assertThat(found.read()).isEqualTo(BYTES);
    if (found instanceof Blob.Stored stored) {
      assertThat(part(stored, 2, 3)).isEqualTo("pho");
      assertThat(part(stored, 6, 1)).isEqualTo("o");
      assertThat(part(stored, 0, 0)).isEmpty();
    }
  }

  private static String part(Blob.Stored stored, int first, int length) throws IOException {
    try (var bytes = stored.source().open(first, length)) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  @Test
  void keepingAFileTwiceIsKeepingIt() {
    var name = blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg");

    assertThat(blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg")).isEqualTo(name);
    assertThat(requireNonNull(blobs().find(Area.ORIGINALS, name)).read()).isEqualTo(BYTES);
  }

  @Test
  void anOriginalIsNotPublic() {
    var name = blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg");

    assertThat(blobs().find(Area.PUBLIC, name)).isNull();
  }

  @Test
  void whatIsNoNameOrNobodysIsNotFound() {
    var name = blobs().keep(Area.PUBLIC, ANAS, BYTES, "webp");

    assertThat(blobs().find(Area.PUBLIC, name.replace(".webp", ".jpg"))).isNull();
    for (var other : new String[] {"", "..", "../../etc/passwd", name + "/..", "x" + name, "%2e"}) {
      assertThat(blobs().find(Area.PUBLIC, other)).as(other).isNull();
    }
  }

  @Test
  void deletingAPhotoDeletesAllItsFilesAndNoOthers() {
    var original = blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg");
    var large = blobs().keep(Area.PUBLIC, ANAS, BYTES, "webp");
    var small = blobs().keep(Area.PUBLIC, ANAS, "small".getBytes(UTF_8), "webp");
    var next = blobs().keep(Area.PUBLIC, ANAS_NEXT, BYTES, "webp");

    blobs().delete(ANAS);
    blobs().delete(ANAS); // again, as after a death in between

    assertThat(blobs().find(Area.ORIGINALS, original)).isNull();
    assertThat(blobs().find(Area.PUBLIC, large)).isNull();
    assertThat(blobs().find(Area.PUBLIC, small)).isNull();
    assertThat(blobs().find(Area.PUBLIC, next)).isNotNull();
  }

  @Test
  void thePhotosOfASlotAreListed() {
    assertThat(blobs().list(7)).isEmpty();
    blobs().keep(Area.PUBLIC, ANAS_NEXT, BYTES, "webp");
    blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg");
    blobs().keep(Area.PUBLIC, ANAS, BYTES, "webp");
    blobs().keep(Area.PUBLIC, BENS, BYTES, "webp");

    assertThat(blobs().list(7)).containsExactly(ANAS, ANAS_NEXT);
    assertThat(blobs().list(1000)).containsExactly(BENS);
    assertThat(blobs().list(8)).isEmpty();
  }

  @Test
  void theFilesOfEachSlotAreListedInTheOrderOfSlots() {
    var anas = blobs().keep(Area.PUBLIC, ANAS, BYTES, "webp");
    var next = blobs().keep(Area.PUBLIC, ANAS_NEXT, BYTES, "webp");
    blobs().keep(Area.ORIGINALS, ANAS, BYTES, "jpeg");
    var bens = blobs().keep(Area.PUBLIC, BENS, BYTES, "webp");

    var slots = ((BlobPlace) blobs()).slots(Area.PUBLIC);

    assertThat(slots.apply(0)).isEmpty();
    assertThat(slots.apply(7)).containsExactlyInAnyOrder(anas, next);
    assertThat(slots.apply(8)).isEmpty();
    assertThat(slots.apply(1000)).containsExactly(bens);
    assertThat(slots.apply(1023)).isEmpty();
  }
}
