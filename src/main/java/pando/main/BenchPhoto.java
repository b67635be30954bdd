package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import pando.base.Refusal;
import pando.bench.Figure;
import pando.bench.Figure.Goal;
import pando.bench.Scene;
import pando.config.MediaConfig;
import pando.media.EngineConfig;
import pando.media.ImageEngine;
import pando.media.Purpose;
import pando.media.Rendition;
import pando.media.Variant.Format;
import pando.media.Variant.Size;

/// How long a photo of twelve megapixels takes to become its four variants, beside `vipsthumbnail`.
///
/// Both make 1,280 and 400 pixels in WebP and JPEG, with the same qualities and effort. What
/// `vipsthumbnail` does in its best way: it decodes once, into a file of plain pixels, and makes
/// the four from that. Pando also sharpens, and makes the blurhash; `vipsthumbnail` does neither.
final class BenchPhoto {
  private static final int WIDTH = 4032;
  private static final int HEIGHT = 3024;
  private static final float QUALITY = 0.93f;
  private static final int ROUNDS = 5;
  private static final int PHOTOS_IN_A_ROUND = 2;

  /// The longest that one photo may take.
  private static final Duration BUDGET = Duration.ofSeconds(20);

  /// How many photos are made at a time when they are many: one for each worker of the engine.
  private static final int TOGETHER = 2;

  /// As in the engine.
  private static final List<Output> OUTPUTS =
      List.of(
          new Output(Size.LARGE, Format.WEBP, 1280, "Q=80,effort=4,strip"),
          new Output(Size.LARGE, Format.JPEG, 1280, "Q=82,optimize_coding,strip"),
          new Output(Size.SMALL, Format.WEBP, 400, "Q=80,effort=4,strip"),
          new Output(Size.SMALL, Format.JPEG, 400, "Q=82,optimize_coding,strip"));

  private record Output(Size size, Format format, int side, String options) {
    String name() {
      return size.name().toLowerCase(Locale.ROOT) + "." + format.extension();
    }
  }

  private final Path folder;
  private final Path file;
  private final byte[] original;
  private final ImageEngine engine;

  private BenchPhoto(Path folder, ImageEngine engine) throws IOException {
    this.folder = folder;
    this.file = folder.resolve("photo.jpg");
    this.original = Scene.jpeg(WIDTH, HEIGHT, QUALITY);
    this.engine = engine;
    Files.write(file, original);
  }

  /// Measures in a folder that may be filled.
  static List<Figure> measure(Path folder) {
    BenchRun.say("painting a photo of %d by %d pixels".formatted(WIDTH, HEIGHT));
    try (var engine =
        new ImageEngine(
            EngineConfig.of(MediaConfig.DEFAULT, Path.of("lib")), InstantSource.system())) {
      return new BenchPhoto(folder, engine).figures();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Figure> figures() throws IOException {
    together(this::render); // starts the workers
    together(this::render);
    var rendition = render();
    vipsthumbnail(true);
    var alone = new ArrayList<Double>();
    var peerAlone = new ArrayList<Double>();
    var many = new ArrayList<Double>();
    var peerMany = new ArrayList<Double>();
    for (var round = 1; round <= ROUNDS; round++) {
      BenchRun.say("photo: round %d of %d".formatted(round, ROUNDS));
      alone.add(millis(this::render));
      peerAlone.add(millis(() -> vipsthumbnail(true)));
      many.add(TOGETHER * 1000 / millis(() -> together(this::render)));
      peerMany.add(TOGETHER * 1000 / millis(() -> together(() -> vipsthumbnail(false))));
    }
    var figures = new ArrayList<Figure>();
    figures.add(
        Figure.more("photos, " + TOGETHER + " at a time", "/s", many)
            .beside("vipsthumbnail", peerMany)
            .with(new Goal.Ratio(1.0)));
    figures.add(
        Figure.less("one photo alone", "ms", alone)
            .beside("vipsthumbnail", peerAlone)
            .with(new Goal.Ratio(1.0)));
    for (var output : OUTPUTS) {
      var ours = rendition.variant(output.size(), output.format()).bytes().length;
      var theirs = Files.size(folder.resolve(output.name()));
      figures.add(
          Figure.less(output.name(), "kB", List.of(ours / 1000.0))
              .beside("vipsthumbnail", List.of(theirs / 1000.0)));
    }
    return figures;
  }

  private Rendition render() {
    return engine.render(original, Purpose.POST, List.of(), BUDGET);
  }

  /// Makes the four files with the peer.
  ///
  /// @param alone whether it has the machine for itself: then the four are made at the same time
  private Path vipsthumbnail(boolean alone) throws IOException {
    var made = alone ? folder : Files.createTempDirectory(folder, "peer");
    var pixels = made.resolve("large.v");
    waitFor(start(alone, file, 1280, pixels.toString()));
    var processes = new ArrayList<Process>();
    for (var output : OUTPUTS) {
      var target = "%s[%s]".formatted(made.resolve(output.name()), output.options());
      var process = start(alone, pixels, output.side(), target);
      if (alone) {
        processes.add(process);
      } else {
        waitFor(process);
      }
    }
    for (var process : processes) {
      waitFor(process);
    }
    return made;
  }

  private static Process start(boolean alone, Path from, int side, String to) throws IOException {
    var builder =
        new ProcessBuilder("vipsthumbnail", from.toString(), "-s", Integer.toString(side), "-o", to)
            .inheritIO();
    if (!alone) {
      builder.environment().put("VIPS_CONCURRENCY", "1");
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Refusal.Unavailable(
          "this compares with vipsthumbnail, which is not installed (Debian: libvips-tools): "
              + e.getMessage());
    }
  }

  private static void waitFor(Process process) {
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("vipsthumbnail ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static <T> T together(Callable<T> work) {
    try (var threads = Executors.newFixedThreadPool(TOGETHER)) {
      var running = threads.invokeAll(Collections.nCopies(TOGETHER, work));
      for (var each : running) {
        each.get();
      }
      return running.getFirst().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The milliseconds of one photo, from several one after the other.
  private static double millis(Callable<?> work) {
    var start = System.nanoTime();
    try {
      for (var i = 0; i < PHOTOS_IN_A_ROUND; i++) {
        work.call();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return (System.nanoTime() - start) / 1e6 / PHOTOS_IN_A_ROUND;
  }
}
