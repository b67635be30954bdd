package pando.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import pando.backup.BackupSet;
import pando.backup.BackupState;
import pando.backup.Backups;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.blueprint.NodeSettings;
import pando.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// `pando backup`
@Command(
    name = "backup",
    description = "Backs up the site now, to where 'backup' in pando.yaml says.",
    footer = {
      "",
      "Example: pando backup --full",
      "A site that has a place for its backup makes one by itself, too.",
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final String LINE = "%-20s %-5s %9s %11s %11s  %s%n";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the site (default: data in this folder).")
  private @Nullable Path data;

  @Option(names = "--list", description = "Only shows what there is.")
  private boolean list;

  @Option(
      names = "--full",
      description = "Copies all of the database, not only what has changed since it last was.")
  private boolean full;

  @Override
  public Integer call() {
    var layout = new Layout((data == null ? Layout.standard() : data).toAbsolutePath().normalize());
    var config = config(layout);
    if (!config.backup().isOn()) {
      throw new Refusal.Invalid(
          """
          this site has no place for its backup; say in %s where, such as
            backup: {folder: /mnt/other-disk/pando}\
          """
              .formatted(layout.settings()));
    }
    try (var people = PeopleDesk.open(layout.data());
        var backups =
            new Backups(
                config, layout.data(), people.shard(), people.password(), InstantSource.system())) {
      if (!list) {
        make(backups);
      }
      show(backups.list());
    }
    System.out.println(BackupState.read(layout.data()).say(Instant.now()));
    return 0;
  }

  /// The settings of the site, and what a node of it is told besides: where its photos are.
  private static Config config(Layout layout) {
    var config = Config.DEFAULT;
    if (Files.isRegularFile(layout.settings())) {
      config = config.overlaid(layout.settings());
    }
    var node = NodeSettings.find(layout);
    return node == null ? config : config.overlaid(node);
  }

  private void make(Backups backups) {
    var lines = new PercentLine(System.out);
    var photos = backups.copyPhotos();
    System.out.printf(
        Locale.ROOT, "photos    %,d new files, %s%n", photos.files(), size(photos.bytes()));
    var set =
        backups.copyDatabase(
            full || backups.isFullDue(), percent -> lines.show("database", percent));
    lines.end("database", "%s (%s)".formatted(size(set.size()), set.type()));
  }

  private static void show(List<BackupSet> sets) {
    var head = LINE.formatted("BEGUN", "TYPE", "TOOK", "DATABASE", "KEPT", "NAME");
    System.out.println(Ansi.AUTO.string("@|bold " + head.stripTrailing() + "|@"));
    for (var set : sets) {
      System.out.printf(
          Locale.ROOT,
          LINE,
          TIME.format(set.started()),
          set.type(),
          seconds(set.took()),
          size(set.size()),
          size(set.kept()),
          set.label());
    }
  }

  private static String seconds(Duration time) {
    return "%,d s".formatted(Math.max(1, time.toSeconds()));
  }

  /// Bytes as people say them.
  static String size(long bytes) {
    return bytes < 1 << 20
        ? "%.1f KB".formatted(bytes / 1024.0)
        : "%,.1f MB".formatted(bytes / 1024.0 / 1024.0);
  }
}
