package pando.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import pando.cluster.HostPort;
import pando.data.EmbeddedPostgres;

/// The settings of Patroni, which runs one server of a database with replicas.
///
/// The user of the database and the password are not among them: `keep.py` gives them.
///
/// @param name of the server, unique in its group
/// @param postgres where the server listens
/// @param rest where Patroni is asked how it is, and told what to do
/// @param etcd the members of etcd, where the servers agree on who leads
/// @param data the data folder of PostgreSQL
/// @param folder that of the member
/// @param password without which Patroni does nothing that it is told
record PatroniSettings(
    String name,
    HostPort postgres,
    HostPort rest,
    List<HostPort> etcd,
    String data,
    String folder,
    String password) {
  /// Their file in the folder of the member.
  static final String FILE = "patroni.yaml";

  /// Who tells Patroni what to do.
  static final String USER = "pando";

  /// Where etcd keeps the name of the leader.
  static final String LEADER_KEY = "/pando/s0/leader";

  /// How fast a replica copies the database, in a second: at four times that people notice it.
  private static final String COPY_RATE = "32M";

  /// Of which the group must have the same everywhere: Patroni takes them from etcd alone.
  private static final List<String> SHARED = List.of("max_connections", "wal_level");

  /// Which Patroni makes of where the server listens.
  private static final String ADDRESSES = "listen_addresses";

  /// What replicas need besides what every server has.
  private static final Map<String, String> REPLICATION =
      Map.of(
          "hot_standby_feedback", "on", // what a replica reads is not tidied away under it
          "wal_log_hints", "on", // lets a primary that has died be rewound
          "wal_keep_size", "512MB", // what a replica may miss; one that misses more is copied anew
          "max_wal_senders", "10",
          "max_replication_slots", "10",
          "wal_sender_timeout", "4s", // how long a commit waits for a replica that says nothing
          "wal_retrieve_retry_interval", "200ms"); // how soon a replica finds the next primary

  /// `ttl` is how long a leadership lasts that nobody renews: the time until another takes over
  /// when a machine falls silent. With a synchronous replica nothing is lost that was acknowledged.
  /// A primary whose server has died hands over rather than starting it again. No Patroni ever
  /// makes a database that is new: the first takes over the one that there is. There are no slots:
  /// the next primary has none for the other replicas until Patroni has written a checkpoint, which
  /// took two seconds in which nobody could read at them, and a replica that stays away would fill
  /// the primary's disk.
  private static final String GROUP =
      """
      scope: s0
      namespace: /pando/
      bootstrap:
        method: never
        never: {command: /bin/false}
        dcs:
          ttl: 5
          loop_wait: 1
          retry_timeout: 2
          maximum_lag_on_failover: 1048576
          synchronous_mode: true
          master_start_timeout: 0
          postgresql:
            use_pg_rewind: true
            use_slots: false
            remove_data_directory_on_rewind_failure: true
            remove_data_directory_on_diverged_timelines: true
            parameters:
      """;

  String text() {
    var all = new TreeMap<>(EmbeddedPostgres.settings());
    all.remove(ADDRESSES);
    var shared = new TreeMap<>(REPLICATION);
    SHARED.forEach(name -> shared.put(name, all.remove(name)));
    var lines = new ArrayList<String>();
    shared.forEach((name, value) -> lines.add("        %s: '%s'".formatted(name, value)));
    lines.add("name: " + name);
    lines.add(
        "restapi: {listen: '%s', connect_address: '%s', authentication: %s}"
            .formatted(rest, rest, "{username: " + USER + ", password: '" + password + "'}"));
    lines.add("etcd3: {hosts: [%s]}".formatted(quoted(etcd)));
    lines.add("watchdog: {mode: 'off', safety_margin: 0}"); // else a warning each second
    lines.add("postgresql:");
    lines.add("  listen: '%s'".formatted(postgres));
    lines.add("  connect_address: '%s'".formatted(postgres));
    lines.add("  data_dir: '%s'".formatted(data));
    lines.add("  bin_dir: '%s/bin'".formatted(folder));
    lines.add("  pgpass: '%s/pgpass'".formatted(folder));
    lines.add("  basebackup:");
    lines.add("    - checkpoint: fast"); // else a copy begins minutes later
    lines.add("    - max-rate: " + COPY_RATE);
    lines.add("  parameters:");
    all.forEach((name, value) -> lines.add("    %s: '%s'".formatted(name, value)));
    return GROUP + String.join("\n", lines) + "\n";
  }

  private static String quoted(List<HostPort> addresses) {
    return addresses.stream().map(address -> "'" + address + "'").collect(Collectors.joining(", "));
  }
}
