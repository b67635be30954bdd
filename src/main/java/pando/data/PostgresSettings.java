package pando.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How PostgreSQL is set up on one box, with the reason for each value that is not its default.
final class PostgresSettings {
  /// Small, since the kernel caches the same files, and the whole site shall fit a small server.
  private static final String SHARED_BUFFERS = "64MB";

  /// A node uses up to eleven; the rest is for the operator and for replication.
  private static final int MAX_CONNECTIONS = 150;

  /// Bounds the disk that the log of changes uses, and how long recovery from a crash takes.
  private static final String MAX_WAL_SIZE = "512MB";

  /// How much of what was written last is lost at most when all disks of a site are.
  private static final String ARCHIVE_TIMEOUT = "30s";

  /// Hands a finished part of the log of changes to the backup, if the site has one: the settings
  /// of pgBackRest are then in the folder of the database, found from the data folder, which is
  /// where this runs. They may come and go without a restart. The folders of other servers are
  /// beside that one, so whichever becomes the primary has them at once.
  private static final String ARCHIVE =
      "test ! -f ../../postgres/%s ||".formatted(EmbeddedPostgres.BACKUP_SETTINGS)
          + " pgbackrest --config=\"$PWD/../../postgres/%s\" --stanza=%s"
              .formatted(EmbeddedPostgres.BACKUP_SETTINGS, EmbeddedPostgres.DATABASE)
          + " --pg1-path=\"$PWD\" archive-push %p";

  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry("archive_mode", "on"),
          Map.entry("archive_command", ARCHIVE),
          Map.entry("archive_timeout", ARCHIVE_TIMEOUT),
          Map.entry("listen_addresses", "127.0.0.1"), // never reachable from outside
          Map.entry("unix_socket_directories", ""), // needs no writable system folder
          Map.entry("shared_buffers", SHARED_BUFFERS),
          Map.entry("max_connections", Integer.toString(MAX_CONNECTIONS)),
          Map.entry("max_wal_size", MAX_WAL_SIZE),
          Map.entry("wal_level", "logical"), // slots can move to other shards without a restart
          Map.entry("max_parallel_workers_per_gather", "0"), // short queries, few cores
          Map.entry("autovacuum_naptime", "10s"), // a new table grows fast, and plans must follow
          Map.entry("jit", "off"), // costs more than it saves on short queries
          Map.entry("random_page_cost", "1.1"), // an SSD
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("lc_messages", "C"),
          Map.entry("log_destination", "stderr"), // which Pando writes to a bounded file
          Map.entry("log_line_prefix", "%m [%p] "),
          Map.entry("log_error_verbosity", "terse"), // no values of rows in the log
          Map.entry("log_min_duration_statement", "1000"), // milliseconds
          Map.entry("log_parameter_max_length", "0"), // no values of parameters in the log
          Map.entry("log_lock_waits", "on"),
          Map.entry("idle_in_transaction_session_timeout", "60s"), // a forgotten transaction
          Map.entry("synchronous_commit", "on"));

  /// What a server with replicas has written into the folder must not hold one up that has none.
  private static final Map<String, String> ALONE = Map.of("synchronous_standby_names", "");

  private static final Map<String, String> FORGETFUL =
      Map.of("fsync", "off", "full_page_writes", "off", "archive_mode", "off");

  private PostgresSettings() {}

  /// By their names those that every durable server has, also one with replicas.
  static Map<String, String> common() {
    return ALWAYS;
  }

  /// The arguments of `postgres` for these settings.
  static List<String> arguments(EmbeddedPostgres.Durability durability, int port) {
    var arguments = new ArrayList<String>(List.of("-p", Integer.toString(port)));
    add(arguments, ALWAYS);
    switch (durability) {
      case DURABLE -> add(arguments, ALONE);
      case FORGETFUL -> add(arguments, FORGETFUL); // tests replicate it
    }
    return arguments;
  }

  /// The arguments of one that nobody replicates.
  static List<String> alone() {
    var arguments = new ArrayList<String>();
    add(arguments, ALONE);
    return arguments;
  }

  private static void add(List<String> arguments, Map<String, String> settings) {
    new TreeMap<>(settings) // in the same order always, so that equal commands are equal
        .forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
  }
}
