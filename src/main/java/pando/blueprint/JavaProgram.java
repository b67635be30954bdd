package pando.blueprint;

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
/// @param start what Java is to start: `-jar` and the jar, or `-cp`, a class path and a class
/// @param flags what the JVM is told, without the size of the heap
public record JavaProgram(String java, List<String> start, List<String> flags) {
  /// That of this process.
  public static JavaProgram own() {
    var classPath = System.getProperty("java.class.path");
    var main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    var flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-XX:AOTCacheOutput"))
            .toList();
    return new JavaProgram(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        main.endsWith(".jar") ? List.of("-jar", classPath) : List.of("-cp", classPath, main),
        flags);
  }

  /// The words that run one of its commands.
  ///
  /// @param memory megabytes of heap at most
  public List<String> command(int memory, List<String> arguments) {
    var words = new ArrayList<String>(List.of(java, "-Xms32m", "-Xmx" + memory + "m"));
    words.addAll(flags);
    words.addAll(start);
    words.addAll(arguments);
    return words;
  }

  /// Whether this is another build, in the same place, of a program with a stamp.
  public boolean isRebuiltSince(String stamp) {
    return stamp.startsWith(first() + " ") && !stamp.equals(stamp());
  }

  private Path first() {
    return Path.of(start.get(1).split(File.pathSeparator, 2)[0]);
  }

  /// Changes when the program does.
  public String stamp() {
    try {
      var first = first();
      return first + " " + Files.size(first) + " " + Files.getLastModifiedTime(first).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + start, e);
    }
  }
}
