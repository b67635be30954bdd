package pando.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pando.media.PhotoRoom.ANA;
import static pando.media.PhotoRoom.BEN;
import static pando.media.PhotoRoom.OTHER_POST;
import static pando.media.PhotoRoom.PATIENT;
import static pando.media.PhotoRoom.POST;
import static pando.media.PhotoRoom.name;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Id;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.base.Slot;
import pando.blobs.Area;
import pando.media.Photo.Caption;

/// Where photos are used, and what becomes of those that are not.
class PhotoUseTest {
  private final PhotoRoom room;
  private final Photos photos;

  PhotoUseTest(@TempDir Path folder) {
    room = new PhotoRoom(folder);
    photos = room.photos;
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void aPhotoIsInOnePostAtATime() {
    var photo = room.upload();
    room.attach(POST, photo);
    room.attach(POST, photo); // an edit of the post

    assertThat(room.again(photo).post()).isEqualTo(POST);
    assertThatThrownBy(() -> room.attach(OTHER_POST, photo)).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> photos.delete(ANA, photo.id())).isInstanceOf(Refusal.Invalid.class);

    room.release(photo);
    room.attach(OTHER_POST, photo);
    assertThat(room.again(photo).post()).isEqualTo(OTHER_POST);
  }

  @Test
  void nobodyAttachesThePhotosOfOthersOrAnAvatar() {
    var avatar = photos.upload(ANA, TestPhotos.png(50, 50), Purpose.AVATAR, Caption.NONE, PATIENT);
    var photo = room.upload();

    assertThatThrownBy(() -> room.attach(POST, avatar)).isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() ->
            room.shards
                .of(BEN)
                .transact(tx -> {
                  photos.attach(tx, BEN, POST, List.of(photo.id()));
                  return photo;
                }))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void aDeletedPhotoIsGoneWithItsFiles() throws Exception {
    var photo = room.upload();
    photos.edit(ANA, photo.id(), List.of(new Edit.Blur(2)), PATIENT);
    var other = room.upload();

    photos.delete(ANA, photo.id());

    assertThat(photos.findAll(List.of(photo.id(), other.id()))).containsOnlyKeys(other.id());
    assertThat(photos.findFile(name(photo))).isNull();
    assertThat(photos.findFile(name(other))).isNotNull(); // though its bytes are the same
    assertThat(room.storedFiles()).hasSize(5);
  }

  @Test
  void theOriginalAndOtherFilesCannotBeAskedFor() throws Exception {
    room.upload();
    var original =
        room.storedFiles().stream().filter(f -> f.toString().contains("originals")).findFirst();

    assertThat(photos.findFile(original.orElseThrow().getFileName().toString())).isNull();
    for (var name :
        List.of("", "..", "../../etc/passwd", "1-" + "0".repeat(64) + ".webp/..", "%2e")) {
      assertThat(photos.findFile(name)).as(name).isNull();
    }
  }

  @Test
  void whatNothingHasShownForADayIsSweptAway() throws Exception {
    var unused = room.upload();
    var used = room.upload();
    var released = room.upload();
    room.attach(POST, used);
    room.attach(OTHER_POST, released);
    var avatar = photos.upload(ANA, TestPhotos.png(50, 50), Purpose.AVATAR, Caption.NONE, PATIENT);
    room.later = Photos.KEEP_UNUSED.plusMinutes(5);
    room.release(released);

    photos.sweep();

    var ids = List.of(unused.id(), used.id(), released.id(), avatar.id());
    assertThat(photos.findAll(ids)).containsOnlyKeys(used.id(), released.id());
    assertThat(room.storedFiles()).hasSize(10);

    room.later = room.later.plus(Photos.KEEP_UNUSED).plusMinutes(5);
    photos.sweep();
    assertThat(photos.findAll(ids)).containsOnlyKeys(used.id());
  }

  @Test
  void filesOfAnUploadThatWasNeverStoredAreSweptAway() throws Exception {
    var photo = room.upload();
    room.attach(POST, photo);
    var id = new MediaId(Id.firstOf(Instant.now().toEpochMilli()) | 7 << 6);
    room.files.keep(Area.ORIGINALS, id, new byte[] {1, 2, 3}, "jpeg");
    assertThat(room.storedFiles()).hasSize(6);

    for (var slot = 0; slot < Slot.COUNT; slot++) {
      photos.sweep();
    }
    assertThat(room.storedFiles()).hasSize(6); // it may be an upload that goes on

    room.later = Photos.KEEP_UNUSED.plusMinutes(5);
    for (var slot = 0; slot < Slot.COUNT; slot++) {
      photos.sweep();
    }
    assertThat(room.storedFiles()).hasSize(5);
  }
}
