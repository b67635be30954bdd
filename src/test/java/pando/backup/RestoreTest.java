package pando.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.base.MediaId;
import pando.base.Refusal;
import pando.blobs.Area;
import pando.blobs.Blobs;
import pando.blobs.S3Process;
import pando.config.BackupConfig;
import pando.config.Config;
import pando.config.ObjectsConfig.Moving;
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
        settle(data);
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
      assertThat(guests(shards.all().getFirst())).containsExactly("Ana was here");
      assertThat(Inspection.of(shards.all().getFirst(), restore).missing()).isEmpty();
    }
    var early = new Restore(config, site("early"), Instant.EPOCH, false);
    assertThatThrownBy(() -> early.database(_ -> {}))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("leads back to");
    Restore.requireEmpty(folder.resolve("early")); // it can be tried again
  }

  @Test
  @Tag("slow")
  void aSiteComesBackFromAnObjectStoreOfOnesOwn() throws Exception {
    var words = "Ana was here";
    try (var store = S3Process.startSecure(Files.createDirectory(folder.resolve("s3")))) {
      var place = store.config("backup", Moving.NONE);
      var config = Config.DEFAULT.with(BackupConfig.DEFAULT.in(place));
      var data = site("data");
      var photos = Blobs.of(config.objects(), data.resolve("media"));
      var photo = photos.keep(Area.PUBLIC, new MediaId(7), new byte[] {1, 2, 3}, "webp");
      try (var server = start(data);
          var shards = Shards.open(server.address());
          var backups =
              new Backups(
                  config,
                  data,
                  shards.all().getFirst(),
                  server.password(),
                  InstantSource.system())) {
        write(shards.all().getFirst(), words);
        backups.copyDatabase(true, _ -> {});
        assertThat(backups.copyPhotos().files()).isEqualTo(1);
        write(shards.all().getFirst(), "Ben came later");
      }

      var back = site("back");
      var restore = new Restore(config, back, null, false);
      restore.database(_ -> {});
      assertThat(restore.photos(_ -> {}).files()).isEqualTo(1);

      try (var server = start(back);
          var shards = Shards.open(server.address())) {
        assertThat(guests(shards.all().getFirst())).containsExactly(words, "Ben came later");
      }
      var restored = Blobs.of(config.objects(), back.resolve("media"));
      assertThat(requireNonNull(restored.find(Area.PUBLIC, photo)).read()).containsExactly(1, 2, 3);
    }
  }

  @Test
  @Tag("slow")
  void aDatabaseIsCopiedAnewWhenAnotherServerHasBecomeThePrimary() throws Exception {
    var config = Config.DEFAULT.with(BackupConfig.DEFAULT.in(folder.resolve("backup")));
    var data = site("data");
    try (var server = start(data)) {
      copyIfDue(config, data, server);
      copyIfDue(config, data, server);
      assertThat(copyIfDue(config, data, server)).isEqualTo(1);
    }
    Files.createFile(data.resolve("postgres/cluster/standby.signal"));
    try (var server = start(data)) {
      promote(server);
      copyIfDue(config, data, server);
      assertThat(copyIfDue(config, data, server)).isEqualTo(2);
    }
  }

  /// @return how many copies there are then
  private static int copyIfDue(Config config, Path data, EmbeddedPostgres server) {
    try (var shards = Shards.open(server.address());
        var backups =
            new Backups(
                config, data, shards.all().getFirst(), server.password(), InstantSource.system())) {
      backups.copyIfDue();
      return backups.list().size();
    }
  }

  private static void promote(EmbeddedPostgres server) throws SQLException {
    var url = server.jdbcUrl(EmbeddedPostgres.DATABASE);
    try (var connection =
            DriverManager.getConnection(url, EmbeddedPostgres.USER, server.password());
        var statement = connection.createStatement()) {
      statement.execute("select pg_promote()");
    }
  }

  /// What Patroni writes into the folder of a server, with the paths and names of a site that is
  /// lost.
  private static void settle(Path data) throws IOException {
    Files.writeString(
        data.resolve("postgres/cluster/postgresql.conf"),
        """
        hba_file = '/nowhere/pg_hba.conf'
        ident_file = '/nowhere/pg_ident.conf'
        synchronous_standby_names = 'ben'
        """);
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

  private static List<String> guests(Shard shard) {
    return shard.list("select words from guests", row -> row.text("words"));
  }

  private static Instant clock(Shard shard) {
    return shard.one("select clock_timestamp() as now", row -> row.instant("now"));
  }
}
