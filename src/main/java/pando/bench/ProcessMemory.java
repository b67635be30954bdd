package pando.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The memory that processes take on Linux.
public final class ProcessMemory {
  private static final String SHARE = "Pss:";

  private ProcessMemory() {}

  /// What some processes take together, in MB: pages that several share are counted once among them
  /// (the kernel's proportional set size). One that has ended meanwhile takes nothing.
  public static double megabytes(Stream<ProcessHandle> processes) {
    return processes.mapToLong(process -> kilobytes(process.pid())).sum() / 1000.0;
  }

  private static long kilobytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith(SHARE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
