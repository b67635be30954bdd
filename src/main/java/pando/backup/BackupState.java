package pando.backup;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pando.base.WholeFile;
import pando.config.BackupConfig;

/// What a site remembers of its backup, in two files of its folder: `backup.json` for Pando, and
/// `backup.prom` for the textfile collector of Prometheus' node_exporter.
///
/// @param lastGood when the last copy of the database was begun that is complete, in seconds since
///   1970; 0: there is none
/// @param lastType `full` or `diff`
/// @param photosAt up to when photos have a copy, in seconds since 1970; 0: never
/// @param timeline how often the primary of the database had changed by then, and one more
/// @param failure why the last attempt failed; null: it did not
@Json
public record BackupState(
    long lastGood, String lastType, long photosAt, int timeline, @Nullable String failure) {
  static final BackupState NOTHING = new BackupState(0, "", 0, 0, null);

  private static final String FILE = "backup.json";
  private static final String METRICS = "backup.prom";
  private static final Jsonb JSON = Jsonb.builder().build();

  BackupState with(BackupSet set, int line) {
    return new BackupState(set.started().getEpochSecond(), set.type(), photosAt, line, null);
  }

  BackupState withPhotos(Instant now) {
    return new BackupState(lastGood, lastType, now.getEpochSecond(), timeline, failure);
  }

  BackupState failed(String why) {
    return new BackupState(lastGood, lastType, photosAt, timeline, why);
  }

  /// Whether the last good copy is older than the settings allow.
  public boolean isTooOld(BackupConfig config, Instant now) {
    return age(now).compareTo(Duration.ofHours(config.alertAfterHours())) > 0;
  }

  private Duration age(Instant now) {
    return Duration.between(Instant.ofEpochSecond(lastGood), now);
  }

  /// In words, such as `3 h ago (diff), photos 20 s ago`.
  public String say(Instant now) {
    var good = lastGood == 0 ? "never" : ago(age(now)) + " (" + lastType + ")";
    var photos =
        photosAt == 0 ? "never" : ago(Duration.between(Instant.ofEpochSecond(photosAt), now));
    return "database %s, photos %s%s"
        .formatted(good, photos, failure == null ? "" : "; the last attempt failed: " + failure);
  }

  private static String ago(Duration age) {
    return age.toDays() > 2
        ? age.toDays() + " days ago"
        : age.toHours() > 0
            ? age.toHours() + " h ago"
            : age.toMinutes() > 0 ? age.toMinutes() + " min ago" : age.toSeconds() + " s ago";
  }

  /// What the site in a folder remembers.
  public static BackupState read(Path data) {
    try {
      var file = data.resolve(FILE);
      return Files.exists(file)
          ? JSON.type(BackupState.class).fromJson(Files.readString(file))
          : NOTHING;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is known of the backup in " + data, e);
    }
  }

  void write(Path data) {
    WholeFile.write(data.resolve(FILE), JSON.type(BackupState.class).toJson(this));
    WholeFile.write(
        data.resolve(METRICS),
        """
        # HELP pando_backup_last_good_seconds When the last good backup was begun, since 1970.
        # TYPE pando_backup_last_good_seconds gauge
        pando_backup_last_good_seconds %d
        # HELP pando_backup_photos_seconds Up to when photos have a copy, since 1970.
        # TYPE pando_backup_photos_seconds gauge
        pando_backup_photos_seconds %d
        # HELP pando_backup_failed Whether the last attempt failed.
        # TYPE pando_backup_failed gauge
        pando_backup_failed %d
        """
            .formatted(lastGood, photosAt, failure == null ? 0 : 1));
  }
}
