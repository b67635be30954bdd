package pando.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.PostId;
import pando.blobs.Blobs;
import pando.cdn.Edges;
import pando.config.CdnConfig;
import pando.config.ObjectsConfig;
import pando.data.Shards;
import pando.data.TestShards;
import pando.media.Photo.Caption;
import pando.media.Photo.State;
import pando.media.Variant.Format;
import pando.media.Variant.Size;
import pando.queue.EventTypes;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// The desk of photos with everything behind it: real databases, lanes, files and a worker.
final class PhotoRoom implements AutoCloseable {
  static final AccountId ANA = new AccountId(Id.firstOf(1_000_000) | 7 << 6);
  static final AccountId BEN = new AccountId(Id.firstOf(1_000_000) | 1000 << 6);
  static final PostId POST = new PostId(Id.firstOf(2_000_000) | 7 << 6);
  static final PostId OTHER_POST = new PostId(Id.firstOf(2_000_001) | 7 << 6);
  static final Duration PATIENT = Duration.ofSeconds(30);
  static final Duration IMPATIENT = Duration.ofMillis(1);

  final Path folder;
  final Blobs files;
  Duration later = Duration.ZERO;
  final Shards shards = TestShards.open(2);
  final EventTypes types = new EventTypes(List.of(PhotoEvent.class));
  final Lanes lanes = new Lanes(shards, types, this::now);
  final Outbox outbox = new Outbox(types, lanes);
  final ImageEngine engine =
      new ImageEngine(TestPhotos.config(TestPhotos.CONFIG.media().library(), 1), this::now);
  final List<PhotoEvent> heard = new ArrayList<>();
  final Photos photos;

  Instant now() {
    return Instant.now().plus(later); // ids carry the clock of the database
  }

  PhotoRoom(Path folder) {
    this.folder = folder;
    this.files = Blobs.of(ObjectsConfig.DEFAULT, folder);
    this.photos = new Photos(shards, outbox, engine, files, this::now);
    photos.listen(lanes, new Edges(CdnConfig.DEFAULT));
    lanes.subscribe(
        new Subscription<>(
            Lane.RELATIONS,
            PhotoEvent.class,
            Timing.EAGER,
            batch -> batch.forEach(delivery -> heard.add(delivery.event()))));
  }

  @Override
  public void close() {
    engine.close();
    shards.close();
  }

  Photo upload(byte[] file, Duration patience) {
    return photos.upload(ANA, file, Purpose.POST, Caption.NONE, patience);
  }

  Photo upload() {
    return upload(TestPhotos.jpeg(600, 400), PATIENT);
  }

  /// The photo as it is now.
  Photo again(Photo photo) {
    return photos.require(ANA, photo.id());
  }

  static Photo.Look look(Photo photo) {
    assertThat(photo.state()).isInstanceOf(State.Ready.class);
    return Objects.requireNonNull(photo.look());
  }

  static String name(Photo photo) {
    return look(photo).file(Size.LARGE, Format.WEBP).name();
  }

  List<Path> storedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// Does something while the only worker is at another photo and will not finish.
  void whileTheWorkerIsBusy(BusyWorkers.Work work) throws Exception {
    BusyWorkers.during(engine, work);
  }

  void attach(PostId post, Photo photo) {
    shards
        .of(ANA)
        .transact(tx -> {
          photos.attach(tx, ANA, post, List.of(photo.id()));
          return photo;
        });
  }

  void release(Photo photo) {
    shards
        .of(ANA)
        .transact(tx -> {
          photos.release(tx, ANA, List.of(photo.id()));
          return photo;
        });
  }
}
