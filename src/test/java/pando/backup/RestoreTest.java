package pando.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.base.Refusal;
import pando.config.BackupConfig;
import pando.config.Config;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shard;
import pando.data.Shards;

class RestoreTest {
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    var passable = PosixFilePermissions.fromString("rwx--x--x"); // for the user of the database
    folder = Files.createTempDirectory("restore", PosixFilePermissions.asFileAttribute(passable));
  }

  @AfterEach
  void deleteFolder() throws Exception {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aFolderWithASiteIsRefusedAndOneWithSettingsIsNot() throws Exception {
    Files.writeString(folder.resolve("pando.yaml"), "site: {title: Aspen}");
    Restore.requireEmpty(folder);
    Files.createDirectory(folder.resolve("postgres"));

    assertThatThrownBy(() -> Restore.requireEmpty(folder))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("never overwrites a site");
  }

  @Test
  @Tag("slow")
  void aSiteComesBackAsOfAMomentAndWithoutWhatCameLater() throws Exception {
    var config = Config.DEFAULT.with(BackupConfig.DEFAULT.in(folder.resolve("backup")));
    var data = site("data");
    Instant moment;
    try (var server = start(data);
        var shards = Shards.open(server.address())) {
      var shard = shards.all().getFirst();
      try (var backups =
          new Backups(config, data, shard, server.password(), InstantSource.system())) {
        assertThat(backups.isFullDue()).isTrue();
        var full = backups.copyDatabase(true, _ -> {});
        write(shard, "Ana was here");
        moment = clock(shard);
        write(shard, "Ben came later");
        var diff = backups.copyDatabase(false, _ -> {});
        assertThat(backups.list()).containsExactly(full, diff);
        assertThat(backups.isFullDue()).isFalse();
      }
    }
    assertThat(BackupState.read(data).isTooOld(config.backup(), Instant.now())).isFalse();
    var later = Instant.now().plus(Duration.ofHours(37));
    assertThat(BackupState.read(data).isTooOld(config.backup(), later)).isTrue();

    var back = site("back");
    var restore = new Restore(config, back, moment, false);
    restore.database(_ -> {});

    try (var server = start(back);
        var shards = Shards.open(server.address())) {
      var words =
          shards.all().getFirst().list("select words from guests", row -> row.text("words"));
      assertThat(words).containsExactly("Ana was here");
      assertThat(Inspection.of(shards.all().getFirst(), restore).missing()).isEmpty();
    }
    var early = new Restore(config, site("early"), Instant.EPOCH, false);
    assertThatThrownBy(() -> early.database(_ -> {}))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("leads back to");
    Restore.requireEmpty(folder.resolve("early")); // it can be tried again
  }

  private Path site(String name) throws Exception {
    var passable = PosixFilePermissions.fromString("rwx--x--x");
    return Files.createDirectory(
        folder.resolve(name), PosixFilePermissions.asFileAttribute(passable));
  }

  private static EmbeddedPostgres start(Path data) {
    var server = EmbeddedPostgres.start(data.resolve("postgres"), 0, Durability.DURABLE);
    server.createDatabase(EmbeddedPostgres.DATABASE);
    return server;
  }

  private static void write(Shard shard, String words) {
    shard.update("create table if not exists guests (words text)");
    shard.update("insert into guests values (?)", words);
  }

  private static Instant clock(Shard shard) {
    return shard.one("select clock_timestamp() as now", row -> row.instant("now"));
  }
}
