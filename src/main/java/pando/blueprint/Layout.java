package pando.blueprint;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.data.EmbeddedPostgres;
import pando.data.RunningPostgres;
import pando.data.ServiceUser;

/// Where the supervisor keeps what, all of it below the folder `fleet` of the site's data folder:
///
/// - `state.json`: what runs,
/// - `supervisor.sock`: where commands reach it,
/// - `logs/NAME.log`: what a member writes,
/// - `members/NAME`: the settings and files of a member.
///
/// @param data the site's data folder
public record Layout(Path data) {
  /// Linux takes paths of sockets up to 107 bytes, and programs add some while they make one.
  private static final int MAX_SOCKET_PATH = 92;

  private static final String COPIES = "postgres-*";
  private static final String PASSABLE = "rwx--x--x";
  private static final String PRIVATE = "rwx------";

  /// Where a site is kept if nobody says otherwise: `data` in the current folder; where the
  /// database, which root runs as another user, could not enter it, `/var/lib/pando`.
  public static Path standard() {
    var here = Path.of("data").toAbsolutePath();
    return EmbeddedPostgres.reaches(here) ? here : Path.of("/var/lib/pando");
  }

  public Path root() {
    return data.resolve("fleet");
  }

  public Path stateFile() {
    return root().resolve("state.json");
  }

  /// Where commands reach the supervisor.
  public Path socket() {
    return root().resolve("supervisor.sock");
  }

  public Path lock() {
    return root().resolve("supervisor.lock");
  }

  /// Where members write.
  public Path logs() {
    return root().resolve("logs");
  }

  /// What a member writes.
  public Path log(String member) {
    return logs().resolve(member + ".log");
  }

  /// The folder of a member.
  public Path member(String name) {
    return root().resolve("members").resolve(name);
  }

  public Path secrets() {
    return root().resolve("secrets");
  }

  /// The folder of the database.
  public Path postgres() {
    return data.resolve("postgres");
  }

  /// The folder of a server of a database with replicas: of the first one that of the database
  /// without them.
  ///
  /// @param server such as `database-2`
  public Path postgres(String server) {
    return server.equals(DatabaseMembers.FIRST)
        ? postgres()
        : data.resolve(server.replace("database-", "postgres-"));
  }

  /// How much a server of the database has on the disk, in bytes.
  public long size(String server) {
    return size(postgres(server).toFile());
  }

  private static long size(File file) {
    var inside = file.listFiles(); // null: it is no folder, or has just gone
    return inside == null ? file.length() : Arrays.stream(inside).mapToLong(Layout::size).sum();
  }

  /// How to reach the database that runs, whichever of its servers is the primary; null: none runs.
  public EmbeddedPostgres.@Nullable Address findDatabase() {
    var folders = new ArrayList<>(List.of(postgres()));
    try (var copies = Files.newDirectoryStream(data, COPIES)) {
      copies.forEach(folders::add);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for the database in " + data, e);
    }
    return RunningPostgres.find(folders);
  }

  /// Whether the first server of a database may lack what others have, so that nobody but their
  /// Patronis can tell which was written last.
  boolean isReplicated() {
    return Files.exists(replicatedFile());
  }

  /// Remembers whether it may.
  public void setReplicated(boolean replicated) {
    try {
      if (!replicated) {
        Files.deleteIfExists(replicatedFile());
      } else if (!isReplicated()) {
        Files.createFile(replicatedFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change " + replicatedFile(), e);
    }
  }

  private Path replicatedFile() {
    return postgres().resolve(EmbeddedPostgres.REPLICATED);
  }

  /// Makes the folder of a server.
  public void prepare(String server) {
    var folder = postgres(server);
    make(folder, PRIVATE);
    try {
      ServiceUser.current().own(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give away " + folder, e);
    }
  }

  /// Deletes what a member has kept: the folder of a server of the database, or its own.
  public void forget(Member member) {
    var isServer = member.role() == Role.PATRONI;
    var folder = isServer ? postgres(member.name()) : member(member.name());
    if (folder.equals(postgres())) {
      throw new IllegalArgumentException("the data of the site is not deleted");
    }
    delete(folder);
  }

  /// Deletes every copy of the database that a replica once had.
  public void forgetCopies() {
    try (var folders = Files.newDirectoryStream(data, COPIES)) {
      folders.forEach(Layout::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for copies in " + data, e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException _) {
      // it has kept nothing
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /// The settings of the site, which need not exist.
  public Path settings() {
    return data.resolve("pando.yaml");
  }

  /// Where the object store keeps what it has.
  public Path objects() {
    return data.resolve("objects");
  }

  /// Makes the folders.
  ///
  /// @throws Refusal.Invalid if the path of the data folder is too long for sockets below it
  public void prepare() {
    var longest = root().resolve("members/balancer/runtime.sock").toString().length();
    if (longest > MAX_SOCKET_PATH) {
      throw new Refusal.Invalid(
          "the path of the data folder is %d characters too long; choose another with --data"
              .formatted(longest - MAX_SOCKET_PATH));
    }
    make(data, PASSABLE);
    make(root(), PASSABLE);
    make(root().resolve("members"), PASSABLE);
    make(logs(), PRIVATE);
    make(secrets(), PRIVATE);
    make(objects(), PRIVATE);
    try {
      ServiceUser.current().own(objects());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give away " + objects(), e);
    }
  }

  /// Writes the files of a member into its folder.
  ///
  /// @param files their texts by name
  public void write(Member member, Map<String, String> files) {
    try {
      var folder = member(member.name());
      make(folder, PRIVATE);
      var user = ServiceUser.current();
      if (member.asService()) {
        user.own(folder);
      }
      for (var file : files.entrySet()) {
        var part = folder.resolve(file.getKey() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
            part,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, file.getValue().getBytes(StandardCharsets.UTF_8));
        if (member.asService()) {
          user.own(part);
        }
        Files.move(
            part,
            folder.resolve(file.getKey()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the files of " + member.name(), e);
    }
  }

  private static void make(Path folder, String permissions) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }
}
