package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pando.base.Refusal;

/// A PostgreSQL 15 server that is a child of this process: on one box the database of the site, and
/// the database of the tests.
///
/// It listens on 127.0.0.1 only and asks for a password, which is made once and kept in the folder.
/// It ends with this process, also when that is killed, and what a crash of either left behind is
/// put right at the next start. Its folder holds
///
/// - `cluster`: an ordinary PostgreSQL data folder,
/// - `password`: of the role [#USER], readable by the owner alone,
/// - `postgres.*.log`: the last messages of the server,
/// - `lock`: held while a server runs on the folder.
public final class EmbeddedPostgres implements AutoCloseable {
  /// The role that owns everything.
  public static final String USER = "pando";

  /// The database that a site has on its server.
  public static final String DATABASE = "pando";

  /// The settings of the backup, beside the data folder of a server; without them there is none.
  public static final String BACKUP_SETTINGS = "pgbackrest.conf";

  /// A file that is in the folder while replicas may have what the folder lacks.
  public static final String REPLICATED = "replicated";

  private static final int PASSWORD_BYTES = 24;
  private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);

  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private final PostgresProcess process;
  private final FileChannel lock;
  private final String password;
  private final Durability durability;

  /// How much a crash may lose.
  public enum Durability {
    /// Nothing that was acknowledged.
    DURABLE,
    /// Everything, when the machine dies; faster, for tests.
    FORGETFUL
  }

  private EmbeddedPostgres(
      PostgresProcess process, FileChannel lock, String password, Durability durability) {
    this.process = process;
    this.lock = lock;
    this.password = password;
    this.durability = durability;
  }

  /// Starts a server and returns when it accepts connections; makes its data folder when missing.
  ///
  /// @param folder where its files are, made when missing
  /// @param port 0 for any free one
  /// @throws Refusal.Unavailable if the folder is in use or cannot be used, or the port is taken
  public static EmbeddedPostgres start(Path folder, int port, Durability durability) {
    try {
      return start(folder.toAbsolutePath().normalize(), durability, port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL in " + folder, e);
    }
  }

  private static EmbeddedPostgres start(Path folder, Durability durability, int port)
      throws IOException {
    var user = ServiceUser.current();
    makePrivate(folder, user);
    var lock = lock(folder);
    try {
      var bin = PostgresBinaries.unpack(cache(user, folder)).resolve("bin");
      var cluster = folder.resolve("cluster");
      var password = password(folder, user);
      refuseReplicated(folder);
      if (!Files.exists(cluster)) {
        initialize(bin, cluster, user);
      }
      PostgresOrphans.stop(cluster);
      var chosen = port == 0 ? freePort() : port;
      var command = new ArrayList<>(user.boundPrefix());
      command.addAll(server(bin, cluster, durability, chosen));
      var process = PostgresProcess.start(command, cluster, chosen);
      return new EmbeddedPostgres(process, lock, password, durability);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  static List<String> server(Path bin, Path cluster, Durability durability, int port) {
    var command =
        new ArrayList<>(List.of(bin.resolve("postgres").toString(), "-D", cluster.toString()));
    command.addAll(PostgresSettings.arguments(durability, port));
    // Patroni writes these into the folder with their paths, where a copy of it finds nothing.
    command.addAll(List.of("-c", "hba_file=" + cluster.resolve("pg_hba.conf")));
    command.addAll(List.of("-c", "ident_file=" + cluster.resolve("pg_ident.conf")));
    return command;
  }

  /// The words that start a durable server on a folder, which the [ServiceUser] must say.
  ///
  /// @param folder one that a server has run on before
  public static List<String> command(Path folder, int port) {
    try {
      var path = folder.toAbsolutePath().normalize();
      var user = ServiceUser.current();
      var bin = PostgresBinaries.unpack(cache(user, path)).resolve("bin");
      return server(bin, path.resolve("cluster"), Durability.DURABLE, port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find PostgreSQL", e);
    }
  }

  /// By their names the settings of a durable server that another program starts, without its port.
  public static Map<String, String> settings() {
    return PostgresSettings.common();
  }

  /// The data folder of the server of a folder, as PostgreSQL has it.
  public static Path cluster(Path folder) {
    return folder.toAbsolutePath().normalize().resolve("cluster");
  }

  /// The file with the password of [#USER].
  public static Path passwordFile(Path folder) {
    return folder.toAbsolutePath().normalize().resolve("password");
  }

  /// Makes the folder of a server that never ran, with its password, and a database in it, unless
  /// there is one.
  public static void prepare(Path folder, String database) {
    refuseReplicated(folder);
    if (!Files.exists(folder.resolve("cluster"))) {
      try (var first = start(folder, 0, Durability.DURABLE)) {
        first.createDatabase(database);
      }
    }
  }

  /// Ends what a crash has left of a server on a folder, so that another can start.
  public static void clean(Path folder) {
    try {
      PostgresOrphans.stop(folder.toAbsolutePath().normalize().resolve("cluster"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end what is left of PostgreSQL in " + folder, e);
    }
  }

  /// Whether a server that this process starts could have its files in `folder`.
  public static boolean reaches(Path folder) {
    try {
      return ServiceUser.current().findObstacle(folder.toAbsolutePath().normalize()) == null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + folder, e);
    }
  }

  /// How another process reaches a server, or the one of several that is the primary.
  ///
  /// @param password of [#USER]; it is a secret
  public record Address(List<Integer> ports, String password) {
    Address(int port, String password) {
      this(List.of(port), password);
    }

    /// That of the only server.
    public int port() {
      return ports.getFirst();
    }

    /// The address of a database for JDBC; user and password are given beside it.
    public String jdbcUrl(String database) {
      return ports.stream()
          .map(port -> "127.0.0.1:" + port)
          .collect(Collectors.joining(",", "jdbc:postgresql://", "/" + database))
          .concat(ports.size() < 2 ? "" : "?targetServerType=primary");
    }

    /// The JDBC URL of each server, of that one alone.
    List<String> jdbcUrls(String database) {
      return ports.stream()
          .map(port -> "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database))
          .toList();
    }

    /// Without the password, which must not reach a log.
    @Override
    public String toString() {
      return "127.0.0.1:" + ports;
    }
  }

  /// How another process reaches this server.
  public Address address() {
    return new Address(port(), password);
  }

  /// The address of a database of this server for JDBC; user and password are given beside it.
  public String jdbcUrl(String database) {
    return address().jdbcUrl(database);
  }

  /// The password of [#USER]. It is a secret.
  public String password() {
    return password;
  }

  /// The TCP port on 127.0.0.1.
  public int port() {
    return process.port();
  }

  /// The process id of the server.
  public long pid() {
    return process.pid();
  }

  /// Makes a database, unless there is one of this name.
  ///
  /// @param name lower-case letters, digits and underscores
  public void createDatabase(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a database name: " + name);
    }
    try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, password);
        var find = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      find.setString(1, name);
      if (!find.executeQuery().next()) {
        try (var create = connection.createStatement()) {
          create.execute("create database " + name); // a name cannot be a parameter
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
  }

  /// Stops the server; what was committed is on the disk, or, of a forgetful server, in the log of
  /// changes, which makes for a quick end. May be called again.
  @Override
  public void close() {
    process.stop(
        switch (durability) {
          case DURABLE -> "INT";
          case FORGETFUL -> "QUIT";
        });
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leaves the server running and lets go of its folder, as a process does that was killed.
  void forget() throws IOException {
    process.forget();
    lock.close();
  }

  static void makePrivate(Path folder, ServiceUser user) throws IOException {
    Files.createDirectories(folder);
    var obstacle = user.findObstacle(folder);
    if (obstacle != null) {
      throw new Refusal.Unavailable(
          "PostgreSQL runs as the user %s, who may not enter %s; choose another data folder"
              .formatted(user.name(), obstacle));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    user.own(folder);
  }

  private static void refuseReplicated(Path folder) {
    if (Files.exists(folder.resolve(REPLICATED))) {
      throw new Refusal.Unavailable(
          "the database in %s has replicas, one of which may have been written last; ./pando apply"
                  .formatted(folder)
              + " a topology with replicas finds it");
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // this process holds it
    }
    channel.close();
    throw new Refusal.Unavailable("another Pando is running with the database in " + folder);
  }

  /// Programs are shared by all data folders of a user. Root's own cache is closed to others, and a
  /// user of a system service may have no home.
  static Path cache(ServiceUser user, Path folder) {
    if (user.switched()) {
      return Path.of("/var/cache/pando");
    }
    var cache = System.getenv("XDG_CACHE_HOME");
    if (cache != null && !cache.isBlank()) {
      return Path.of(cache, "pando");
    }
    var home = Path.of(System.getProperty("user.home", ""));
    return Files.isWritable(home) ? home.resolve(".cache/pando") : folder.resolve("programs");
  }

  static String password(Path folder, ServiceUser user) throws IOException {
    var file = folder.resolve("password");
    if (!Files.exists(file)) {
      var bytes = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(bytes);
      var part = folder.resolve("password.part");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      user.own(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /// Makes the data folder. It gets its name last, so that one that was cut short is made again.
  private static void initialize(Path bin, Path cluster, ServiceUser user) throws IOException {
    var part = cluster.resolveSibling("cluster.part");
    PostgresBinaries.delete(part);
    var command = new ArrayList<>(user.boundPrefix());
    command.addAll(
        List.of(
            bin.resolve("initdb").toString(),
            "--pgdata=" + part,
            "--username=" + USER,
            "--pwfile=" + cluster.resolveSibling("password"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8", // sorts the same on every system and version
            "--wal-segsize=4", // MB: each is filled up when it is archived or the server stops
            "--data-checksums", // finds a failing disk, and lets a replica be rewound
            "--no-instructions"));
    PostgresProcess.run(command, INITDB_LIMIT);
    Files.move(part, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
