package pando.fleet;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pando.base.WholeFile;

/// What a node tells the supervisor, in a file beside its settings: that it has started, and from
/// then on how much waits to be done.
///
/// @param pid the process of the node
/// @param backlog how many events wait in the lane where most do; -1: this node does not know
/// @param photosLeft how many photos are still to be moved between the site's folder and the object
///   store; -1: this node does not know
@Json
public record NodeReport(long pid, long backlog, long photosLeft) {
  private static final String FILE = "report.json";
  private static final Jsonb JSON = Jsonb.builder().build();

  /// Where a node reports.
  ///
  /// @param folder of the node
  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /// What the node of a folder has told last; null: nothing yet.
  static @Nullable NodeReport read(Path folder) {
    try {
      return JSON.type(NodeReport.class).fromJson(Files.readString(file(folder)));
    } catch (IOException | RuntimeException _) {
      return null;
    }
  }

  /// Tells it.
  ///
  /// @param folder of the node
  public void write(Path folder) {
    WholeFile.write(file(folder), JSON.type(NodeReport.class).toJson(this));
  }
}
