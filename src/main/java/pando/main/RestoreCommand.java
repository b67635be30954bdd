package pando.main;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import pando.backup.Inspection;
import pando.backup.Restore;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pando restore`
@Command(
    name = "restore",
    description = "Brings a site back from its backup into an empty folder, as of some moment.",
    footer = {
      "",
      "Example: pando restore --to 2026-11-26T10:30 --data /var/lib/pando",
      "         pando restore --to latest --from /mnt/other-disk/pando --data /tmp/copy",
      "The folder may have a pando.yaml, whose 'backup' says where the backup is and where the site"
          + " goes on to make it. With --from, it is a copy that makes none.",
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  private static final int MAX_NAMED = 5;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description =
          "As of when, such as 2026-11-26T10:30:00 (here), 2026-11-26T10:30:00Z, or 'latest'.")
  private String to = "";

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "The folder of the backup (default: what 'backup' in pando.yaml says).")
  private @Nullable Path from;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The empty folder (default: data in this folder).")
  private @Nullable Path data;

  @Override
  public Integer call() {
    var layout = new Layout((data == null ? Layout.standard() : data).toAbsolutePath().normalize());
    Restore.requireEmpty(layout.data());
    var moment = moment(to);
    var config = config(layout);
    var start = System.nanoTime();
    try (var _ = DataFolder.open(layout.data())) {
      var restore = new Restore(config, layout.data(), moment, from == null);
      var lines = new PercentLine(System.out);
      var set = restore.database(percent -> lines.show("database", percent));
      lines.end(
          "database",
          "%s, from %s and what was archived since"
              .formatted(BackupCommand.size(set.size()), set.label()));
      var photos = restore.photos(_ -> {});
      lines.end(
          "photos",
          String.format(
              Locale.ROOT, "%,d files, %s", photos.files(), BackupCommand.size(photos.bytes())));
      return verify(layout, restore, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Config config(Layout layout) {
    var file = layout.settings();
    var config = file.toFile().isFile() ? Config.read(file) : Config.DEFAULT;
    if (from != null) {
      return config.with(config.backup().in(from));
    }
    if (!config.backup().isOn()) {
      throw new Refusal.Invalid(
          "say where the backup is: with --from DIR, or as 'backup' in " + file);
    }
    return config;
  }

  /// The moment that somebody means; null: the latest.
  static @Nullable Instant moment(String text) {
    if (text.equals("latest")) {
      return null;
    }
    var iso = text.strip().replace(' ', 'T');
    var moment = offset(iso);
    if (moment == null) {
      try {
        moment = LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeException _) {
        throw new Refusal.Invalid(
            "--to is not like 2026-11-26T10:30, 2026-11-26T10:30:00Z or 'latest': " + text);
      }
    }
    if (moment.isAfter(Instant.now())) {
      throw new Refusal.Invalid("--to is in the future: " + moment);
    }
    return moment;
  }

  private static @Nullable Instant offset(String iso) {
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private int verify(Layout layout, Restore restore, Duration took) {
    try (var people = PeopleDesk.openOwn(layout.data())) {
      var found = Inspection.of(people.shard(), restore);
      System.out.printf(
          Locale.ROOT,
          "verified  %,d rows of %d tables read; %,d files of photos are what their names say, %d"
              + " are missing or damaged%n",
          found.rows(),
          found.tables().size(),
          found.files() - found.missing().size(),
          found.missing().size());
      found.missing().stream().limit(MAX_NAMED).forEach(name -> System.out.println("  " + name));
      System.out.printf(
          Locale.ROOT,
          "The site is back in %s as of %s (%.1f s); ./pando up or ./pando apply starts it%n",
          layout.data(),
          restore.to() == null ? "the end of the archive" : restore.to(),
          took.toMillis() / 1000.0);
      return found.missing().isEmpty() ? 0 : 1;
    }
  }
}
