package pando.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import pando.fleet.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pando status`
@Command(
    name = "status",
    description = "Shows every process of the site, and how it is.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String FORMAT = "%-12s %-9s %-21s %8s  %-7s %6s %8s %9s %4s  %-7s %s%n";
  private static final double TICKS_PER_SECOND = 100;

  /// With less room than this on its disk a site is soon to refuse what people post.
  private static final long LITTLE_ROOM = 1L << 30;

  @Mixin private SiteOption site = new SiteOption();

  @Option(names = "--watch", description = "Shows it again every second, until Ctrl-C.")
  private boolean watch;

  private final Map<Long, Long> ticksBefore = new HashMap<>();
  private Map<Long, Double> loads = new HashMap<>();
  private long measuredAt = System.nanoTime();

  @Override
  public Integer call() throws InterruptedException {
    read(); // for the load, which is a difference
    Thread.sleep(EVERY.dividedBy(4));
    var status = read();
    show(status);
    while (watch) {
      Thread.sleep(EVERY);
      if (Ansi.AUTO.enabled()) {
        System.out.print("\033[H\033[2J"); // the top of an empty screen
      }
      show(read());
    }
    var sick = status.lines().stream().filter(line -> !line.health().equals("serves")).count();
    return sick == 0 && !status.backupTooOld() ? 0 : 1;
  }

  private Status read() {
    var status = Status.read(site.ask("status", Map.of(), _ -> {}));
    var now = System.nanoTime();
    loads = new HashMap<>();
    for (var line : status.lines()) {
      var before = ticksBefore.put(line.pid(), line.cpuTicks());
      if (before != null) {
        var seconds = (now - measuredAt) / 1e9;
        loads.put(line.pid(), (line.cpuTicks() - before) / (TICKS_PER_SECOND * seconds));
      }
    }
    measuredAt = now;
    return status;
  }

  private void show(Status status) {
    var out = System.out;
    var file = status.file() == null ? "(no topology was applied to its end)" : status.file();
    out.println(Ansi.AUTO.string("@|bold " + file + "|@"));
    out.printf(
        FORMAT, "name", "role", "address", "process", "health", "load", "memory", "up", "died",
        "version", "");
    for (var line : status.lines()) {
      var text =
          String.format(
              Locale.ROOT,
              FORMAT,
              line.name(),
              line.role(),
              line.address(),
              line.pid(),
              line.health(),
              load(line.pid()),
              (line.memory() >> 20) + " MB",
              shown(line.seconds()),
              line.restarts() == 0 ? "" : line.restarts(),
              line.version(),
              line.note());
      out.print(Ansi.AUTO.string(coloured(line.health(), text)));
    }
    if (status.backup() != null) {
      out.println("backup: " + status.backup());
    }
    if (status.backupTooOld()) {
      out.println(Ansi.AUTO.string("@|bold,red THE LAST GOOD BACKUP IS TOO OLD|@"));
    }
    tellRoom();
  }

  private void tellRoom() {
    var folder = site.layout().data();
    try {
      var room = Files.getFileStore(folder).getUsableSpace();
      if (room < LITTLE_ROOM) {
        var text = "the disk of %s has only %d MB left; make room".formatted(folder, room >> 20);
        System.out.println(Ansi.AUTO.string("@|red " + text + "|@"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see how full the disk of " + folder + " is", e);
    }
  }

  private static String coloured(String health, String text) {
    var colour =
        switch (health) {
          case "serves" -> "green";
          case "dead" -> "red";
          default -> "yellow";
        };
    return text.replaceFirst("(?<= )" + health + "(?= )", "@|" + colour + " " + health + "|@");
  }

  private String load(long pid) {
    var load = loads.get(pid);
    return load == null ? "" : String.format(Locale.ROOT, "%.0f %%", load * 100);
  }

  private static String shown(long seconds) {
    var time = Duration.ofSeconds(seconds);
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " m"
        : time.toMinutes() > 0
            ? time.toMinutes() + " m " + time.toSecondsPart() + " s"
            : seconds + " s";
  }
}
