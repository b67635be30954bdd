package pando.blueprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pando.cluster.DatabaseTier;
import pando.cluster.HostPort;
import pando.data.EmbeddedPostgres;

/// The processes of a database with replicas: for each server a Patroni, which runs it, and three
/// members of etcd, where they agree on who leads.
///
/// The first server has the folder and the port of the one that there is without replicas. So one
/// becomes the other in its place.
public record DatabaseMembers(Layout layout, Ports ports) {
  /// Where Debian has the programs of PostgreSQL 15, which open the same folders as those that
  /// Pando brings, and are more: replicas are made and rewound by some of them.
  public static final String PROGRAMS = "/usr/lib/postgresql/15/bin";

  /// The file of the password without which Patroni does nothing that it is told.
  public static final String SECRET = "patroni";

  /// Who tells Patroni what to do.
  public static final String USER = PatroniSettings.USER;

  /// The server that there also is without replicas.
  public static final String FIRST = name(1);

  private static final String HOST = "127.0.0.1";
  private static final String KEEPER = "keep.py";

  /// One may die, and the other two still agree.
  private static final int ETCD = 3;

  /// How soon the members of etcd notice that their own leader is gone, in milliseconds.
  private static final int HEARTBEAT = 100;

  private static final int ELECTION = 500;

  /// The name of a server of the group.
  ///
  /// @param number from 1 on
  public static String name(int number) {
    return "database-" + number;
  }

  /// Where Patroni is asked how a server is, and told what to do.
  ///
  /// @param server such as `database-1`
  /// @param ports of those who have one, by their names
  public static HostPort rest(String server, Map<String, Integer> ports) {
    return new HostPort(HOST, ports.getOrDefault(patroni(server), 0));
  }

  private HostPort rest(String server) {
    return new HostPort(HOST, ports.of(patroni(server)));
  }

  /// Under which name Patroni's own port is remembered.
  private static String patroni(String server) {
    return server.replace("database-", "patroni-");
  }

  List<Rendering> etcd() {
    var cluster =
        numbers(ETCD)
            .map(number -> "etcd-" + number + "=http://" + peer(number))
            .collect(Collectors.joining(","));
    return numbers(ETCD).map(number -> etcd(number, cluster)).toList();
  }

  private Rendering etcd(int number, String cluster) {
    var name = "etcd-" + number;
    var client = client(number);
    var command =
        List.of(
            "etcd",
            "--name=" + name,
            "--data-dir=" + layout.member(name).resolve("data"),
            "--listen-client-urls=http://" + client,
            "--advertise-client-urls=http://" + client,
            "--listen-peer-urls=http://" + peer(number),
            "--initial-advertise-peer-urls=http://" + peer(number),
            "--initial-cluster=" + cluster,
            "--heartbeat-interval=" + HEARTBEAT,
            "--election-timeout=" + ELECTION,
            "--auto-compaction-retention=1h",
            "--logger=zap",
            "--log-level=warn",
            "--log-outputs=stderr");
    var print = Fingerprint.of(command);
    var member = new Member(name, Role.ETCD, command, HOST, client.port(), print, true, "TERM");
    return new Rendering(member, Map.of());
  }

  private HostPort client(int number) {
    return new HostPort(HOST, ports.of("etcd-" + number));
  }

  private HostPort peer(int number) {
    return new HostPort(HOST, ports.of("etcd-" + number + "-peer"));
  }

  /// The servers, the first of which there also is without replicas.
  List<Rendering> servers(DatabaseTier tier) {
    return tier.servers().stream().map(this::server).toList();
  }

  private Rendering server(int number) {
    var name = name(number);
    var folder = layout.member(name);
    var data = EmbeddedPostgres.cluster(layout.postgres(name));
    var etcd = numbers(ETCD).map(this::client).toList();
    var settings =
        new PatroniSettings(
            name,
            address(number),
            rest(name),
            etcd,
            data.toString(),
            folder.toString(),
            Secrets.of(layout.secrets().resolve(SECRET)));
    var command = new ArrayList<>(List.of("/usr/bin/python3", "-E", "-s"));
    command.add(folder.resolve(KEEPER).toString());
    command.addAll(List.of("patroni", PROGRAMS, data.toString()));
    command.add(EmbeddedPostgres.passwordFile(layout.postgres()).toString());
    command.addAll(List.of(name, PatroniSettings.LEADER_KEY));
    etcd.forEach(endpoint -> command.add(endpoint.toString()));
    var files = Map.of(PatroniSettings.FILE, settings.text(), KEEPER, keeper());
    var made = new ArrayList<>(command);
    files.keySet().stream().sorted().map(files::get).forEach(made::add);
    var port = address(number).port();
    var print = Fingerprint.of(made);
    return new Rendering(
        new Member(name, Role.PATRONI, command, HOST, port, print, true, "TERM"), files);
  }

  private HostPort address(int number) {
    return new HostPort(HOST, ports.of(number == 1 ? "database" : name(number)));
  }

  /// The JDBC URL of a database that one of the servers is the primary of. With replicas it names
  /// all that there may ever be, so that nodes need not be told of one that comes or goes.
  String url(DatabaseTier tier) {
    var last = tier.replicas() == 0 ? 1 : 1 + DatabaseTier.MAX_REPLICAS;
    return numbers(last)
        .map(number -> address(number).toString())
        .collect(Collectors.joining(",", "jdbc:postgresql://", "/" + EmbeddedPostgres.DATABASE));
  }

  private static Stream<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed();
  }

  private static String keeper() {
    try (var in = DatabaseMembers.class.getResourceAsStream("/patroni/" + KEEPER)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
