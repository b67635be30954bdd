package pando;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
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

  /// The Python of the system, which has a module.
  public static Path requirePython(String module) {
    var python = Path.of("/usr/bin/python3");
    try {
      var found = new ProcessBuilder(python.toString(), "-c", "import " + module).start().waitFor();
      return found == 0 ? python : miss("the Python module " + module);
    } catch (IOException _) {
      return miss(python.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path miss(String name) {
    var sentence = name + " is not installed";
    return "true".equals(System.getenv("CI")) ? fail(sentence) : abort(sentence);
  }
}
