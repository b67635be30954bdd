package pando.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// What the server says, in files of bounded size, and its last lines in memory.
final class PostgresLog implements AutoCloseable {
  private static final int MAX_FILE_BYTES = 4 << 20;
  private static final int MAX_FILES = 3;
  private static final int MAX_REMEMBERED_LINES = 20;

  private final FileHandler files;
  private final ArrayDeque<String> lastLines = new ArrayDeque<>(MAX_REMEMBERED_LINES);

  /// Writes to `postgres.0.log`, and so on, in a folder.
  PostgresLog(Path folder) throws IOException {
    var pattern = folder.toString().replace("%", "%%") + "/postgres.%g.log";
    files = new FileHandler(pattern, MAX_FILE_BYTES, MAX_FILES, true);
    files.setFormatter(
        new Formatter() {
          @Override
          public String format(LogRecord line) {
            return line.getMessage() + System.lineSeparator();
          }
        });
  }

  /// Takes what a process says, until it and all its children have ended.
  void follow(Process process) {
    process
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          files.publish(new LogRecord(Level.INFO, line));
          remember(line);
        });
  }

  private void remember(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == MAX_REMEMBERED_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  /// The last lines, the oldest first.
  String lastLines() {
    synchronized (lastLines) {
      return String.join(System.lineSeparator(), lastLines);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
