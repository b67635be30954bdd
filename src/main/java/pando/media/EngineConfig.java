package pando.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How photos are prepared.
///
/// @param library the libvips to use; null looks for the system's, then in `folder`
/// @param folder where a single-file libvips may lie, as npm's `@img/sharp-libvips-*` packages have
/// @param workers how many photos are prepared at a time, each in a process of its own
/// @param budget how long one photo may take
/// @param idle how long a worker without work is kept
public record EngineConfig(
    @Nullable Path library, Path folder, int workers, Duration budget, Duration idle) {
  public static final int MAX_WORKERS = 16;

  private static final List<String> SYSTEM = List.of("libvips.so.42", "libvips.42.dylib");
  private static final String SINGLE_FILE = "libvips-cpp.*";

  public EngineConfig {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("media workers must be from 1 to " + MAX_WORKERS);
    }
  }

  /// Two workers, 20 seconds for a photo, and a minute's rest before a worker goes.
  public static EngineConfig of(Path folder) {
    return new EngineConfig(null, folder, 2, Duration.ofSeconds(20), Duration.ofMinutes(1));
  }

  /// The libraries to try, in order.
  List<String> libraries() {
    if (library != null) {
      return List.of(library.toString());
    }
    var libraries = new ArrayList<>(SYSTEM);
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
