package pando.fleet;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this Pando starts another process of itself: with the same Java, jar and cache of classes.
///
/// @param java the program
/// @param classPath the jar
/// @param flags what the JVM is told, without the size of the heap
record JavaProgram(String java, String classPath, List<String> flags) {
  /// The class that is started.
  static final String MAIN = "pando.main.Main";

  /// That of this process.
  static JavaProgram own() {
    var flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-XX:AOTCacheOutput"))
            .toList();
    return new JavaProgram(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        System.getProperty("java.class.path"),
        flags);
  }

  /// The words that run one of its commands.
  ///
  /// @param memory megabytes of heap at most
  List<String> command(int memory, List<String> arguments) {
    var words = new ArrayList<String>(List.of(java, "-Xms32m", "-Xmx" + memory + "m"));
    words.addAll(flags);
    words.addAll(List.of("-cp", classPath, MAIN));
    words.addAll(arguments);
    return words;
  }

  /// Changes when the program does.
  String stamp() {
    try {
      var first = Path.of(classPath.split(File.pathSeparator, 2)[0]);
      return first + " " + Files.size(first) + " " + Files.getLastModifiedTime(first).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + classPath, e);
    }
  }
}
