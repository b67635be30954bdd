package pando.config;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `backup` section: where copies of the site are kept, and for how long. Without a place there
/// is no backup.
///
/// @param folder where they are, on another disk than the site or a share of another machine
/// @param objects the object store that they are in, instead of a folder
/// @param everyHours how often the database is copied. What is written meanwhile is archived all
///   the time
/// @param fullEveryDays how often all of it is, not only what has changed
/// @param keepDays how far back one can go at least
/// @param alertAfterHours how old the last good backup may be before the site complains
public record BackupConfig(
    @Nullable String folder,
    ObjectsConfig objects,
    int everyHours,
    int fullEveryDays,
    int keepDays,
    int alertAfterHours) {
  public static final BackupConfig DEFAULT =
      new BackupConfig(null, ObjectsConfig.DEFAULT.with("pando-backup"), 24, 7, 14, 36);

  public BackupConfig {
    if (folder != null && objects.endpoint() != null) {
      throw new Refusal.Invalid("has a folder and an object store; take one of them away");
    }
    if (folder != null && !Path.of(folder).isAbsolute()) {
      throw new Refusal.Invalid("folder is not a whole path, from / on: " + folder);
    }
    if (objects.endpoint() != null && !"https".equals(objects.endpoint().getScheme())) {
      throw new Refusal.Invalid(
          "objects.endpoint does not begin with https, and pgBackRest speaks nothing else: "
              + objects.endpoint());
    }
    if (everyHours < 1 || fullEveryDays < 1 || keepDays < 1 || alertAfterHours < 1) {
      throw new Refusal.Invalid(
          "everyHours, fullEveryDays, keepDays and alertAfterHours are 1 or more");
    }
  }

  /// Whether there is a place.
  public boolean isOn() {
    return folder != null || objects.endpoint() != null;
  }

  /// The same in a folder.
  public BackupConfig in(Path place) {
    return in(place.toAbsolutePath().normalize().toString(), ObjectsConfig.DEFAULT);
  }

  /// The same in an object store.
  public BackupConfig in(ObjectsConfig place) {
    return in(null, place);
  }

  private BackupConfig in(@Nullable String place, ObjectsConfig store) {
    return new BackupConfig(
        place, store, everyHours, fullEveryDays, keepDays, alertAfterHours);
  }

  /// Where the copies are, in words.
  public String place() {
    return folder != null
        ? folder
        : "%s/%s".formatted(Objects.requireNonNull(objects.endpoint()), objects.bucket());
  }
}
