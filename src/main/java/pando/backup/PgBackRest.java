package pando.backup;

import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.config.BackupConfig;
import pando.config.SecretFile;
import pando.data.EmbeddedPostgres;
import pando.data.ServiceUser;

/// The program that keeps the copies of the database: its settings, and a call for each thing it
/// does. It runs as the user of the database, whose files it reads.
final class PgBackRest {
  private static final String PROGRAM = "pgbackrest";
  private static final String FOLDER = "pgbackrest";
  private static final String DATABASE = "postgres";
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "LANG");
  private static final int HTTPS = 443;
  private static final int LAST_LINES = 8;

  /// How far it is, in what it says of each file.
  private static final Pattern PERCENT = Pattern.compile(", (\\d+)(\\.\\d+)?%\\)");

  private final Path postgres;
  private final Path settings;

  /// A server of PostgreSQL.
  ///
  /// @param cluster its data folder
  /// @param timeline how often the primary has changed, and one more
  /// @param password of [EmbeddedPostgres#USER]; it is a secret
  record Server(Path cluster, int port, int timeline, String password) {
    /// Without the password, which must not reach a log.
    @Override
    public String toString() {
      return cluster + " on port " + port;
    }
  }

  /// @param postgres the folder of the database
  /// @param settings the name of the file in it that says where the copies are
  PgBackRest(Path postgres, String settings) {
    this.postgres = postgres;
    this.settings = postgres.resolve(settings);
  }

  /// Writes its settings and makes the folders that it needs.
  ///
  /// @throws Refusal.Unavailable if the place of the copies cannot be used
  void prepare(BackupConfig config) {
    try {
      var user = ServiceUser.current();
      for (var name : List.of("log", "lock", "spool")) {
        make(postgres.resolve(FOLDER).resolve(name), user);
      }
      if (config.folder() != null) {
        var place = Path.of(config.folder());
        Files.createDirectories(place);
        var obstacle = user.findObstacle(place.resolve("postgres"));
        if (obstacle != null) {
          throw new Refusal.Unavailable(
              "backups are written by the user %s, who may not enter %s: chmod o+x %2$s"
                  .formatted(user.name(), obstacle));
        }
        make(place.resolve("postgres"), user);
      }
      write(settings, text(config), user);
    } catch (IOException e) {
      throw new Refusal.Unavailable(
          "cannot use %s for backups: %s".formatted(config.place(), e.getMessage()));
    }
  }

  private static void make(Path folder, ServiceUser user) throws IOException {
    var parent = Objects.requireNonNull(folder.getParent());
    if (!Files.isDirectory(parent)) {
      make(parent, user);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      user.own(folder);
    }
  }

  private static void write(Path file, String text, ServiceUser user) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var mode = PosixFilePermissions.fromString("rw-------"); // it may have a key in it
    Files.createFile(part, PosixFilePermissions.asFileAttribute(mode));
    Files.writeString(part, text);
    user.own(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text(BackupConfig config) {
    var own = postgres.resolve(FOLDER);
    return """
    [global]
    repo1-retention-full-type=time
    repo1-retention-full=%d
    repo1-bundle=y
    start-fast=y
    compress-type=zst
    log-level-file=off
    log-path=%s
    lock-path=%s
    spool-path=%s
    """
            .formatted(
                config.keepDays(), own.resolve("log"), own.resolve("lock"), own.resolve("spool"))
        + place(config);
  }

  private static String place(BackupConfig config) {
    if (config.folder() != null) {
      return "repo1-path=" + Path.of(config.folder()).resolve("postgres") + "\n";
    }
    var objects = config.objects();
    var endpoint = Objects.requireNonNull(objects.endpoint());
    var authority = objects.authorityFile();
    return (authority == null ? "" : "repo1-storage-ca-file=%s\n".formatted(authority))
        + """
    repo1-type=s3
    repo1-path=/postgres
    repo1-s3-endpoint=%s
    repo1-storage-port=%d
    repo1-s3-bucket=%s
    repo1-s3-region=%s
    repo1-s3-uri-style=path
    repo1-s3-key=%s
    repo1-s3-key-secret=%s
    """
        .formatted(
            endpoint.getHost(),
            endpoint.getPort() < 0 ? HTTPS : endpoint.getPort(),
            objects.bucket(),
            objects.region(),
            objects.accessKey(),
            SecretFile.read("the secret key of the backup", objects.secretKeyFile()));
  }

  /// Makes room for a database at the place of the copies, unless it is there.
  void create(Server server) {
    run(command(server, "stanza-create"), server, _ -> {});
  }

  /// Copies the database.
  ///
  /// @param tell is told how many percent are done
  void backup(Server server, boolean full, IntConsumer tell) {
    var command = command(server, "backup");
    command.add("--type=" + (full ? BackupSet.FULL : "diff"));
    command.add("--log-level-console=detail");
    run(command, server, line -> percent(line, tell));
  }

  /// The copies that there are, the oldest first.
  List<BackupSet> list() {
    var text = new StringBuilder();
    var command = command("info");
    command.add("--output=json");
    run(command, null, text::append);
    return BackupSet.all(Jsonb.builder().build().type(Object.class).fromJson(text.toString()));
  }

  /// Puts a copy into an empty folder, and leaves word there how far the server is to go.
  ///
  /// @param target the arguments that say how far
  void restore(BackupSet set, List<String> target, IntConsumer tell) {
    var command = command("restore");
    command.addAll(target);
    command.add("--set=" + set.label());
    command.add("--pg1-path=" + postgres.resolve("cluster"));
    command.add("--log-level-console=detail");
    run(command, null, line -> percent(line, tell));
  }

  private static void percent(String line, IntConsumer tell) {
    var percent = PERCENT.matcher(line);
    if (percent.find()) {
      tell.accept(Integer.parseInt(percent.group(1)));
    }
  }

  private List<String> command(String verb) {
    return new ArrayList<>(
        List.of(PROGRAM, "--config=" + settings, "--stanza=" + EmbeddedPostgres.DATABASE, verb));
  }

  private List<String> command(Server server, String verb) {
    var command = command(verb);
    command.addAll(
        List.of(
            "--pg1-path=" + server.cluster(),
            "--pg1-port=" + server.port(),
            "--pg1-user=" + EmbeddedPostgres.USER,
            "--pg1-database=" + DATABASE));
    return command;
  }

  /// Runs it on a thread of its own: the kernel ends it with that, so it never outlives this
  /// process.
  private void run(List<String> command, @Nullable Server server, Consumer<String> hear) {
    var done = new CompletableFuture<Integer>();
    var last = new ArrayDeque<String>();
    var thread =
        Thread.ofPlatform()
            .name(PROGRAM)
            .daemon()
            .start(() -> {
              try {
                done.complete(runHere(command, server, hear, last));
              } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    try {
      if (done.get() != 0) {
        throw new Refusal.Unavailable("pgBackRest failed: " + String.join("\n  ", last));
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("the backup was cut short");
    } catch (ExecutionException e) {
      throw new Refusal.Unavailable(
          "cannot run pgbackrest; ./pando install-components installs it: " + e.getCause());
    }
  }

  private static int runHere(
      List<String> command, @Nullable Server server, Consumer<String> hear, ArrayDeque<String> last)
      throws IOException {
    var words = new ArrayList<>(ServiceUser.current().boundPrefix());
    words.addAll(command);
    var builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(new File("/dev/null")));
    builder.environment().keySet().retainAll(ENVIRONMENT);
    if (server != null) {
      builder.environment().putAll(Map.of("PGHOST", "127.0.0.1", "PGPASSWORD", server.password()));
    }
    var process = builder.start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        hear.accept(line);
        last.add(line);
        if (last.size() > LAST_LINES) {
          last.remove();
        }
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } finally {
      process.destroy();
    }
  }
}
