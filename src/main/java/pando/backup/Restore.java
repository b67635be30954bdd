package pando.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blobs.PhotoCopies;
import pando.config.BackupConfig;
import pando.config.Config;
import pando.data.EmbeddedPostgres;
import pando.data.PostgresRecovery;

/// Brings a site back from its backup, into a folder that holds none.
///
/// @param config says where the backup is, and where photos are to be
/// @param data the folder of the site
/// @param to the moment that the site is to be as of; null: the latest that was archived
/// @param goesOn whether the site goes on with this backup, so that what it writes from now on is
///   archived there. A copy of a site that lives must not
public record Restore(Config config, Path data, @Nullable Instant to, boolean goesOn) {
  /// What may be in the folder: settings, and the lock of who restores.
  private static final Set<String> NO_SITE = Set.of("pando.yaml", "pando.lock", "lost+found");

  private static final String SETTINGS = "restore.conf";

  private static final DateTimeFormatter TARGET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  /// Refuses a folder that may hold a site.
  ///
  /// @throws Refusal.Invalid with what is in it
  public static void requireEmpty(Path data) {
    if (!Files.isDirectory(data)) {
      return;
    }
    try (var files = Files.list(data)) {
      var site =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !NO_SITE.contains(name))
              .sorted()
              .toList();
      if (!site.isEmpty()) {
        throw new Refusal.Invalid(
            "%s is not empty (%s): a restore never overwrites a site; name another folder with"
                    .formatted(data, String.join(", ", site))
                + " --data, or move this one away");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + data, e);
    }
  }

  /// Brings back the database.
  ///
  /// @param tell is told how many percent are done
  /// @return the copy that it was begun with
  /// @throws Refusal.Invalid if no backup leads to that moment
  public BackupSet database(IntConsumer tell) {
    var postgres = Backups.postgres(data);
    try {
      return database(postgres, tell);
    } catch (RuntimeException e) {
      delete(postgres); // so that it can be tried again
      throw e;
    }
  }

  private BackupSet database(Path postgres, IntConsumer tell) {
    try {
      PostgresRecovery.makeFolder(postgres);
      var program = new PgBackRest(postgres, SETTINGS);
      program.prepare(backup());
      var set = choose(program.list());
      program.restore(set, target(), tell);
      if (goesOn) { // the archive learns of this branch of the history
        new PgBackRest(postgres, EmbeddedPostgres.BACKUP_SETTINGS).prepare(backup());
      }
      recover(postgres);
      Files.delete(postgres.resolve(SETTINGS));
      return set;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore into " + data, e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private BackupConfig backup() {
    return config.backup();
  }

  /// The latest copy that was complete at that moment.
  private BackupSet choose(List<BackupSet> sets) {
    if (sets.isEmpty()) {
      throw new Refusal.Invalid("there is no backup in " + backup().place());
    }
    if (to == null) {
      return sets.getLast();
    }
    var moment = to;
    return sets.stream()
        .filter(set -> !set.stopped().isAfter(moment))
        .reduce((_, later) -> later)
        .orElseThrow(() ->
            new Refusal.Invalid(
                "the backup in %s leads back to %s, and not to %s"
                    .formatted(backup().place(), sets.getFirst().stopped(), moment)));
  }

  private List<String> target() {
    return to == null
        ? List.of("--type=default")
        : List.of("--type=time", "--target=" + TARGET.format(to), "--target-action=promote");
  }

  private void recover(Path postgres) {
    try {
      PostgresRecovery.recover(postgres);
    } catch (IllegalStateException e) {
      if (String.valueOf(e.getMessage()).contains("recovery ended before configured recovery")) {
        throw new Refusal.Invalid(
            "the archive in %s ends before %s; restore an earlier moment, or '--to latest'"
                .formatted(backup().place(), to));
      }
      throw e;
    }
  }

  /// Brings back the photos, also those of which the database knows nothing at that moment: the
  /// site deletes these by itself.
  public PhotoCopies.Count photos(Consumer<PhotoCopies.Count> tell) {
    try (var photos = copies()) {
      return photos.restore(tell);
    }
  }

  /// The photos of the site and their copies.
  PhotoCopies copies() {
    return new PhotoCopies(
        config.objects(), data.resolve("media"), backup(), data.resolve("backup-gone.txt"));
  }
}
