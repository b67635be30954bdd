package pando.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A copy of the database that is complete.
///
/// @param label what pgBackRest calls it
/// @param type `full` for all of it, `diff` for what has changed since the last of these
/// @param started when it was begun
/// @param stopped from when on it leads to any moment
/// @param size of the database, in bytes
/// @param kept what this copy takes at the place of the backup, in bytes
public record BackupSet(
    String label, String type, Instant started, Instant stopped, long size, long kept) {
  static final String FULL = "full";

  boolean isFull() {
    return type.equals(FULL);
  }

  /// How long it took.
  public Duration took() {
    return Duration.between(started, stopped);
  }

  /// One of the objects that `pgbackrest info` lists.
  private static BackupSet of(Map<?, ?> object) {
    var times = map(object.get("timestamp"));
    var info = map(object.get("info"));
    return new BackupSet(
        String.valueOf(object.get("label")),
        String.valueOf(object.get("type")),
        Instant.ofEpochSecond(whole(times.get("start"))),
        Instant.ofEpochSecond(whole(times.get("stop"))),
        whole(info.get("size")),
        whole(map(info.get("repository")).get("delta")));
  }

  /// The copies in what `pgbackrest info` says, the oldest first.
  static List<BackupSet> all(Object info) {
    return list(info).stream()
        .flatMap(stanza -> list(map(stanza).get("backup")).stream())
        .map(BackupSet::map)
        .filter(backup -> !Boolean.TRUE.equals(backup.get("error")))
        .map(BackupSet::of)
        .toList();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static long whole(@Nullable Object number) {
    return ((Number) Objects.requireNonNull(number)).longValue();
  }
}
