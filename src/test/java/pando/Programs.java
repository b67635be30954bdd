package pando;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Programs of others that some tests drive.
public final class Programs {
  private Programs() {}

  /// Where a program is.
  ///
  /// Without it the test that asks is left out and says so; in CI, where nothing may be left out,
  /// it fails.
  public static Path require(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> miss(name));
  }

  private static Path miss(String name) {
    var sentence = name + " is not installed";
    return "true".equals(System.getenv("CI")) ? fail(sentence) : abort(sentence);
  }
}
