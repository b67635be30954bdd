package pando.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pando.base.AccountId;
import pando.base.MediaId;
import pando.media.Photo.Caption;
import pando.media.Photos;
import pando.media.Purpose;
import pando.painting.Painter;

/// Photos in the order in which they are wanted: the next ones are painted and uploaded while those
/// before them are used.
final class Album implements AutoCloseable {
  /// How many are painted at a time.
  private static final int PAINTERS = 2;

  /// How many are painted before they are wanted.
  private static final int AHEAD = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Photos photos;
  private final Demo.Progress progress;
  private final int count;
  private int done;
  private final Iterator<Commission> wanted;
  private final Deque<Future<MediaId>> waiting = new ArrayDeque<>();
  private final ExecutorService painters;

  /// A photo that somebody wants.
  record Commission(AccountId owner, Painter.Order order, Purpose purpose, Caption caption) {}

  Album(Photos photos, List<Commission> wanted, Demo.Progress progress) {
    this.photos = photos;
    this.progress = progress;
    this.count = wanted.size();
    this.wanted = wanted.iterator();
    this.painters =
        Executors.newFixedThreadPool(
            PAINTERS, Thread.ofPlatform().daemon().name("painter-", 1).factory());
  }

  /// The next photo, uploaded.
  MediaId next() {
    while (waiting.size() <= AHEAD && wanted.hasNext()) {
      var commission = wanted.next();
      waiting.add(painters.submit(() -> upload(commission)));
    }
    try {
      var photo = waiting.remove().get();
      progress.photos(++done, count);
      return photo;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private MediaId upload(Commission commission) {
    var file = Painter.jpeg(commission.order);
    var owner = commission.owner;
    return photos.upload(owner, file, commission.purpose, commission.caption, PATIENCE).id();
  }

  @Override
  public void close() {
    painters.shutdownNow();
    painters.close();
  }
}
