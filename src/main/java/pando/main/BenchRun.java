package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.bench.Figure;
import pando.bench.Report;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// One run of a bench: gives it a folder, shows its report, and cleans up. Holds the options that
/// all benches have.
final class BenchRun {
  /// The database may run as another user, who must be able to pass.
  private static final String PASSABLE = "rwx--x--x";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Works in this folder and leaves it (default: a temporary one).")
  private @Nullable Path data;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the report as JSON, to standard output if FILE is -.")
  private @Nullable Path json;

  /// Runs a bench and reports what it found.
  ///
  /// @param bench from a folder it may fill to its figures
  /// @return the exit code of the command: 0, whether the goals are met or not
  int report(String name, Function<Path, List<Figure>> bench) {
    var report = new Report(name, measured(bench), Instant.now());
    if (json != null && json.toString().equals("-")) {
      System.out.println(report.json());
      return 0;
    }
    report.print(System.out);
    if (json != null) {
      report.write(json);
    }
    return 0;
  }

  private List<Figure> measured(Function<Path, List<Figure>> bench) {
    if (data != null) {
      return bench.apply(data.toAbsolutePath());
    }
    var folder = temporary();
    var cleaning = new Thread(() -> delete(folder), "bench-clean");
    Runtime.getRuntime().addShutdownHook(cleaning); // for Ctrl-C
    try {
      return bench.apply(folder);
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaning);
      delete(folder);
    }
  }

  /// Tells whoever waits what is being done, beside the report.
  static void say(String doing) {
    System.err.println(Ansi.AUTO.string("@|faint " + doing + " …|@"));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory(
          "pando-bench",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PASSABLE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
