package pando.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import pando.base.Refusal;
import pando.cache.Advice;
import pando.cache.Advice.Asked;
import pando.cache.Eviction;
import pando.cache.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pando cache`
@Command(
    name = "cache",
    description = "Looks into what the site keeps in memory.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class CacheCommand {
  private static final int MAX_SIZES = 20;
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})([mg])");

  /// Tries policies on what was recorded.
  @Command(
      name = "advise",
      description = {
        "Says which eviction policy and how much memory the shared cache needs.",
        "It replays recorded accesses: set 'cache: {record: /tmp/accesses}' in pando.yaml and"
            + " start the nodes again, let people use the site for a while, and give it the files.",
      },
      footer = {"", "Example: pando cache advise accesses.web-1 accesses.web-2 --memory 64m,1g"},
      mixinStandardHelpOptions = true)
  int advise(
      @Parameters(
              arity = "1..*",
              paramLabel = "FILE",
              description = "A recording, or those of several nodes of the same time.")
          List<Path> files,
      @Option(
              names = "--memory",
              paramLabel = "SIZES",
              defaultValue = "16m,64m,256m",
              description = "Sizes to try, such as 64m,1g (default: ${DEFAULT-VALUE}).")
          String memory,
      @Option(
              names = "--all",
              description = "Replays all that was asked for, as if nothing were near.")
          boolean all) {
    var sizes = sizes(memory);
    var recording = Recording.read(files);
    show(Advice.of(recording, sizes, all ? Asked.ALL : Asked.SHARED), recording.oneIn());
    return 0;
  }

  /// @return in bytes, the smallest first
  private static List<Long> sizes(String text) {
    var sizes = new ArrayList<Long>();
    for (var word : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      var matcher = SIZE.matcher(word.strip());
      if (!matcher.matches()) {
        throw new Refusal.Invalid("--memory takes sizes such as 64m,1g, not '" + word + "'");
      }
      sizes.add(Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("m") ? 20 : 30));
    }
    if (sizes.size() > MAX_SIZES) {
      throw new Refusal.Invalid("--memory takes %d sizes at most".formatted(MAX_SIZES));
    }
    return sizes.stream().distinct().sorted().toList();
  }

  private static void show(Advice advice, int oneIn) {
    var out = System.out;
    out.printf(
        Locale.ROOT,
        "%,d accesses to %,d keys were recorded, 1 key in %d. A cache would have found:%n%n",
        advice.asked(),
        advice.keys(),
        oneIn);
    out.printf("%-10s", "memory");
    for (var eviction : Eviction.values()) {
      out.printf("%10s", eviction.name().toLowerCase(Locale.ROOT));
    }
    out.println();
    for (var row : advice.rows()) {
      out.printf("%-10s", (row.memoryBytes() >> 20) + " MB");
      for (var eviction : Eviction.values()) {
        out.printf("%10s", Advice.percent(row.shares().getOrDefault(eviction, 0.0)));
      }
      out.println();
    }
    out.printf("%-10s%10s%n%n", "no limit", Advice.percent(advice.unlimited()));
    advice.sentences().forEach(out::println);
  }
}
