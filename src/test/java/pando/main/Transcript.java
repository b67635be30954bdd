package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a program of others was asked and what it answered, kept in `target/transcripts` for people
/// to read.
final class Transcript {
  private static final int LIMIT_SECONDS = 120;

  private final Path file;

  /// @param name of the file, which is begun anew
  Transcript(String name) {
    this.file = keep(name, "");
  }

  /// Keeps a text.
  static Path keep(String name, String text) {
    var file = Path.of("target", "transcripts", name + ".txt");
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a program to its end and answers what it printed.
  ///
  /// @param input what it reads
  /// @throws AssertionError with what it printed, if it fails
  String run(Map<String, String> environment, String input, List<String> command) {
    try {
      var output = Files.createTempFile("pando-program", ".out");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile()).environment().putAll(environment);
      var process = builder.start();
      try (var stdin = process.outputWriter()) {
        stdin.write(input);
      }
      var ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      var printed = Files.readString(output);
      Files.delete(output);
      write(command, printed);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed:\n" + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(List<String> command, String printed) throws IOException {
    var words = new ArrayList<String>();
    for (var word : command) {
      words.add(word.contains(" ") ? "'" + word + "'" : word);
    }
    Files.writeString(
        file,
        "$ " + String.join(" ", words) + "\n" + printed + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
