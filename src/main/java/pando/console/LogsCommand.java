package pando.console;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.config.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pando logs`
@Command(
    name = "logs",
    description = "Shows what the processes of the site have written.",
    footer = {"", "Example: pando logs web-3 --grep WARN --follow"},
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int MAX_TAIL = 1 << 20; // bytes of a log that are looked at

  /// One character for each byte, so that places in the text are places in the file.
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final String SUFFIX = ".log";

  @Mixin private SiteOption site = new SiteOption();

  @Parameters(
      paramLabel = "NODE",
      arity = "0..1",
      description = "Such as web-3 or supervisor (default: all).")
  private @Nullable String node;

  @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines in which it is found.")
  private @Nullable String grep;

  @Option(names = "--follow", description = "Goes on with what is written, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many of the last lines of each (default: 40).")
  private int lines;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var pattern = grep == null ? null : Pattern.compile(grep);
    Map<Path, Long> seen = new HashMap<>();
    for (var file : files()) {
      var size = Files.size(file);
      var from = Math.max(0, size - MAX_TAIL);
      var found = matching(read(file, from, size), pattern);
      print(file, found.subList(Math.max(0, found.size() - lines), found.size()));
      seen.put(file, size);
    }
    while (follow) {
      Thread.sleep(LOOK_EVERY);
      for (var file : files()) {
        var size = Files.size(file);
        var from = seen.getOrDefault(file, 0L);
        var whole = wholeLines(file, size < from ? 0 : from, size);
        print(file, matching(whole.text(), pattern));
        seen.put(file, whole.end());
      }
    }
    return 0;
  }

  /// @param end where the last whole line ends
  private record Whole(String text, long end) {}

  private static Whole wholeLines(Path file, long from, long to) throws IOException {
    var text = read(file, from, to);
    var end = text.lastIndexOf('\n') + 1;
    return new Whole(text.substring(0, end), from + text.substring(0, end).getBytes(BYTES).length);
  }

  private List<Path> files() throws IOException {
    var folder = site.layout().logs();
    var all = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (var found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        found.forEach(all::add);
      }
    }
    all.sort(null);
    if (node == null) {
      return all;
    }
    var names = all.stream().map(LogsCommand::name).toList();
    if (!names.contains(node)) {
      throw new Refusal.Invalid(
          names.isEmpty()
              ? "nothing has been logged in " + folder
              : "there is no log of '%s'; did you mean '%s'?"
                  .formatted(node, Nearest.to(node, names)));
    }
    return all.stream().filter(file -> name(file).equals(node)).toList();
  }

  private static String name(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static String read(Path file, long from, long to) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(from);
      var bytes = new byte[Math.toIntExact(Math.min(to - from, MAX_TAIL))];
      open.readFully(bytes);
      return new String(bytes, BYTES);
    }
  }

  private static List<String> matching(String text, @Nullable Pattern pattern) {
    return text.lines().filter(line -> pattern == null || pattern.matcher(line).find()).toList();
  }

  private void print(Path file, List<String> found) {
    for (var line : found) {
      var text = new String(line.getBytes(BYTES), StandardCharsets.UTF_8);
      System.out.println(node == null ? "%-12s %s".formatted(name(file), text) : text);
    }
  }
}
