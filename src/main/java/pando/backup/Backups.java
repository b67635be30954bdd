package pando.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import pando.base.Refusal;
import pando.blobs.PhotoCopies;
import pando.config.BackupConfig;
import pando.config.Config;
import pando.data.DatabaseFailure;
import pando.data.EmbeddedPostgres;
import pando.data.Shard;

/// Makes the backup of a site: copies of the database and of its photos, and the archive of what is
/// written in between.
public final class Backups implements AutoCloseable {
  /// How often it is looked whether a copy of the database is due.
  public static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /// How often photos are copied, within one machine and over a network.
  private static final Duration PHOTOS_NEAR = Duration.ofSeconds(30);

  private static final Duration PHOTOS_FAR = Duration.ofMinutes(15);

  /// How long a copy that has failed is not tried again.
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private static final Duration COMPLAIN_EVERY = Duration.ofHours(1);
  private static final String GONE = "backup-gone.txt";

  /// Where the primary has its data: it is a server of this machine.
  private static final String FIND_SERVER =
      """
      select current_setting('data_directory') as folder, current_setting('port')::int as port,
        ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline
      """;

  private static final Logger LOG = System.getLogger(Backups.class.getName());

  private final BackupConfig config;
  private final Path data;
  private final Shard shard;
  private final String password;
  private final InstantSource clock;
  private final PhotoCopies photos;
  private final PgBackRest program;
  private Instant triesAgainAt = Instant.MIN;
  private Instant complainedAt = Instant.MIN;

  /// @param data the folder of the site
  /// @param shard the database
  /// @param password of [EmbeddedPostgres#USER]; it is a secret
  public Backups(Config config, Path data, Shard shard, String password, InstantSource clock) {
    this.config = config.backup();
    this.data = data.toAbsolutePath().normalize();
    this.shard = shard;
    this.password = password;
    this.clock = clock;
    this.photos =
        new PhotoCopies(
            config.objects(), this.data.resolve("media"), this.config, this.data.resolve(GONE));
    this.program = new PgBackRest(postgres(this.data), EmbeddedPostgres.BACKUP_SETTINGS);
  }

  static Path postgres(Path data) {
    return data.resolve("postgres");
  }

  /// Archives nothing any more: a site without a backup must not go on filling the place of one.
  public static void stop(Path data) {
    try {
      Files.deleteIfExists(postgres(data).resolve(EmbeddedPostgres.BACKUP_SETTINGS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the archive of " + data, e);
    }
  }

  /// Begins the archive, or sees that it goes on, with whichever server is the primary.
  ///
  /// @throws Refusal.Unavailable if the place of the copies cannot be used, or the database is away
  private PgBackRest.Server begin() {
    var server = find();
    if (!Files.isDirectory(Objects.requireNonNull(server.cluster().getParent()))) {
      throw new Refusal.Unavailable(
          "the database is on another machine (%s there): back it up there"
              .formatted(server.cluster()));
    }
    program.prepare(config);
    program.create(server);
    return server;
  }

  private PgBackRest.Server find() {
    try {
      return shard.transact(tx ->
          tx.one(
              FIND_SERVER,
              row ->
                  new PgBackRest.Server(
                      Path.of(row.text("folder")),
                      row.integer("port"),
                      row.integer("timeline"),
                      password)));
    } catch (DatabaseFailure e) {
      throw new Refusal.Unavailable("the database does not answer: " + e.getMessage());
    }
  }

  /// Copies the database.
  ///
  /// @param full all of it, and not only what has changed since the last full copy
  /// @param tell is told how many percent are done
  public BackupSet copyDatabase(boolean full, IntConsumer tell) {
    try {
      photos.prepare();
      var server = begin();
      program.backup(server, full, tell);
      var sets = program.list();
      var last = sets.getLast();
      photos.deleteGone(sets.getFirst().started());
      BackupState.read(data).with(last, server.timeline()).write(data);
      return last;
    } catch (Refusal e) {
      BackupState.read(data).failed(e.reason()).write(data);
      throw e;
    }
  }

  /// Copies the photos that have none yet.
  public PhotoCopies.Count copyPhotos() {
    var now = clock.instant();
    var count = photos.copyNew(now);
    BackupState.read(data).withPhotos(now).write(data);
    return count;
  }

  /// The pause between two looks for new photos.
  public Duration photosEvery() {
    return photos.isNear() ? PHOTOS_NEAR : PHOTOS_FAR;
  }

  /// The copies of the database that there are, the oldest first.
  public List<BackupSet> list() {
    program.prepare(config);
    return program.list();
  }

  /// Whether the next copy is to be a full one.
  public boolean isFullDue() {
    var since = clock.instant().minus(Duration.ofDays(config.fullEveryDays()));
    return list().stream().noneMatch(set -> set.isFull() && set.started().isAfter(since));
  }

  /// Copies the database if that is due, or another server has become the primary since, because
  /// what the one before had not archived yet nobody archives any more; and complains if the last
  /// copy is too old.
  public void copyIfDue() {
    var now = clock.instant();
    var state = BackupState.read(data);
    if (!now.isBefore(triesAgainAt)) {
      try {
        if (isDue(state, now)) {
          var set = copyDatabase(isFullDue(), _ -> {});
          LOG.log(Level.INFO, "backed up the database: {0}", set.label());
          return;
        }
      } catch (Refusal e) {
        triesAgainAt = now.plus(AFTER_FAILURE);
        LOG.log(Level.ERROR, "the database cannot be backed up: {0}", e.reason());
      }
    }
    if (state.isTooOld(config, now) && now.isAfter(complainedAt.plus(COMPLAIN_EVERY))) {
      complainedAt = now;
      LOG.log(Level.ERROR, "THE LAST GOOD BACKUP IS TOO OLD: {0}", state.say(now));
    }
  }

  private boolean isDue(BackupState state, Instant now) {
    var next = Instant.ofEpochSecond(state.lastGood()).plus(Duration.ofHours(config.everyHours()));
    return !now.isBefore(next) || begin().timeline() != state.timeline();
  }

  @Override
  public void close() {
    photos.close();
  }
}
