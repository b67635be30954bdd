package pando.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.config.MediaConfig;

/// How photos are prepared.
///
/// @param media which photos are taken, and by how many workers with which library
/// @param folder where a single-file libvips may lie, as npm's `@img/sharp-libvips-*` packages have
/// @param budget how long one photo may take
/// @param idle how long a worker without work is kept
public record EngineConfig(MediaConfig media, Path folder, Duration budget, Duration idle) {
  private static final String SYSTEM = "libvips.so.42";

  /// The file that the launcher found on a system that has none.
  private static final @Nullable String FOUND = System.getenv("PANDO_LIBVIPS");

  private static final String SINGLE_FILE = "libvips-cpp.*";

  /// Twenty seconds for a photo, and a minute's rest before a worker goes.
  public static EngineConfig of(MediaConfig media, Path folder) {
    return new EngineConfig(media, folder, Duration.ofSeconds(20), Duration.ofMinutes(1));
  }

  /// The libraries to try, in order.
  List<String> libraries() {
    if (!media.library().isEmpty()) {
      return List.of(media.library());
    }
    var libraries = new ArrayList<String>();
    if (FOUND != null && !FOUND.isEmpty()) {
      libraries.add(FOUND);
    }
    libraries.add(SYSTEM);
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, SINGLE_FILE)) {
        files.forEach(file -> libraries.add(file.toAbsolutePath().toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return libraries;
  }
}
