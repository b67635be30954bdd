package pando.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pando.media.PhotoRoom.ANA;
import static pando.media.PhotoRoom.BEN;
import static pando.media.PhotoRoom.IMPATIENT;
import static pando.media.PhotoRoom.PATIENT;
import static pando.media.PhotoRoom.POST;
import static pando.media.PhotoRoom.look;
import static pando.media.PhotoRoom.name;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.media.Photo.Caption;
import pando.media.Photo.Focus;
import pando.media.Photo.State;
import pando.queue.Lane;

class PhotosTest {
  private final PhotoRoom room;
  private final Photos photos;

  PhotosTest(@TempDir Path folder) {
    room = new PhotoRoom(folder);
    photos = room.photos;
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void aPhotoIsReadyWhenItsUploadIsAnswered() throws Exception {
    var photo = room.upload(TestPhotos.jpeg(1600, 1200), PATIENT);

    assertThat(room.again(photo)).isEqualTo(photo);
    var look = look(photo);
    assertThat(look.width()).isEqualTo(1600);
    assertThat(look.blurHash()).hasSize(28);
    assertThat(look.files()).hasSize(4);
    for (var file : look.files()) {
      var bytes = requireNonNull(photos.findFile(file.name())).blob().read();
      assertThat(bytes).hasSize((int) file.bytes());
      assertThat(file.name())
          .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(file.path()).isEqualTo("/media/" + file.name());
    }
    assertThat(room.lanes.drain(Lane.MEDIA)).isZero();
  }

  @Test
  void aRefusedPhotoLeavesNothingBehind() throws Exception {
    assertThatThrownBy(() -> room.upload("words".getBytes(StandardCharsets.UTF_8), PATIENT))
        .isInstanceOf(Refusal.Invalid.class);
    var half = Arrays.copyOf(TestPhotos.png(300, 300), 1000);
    assertThatThrownBy(() -> room.upload(half, PATIENT)).isInstanceOf(Refusal.Invalid.class);

    assertThat(room.storedFiles()).isEmpty();
    assertThat(room.heard).isEmpty();
  }

  @Test
  void whenNoWorkerIsFreeTheLanePreparesThePhoto() throws Exception {
    var waiting = new Photo[1];
    room.whileTheWorkerIsBusy(() -> waiting[0] = room.upload(TestPhotos.jpeg(600, 400), IMPATIENT));
    assertThat(waiting[0].state()).isEqualTo(new State.Waiting());
    assertThat(room.again(waiting[0])).isEqualTo(waiting[0]);

    assertThat(room.lanes.drain(Lane.MEDIA)).isPositive();

    assertThat(look(room.again(waiting[0])).files()).hasSize(4);
    assertThat(room.heard.getLast()).isEqualTo(new PhotoEvent.Changed(waiting[0].id(), ANA, null));
  }

  @Test
  void preparingAPhotoAgainChangesNothing() throws Exception {
    var waiting = new Photo[1];
    room.whileTheWorkerIsBusy(() -> waiting[0] = room.upload(TestPhotos.jpeg(600, 400), IMPATIENT));
    room.lanes.drain(Lane.MEDIA);
    var ready = room.again(waiting[0]);
    var stored = room.storedFiles();

    room.shards
        .of(ANA)
        .transact(tx -> {
          room.outbox.add(tx, ANA, new PhotoEvent.Requested(ready.id(), ANA, 0));
          return ready;
        });
    assertThat(room.lanes.drain(Lane.MEDIA)).isPositive();

    assertThat(room.again(ready)).isEqualTo(ready);
    assertThat(room.storedFiles()).isEqualTo(stored);
  }

  @Test
  void aPhotoThatTurnsOutDamagedFailsWithTheReason() throws Exception {
    var half = Arrays.copyOf(TestPhotos.png(300, 300), 1000);
    var waiting = new Photo[1];
    room.whileTheWorkerIsBusy(() -> waiting[0] = room.upload(half, IMPATIENT));

    room.lanes.drain(Lane.MEDIA);

    assertThat(room.again(waiting[0]).state())
        .isInstanceOfSatisfying(
            State.Failed.class, failed -> assertThat(failed.reason()).contains("damaged"));
    assertThatThrownBy(() -> room.attach(POST, waiting[0]))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void nothingWaitsForEver() throws Exception {
    var waiting = new Photo[1];
    room.whileTheWorkerIsBusy(() -> waiting[0] = room.upload(TestPhotos.jpeg(60, 40), IMPATIENT));
    photos.sweep();
    assertThat(room.again(waiting[0]).state()).isEqualTo(new State.Waiting());

    room.later = Photos.MAX_WAIT.plusSeconds(1);
    photos.sweep();

    assertThat(room.again(waiting[0]).state()).isInstanceOf(State.Failed.class);
    room.lanes.drain(Lane.MEDIA);
    assertThat(room.again(waiting[0]).state()).isInstanceOf(State.Failed.class);
  }

  @Test
  void anEditShowsANewFileAndKeepsTheOriginal() throws Exception {
    var sent = TestPhotos.jpeg(600, 400);
    var photo = room.upload(sent, PATIENT);

    var edited = photos.edit(ANA, photo.id(), List.of(new Edit.Crop(0, 0, 0.5, 1)), PATIENT);

    assertThat(look(edited).width()).isEqualTo(300);
    assertThat(name(edited)).isNotEqualTo(name(photo));
    assertThat(room.again(photo)).isEqualTo(edited);
    assertThat(photos.findFile(name(photo))).isNotNull(); // somebody may still be looking at it
    var original =
        room.storedFiles().stream().filter(f -> f.toString().contains("originals")).toList();
    assertThat(original).hasSize(1);
    assertThat(Files.readAllBytes(original.getFirst())).isEqualTo(sent);
    assertThat(room.heard.getLast()).isEqualTo(new PhotoEvent.Changed(photo.id(), ANA, null));
  }

  @Test
  void editsAreUndoneOneByOne() {
    var photo = room.upload();
    var cropped = photos.edit(ANA, photo.id(), List.of(new Edit.Crop(0, 0, 0.5, 1)), PATIENT);
    photos.edit(
        ANA, photo.id(), List.of(new Edit.Crop(0, 0, 0.5, 1), new Edit.Rotate(90)), PATIENT);

    assertThat(photos.undo(ANA, photo.id())).isEqualTo(cropped);
    assertThat(photos.undo(ANA, photo.id())).isEqualTo(photo);
    assertThatThrownBy(() -> photos.undo(ANA, photo.id()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("no edit");

    var blurred = photos.edit(ANA, photo.id(), List.of(new Edit.Blur(3)), PATIENT);
    assertThat(photos.versions(blurred))
        .extracting(Photo.Version::steps)
        .containsExactly(List.of(), List.of(new Edit.Blur(3)));
    assertThat(photos.undo(ANA, photo.id())).isEqualTo(photo);
  }

  @Test
  void anEditThatHasToWaitShowsWhenItIsReady() throws Exception {
    var photo = room.upload();
    var steps = List.<Edit>of(new Edit.Rotate(90));
    room.whileTheWorkerIsBusy(() -> photos.edit(ANA, photo.id(), steps, IMPATIENT));
    assertThat(room.again(photo)).isEqualTo(photo);
    assertThat(photos.versions(photo).getLast().state()).isEqualTo(new State.Waiting());

    room.lanes.drain(Lane.MEDIA);

    assertThat(look(room.again(photo)).width()).isEqualTo(400);
    assertThat(photos.undo(ANA, photo.id())).isEqualTo(photo);
  }

  @Test
  void anEditThatWaitsCanBeUndoneToo() throws Exception {
    var photo = room.upload();
    room.whileTheWorkerIsBusy(
        () -> photos.edit(ANA, photo.id(), List.of(new Edit.Rotate(90)), IMPATIENT));

    photos.undo(ANA, photo.id());
    room.lanes.drain(Lane.MEDIA);

    assertThat(room.again(photo)).isEqualTo(photo);
  }

  @Test
  void onlyTheOwnerMayChangeOrDeleteAPhoto() {
    var id = room.upload().id();

    assertThatThrownBy(() -> photos.require(BEN, id)).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> photos.edit(BEN, id, List.of(), PATIENT))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> photos.undo(BEN, id)).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> photos.describe(BEN, id, Caption.NONE))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> photos.delete(BEN, id)).isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> photos.require(ANA, new MediaId(id.value() + 1)))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aCaptionIsKept() {
    var photo = room.upload();
    var caption = new Caption("Aspens at first light", new Focus(-0.5, 0.25));

    assertThat(photos.describe(ANA, photo.id(), caption).caption()).isEqualTo(caption);
    assertThat(room.again(photo).caption()).isEqualTo(caption);
    assertThat(photos.describe(ANA, photo.id(), Caption.NONE)).isEqualTo(photo);
    assertThatThrownBy(() -> new Caption("x".repeat(Caption.MAX_DESCRIPTION + 1), null))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> new Focus(0, 1.1)).isInstanceOf(Refusal.Invalid.class);
  }
}
