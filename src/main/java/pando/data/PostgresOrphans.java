package pando.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL processes that still run on a data folder although the Pando that started them is
/// gone.
///
/// Whoever asks holds the lock of the folder, so that none of them can belong to a running Pando.
final class PostgresOrphans {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private PostgresOrphans() {}

  /// Stops what still runs on a data folder, and removes a pid file that names some other program.
  ///
  /// A pid file whose process is gone stays: PostgreSQL itself checks the rest of it.
  static void stop(Path cluster) throws IOException {
    var pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    var postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    if (belongs(postmaster, cluster)) {
      PostgresProcess.signal("INT", postmaster); // fast shutdown, which ends its children too
    } else {
      find(cluster).forEach(child -> PostgresProcess.signal("QUIT", child.pid()));
    }
    awaitEnd(cluster);
    if (ProcessHandle.of(postmaster).isPresent()) {
      Files.deleteIfExists(pidFile);
    }
  }

  private static void awaitEnd(Path cluster) throws IOException {
    var deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    for (var left = find(cluster); !left.isEmpty(); left = find(cluster)) {
      if (System.nanoTime() > deadline) {
        left.forEach(ProcessHandle::destroyForcibly);
      }
      PostgresProcess.pause(LOOK_EVERY);
    }
  }

  /// The processes of PostgreSQL that work in a data folder.
  static List<ProcessHandle> find(Path cluster) throws IOException {
    var found = new ArrayList<ProcessHandle>();
    try (var processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (var process : processes) {
        var pid = Long.parseLong(process.getFileName().toString());
        if (belongs(pid, cluster)) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /// Whether a process is PostgreSQL and works in a data folder.
  private static boolean belongs(long pid, Path cluster) {
    var process = PROCESSES.resolve(Long.toString(pid));
    try {
      if (!Files.readString(process.resolve("comm")).strip().equals("postgres")) {
        return false;
      }
      try {
        return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster.toRealPath());
      } catch (IOException _) { // in some containers not even root may look
        var command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        return List.of(command.split("\0")).contains(cluster.toString());
      }
    } catch (IOException _) {
      return false; // it has just ended
    }
  }
}
