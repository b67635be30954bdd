package pando.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pando.base.Request;
import pando.config.BackupConfig;
import pando.config.Config;
import pando.config.ObjectsConfig;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shard;
import pando.data.Shards;
import pando.data.TestShards;

/// What the operator reads of a backup that does not go on.
class BackupsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final int COPIED_EVERY = 48; // hours, so none is due
  private static final int ALERT_AFTER = 1; // hour
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String CANNOT = "the database cannot be backed up: {0}";
  private static final String TOO_OLD = "THE LAST GOOD BACKUP IS TOO OLD: {0}";

  @TempDir private Path folder;

  @BeforeEach
  void makePassable() throws Exception { // for the user of the database
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void aPlaceThatCannotBeUsedIsToldOfAndHowOldTheLastBackupIs() throws Exception {
    var place = Files.writeString(folder.resolve("backup"), "a file where the folder should be");
    try (var shards = TestShards.open(1)) {
      assertThat(lookInto(shards.all().getFirst(), place)).containsExactly(CANNOT, TOO_OLD);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsToldOfAndHowOldTheLastBackupIs() {
    var server = EmbeddedPostgres.start(folder.resolve("postgres"), 0, Durability.FORGETFUL);
    server.createDatabase(EmbeddedPostgres.DATABASE);
    try (var shards = Shards.open(server.address())) {
      server.close();
      assertThat(lookInto(shards.all().getFirst(), folder.resolve("backup")))
          .containsExactly(CANNOT, TOO_OLD);
    }
  }

  /// Has it look whether a copy is due, when the last one is two hours old.
  ///
  /// @return what it logged
  private List<String> lookInto(Shard shard, Path place) {
    var last = NOW.minus(Duration.ofHours(2)).getEpochSecond();
    new BackupState(last, "full", 0, 1, null).write(folder);
    var settings =
        new BackupConfig(
            place.toString(), ObjectsConfig.DEFAULT, COPIED_EVERY, 7, 14, ALERT_AFTER);
    var config = Config.DEFAULT.with(settings);
    var heard = new ArrayList<String>();
    var ear =
        new StreamHandler() {
          @Override
          public void publish(LogRecord line) {
            heard.add(line.getMessage());
          }
        };
    var log = Logger.getLogger(Backups.class.getName());
    log.addHandler(ear);
    try (var backups = new Backups(config, folder, shard, "", () -> NOW)) {
      Request.of("-", LIMIT)
          .call(() -> {
            backups.copyIfDue();
            return heard;
          });
    } finally {
      log.removeHandler(ear);
    }
    return heard;
  }
}
