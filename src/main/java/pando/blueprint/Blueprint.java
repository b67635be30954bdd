package pando.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.cluster.Pool;
import pando.cluster.Topology;
import pando.data.EmbeddedPostgres;

/// Every process that a topology needs, with its command and its files.
public final class Blueprint {
  private final Topology topology;
  private final Layout layout;
  private final Ports ports;
  private final JavaProgram java;
  private final Map<String, Integer> scale;

  /// @param scale how many nodes of a role somebody has asked for, within the pool's limits
  public Blueprint(
      Topology topology, Layout layout, Ports ports, JavaProgram java, Map<String, Integer> scale) {
    this.topology = topology;
    this.layout = layout;
    this.ports = ports;
    this.java = java;
    this.scale = scale;
  }

  /// The port of each member that has had one.
  public Map<String, Integer> ports() {
    return ports.taken();
  }

  /// The pool of a role of nodes; null: there is none.
  @Nullable Pool pool(Role role) {
    return topology.region().tiers().pool(role.word());
  }

  /// How many nodes of a role there should be now.
  public int count(Role role) {
    var pool = pool(role);
    if (pool == null) {
      return 0;
    }
    var wanted = scale.getOrDefault(role.word(), pool.min());
    return Math.clamp(wanted, pool.min(), pool.max());
  }

  /// What must run before the nodes do: object store, cache, and where replicas agree on who leads.
  public List<Rendering> services() {
    var services = new ArrayList<Rendering>();
    var tiers = topology.region().tiers();
    if (tiers.cache() != null) {
      services.addAll(new CacheMembers(layout, ports, topology.region()).render(tiers.cache()));
    }
    if (tiers.objects()) {
      services.add(photos().objects());
    }
    if (hasReplicas()) {
      services.addAll(databases().etcd());
    }
    return services;
  }

  /// What must run after the balancer does, since it fetches from there.
  public List<Rendering> edges() {
    var tier = topology.region().tiers().edges();
    return tier == null ? List.of() : photos().edges(tier);
  }

  private PhotoMembers photos() {
    return new PhotoMembers(topology, layout, ports);
  }

  private DatabaseMembers databases() {
    return new DatabaseMembers(layout, ports);
  }

  /// Whether the database is one process of its own.
  public boolean hasDatabase() {
    var tier = topology.region().tiers().database();
    return tier != null && tier.replicas() == 0;
  }

  /// Whether the database has several servers, which Patroni runs.
  public boolean hasReplicas() {
    var tier = topology.region().tiers().database();
    return tier != null && tier.replicas() > 0;
  }

  /// Whether there were replicas that may have been written last.
  boolean hadReplicas() {
    return layout.isReplicated();
  }

  /// The servers of a database with replicas, the first of which takes the place of the one
  /// without; none: there are no replicas.
  public List<Rendering> servers() {
    var tier = topology.region().tiers().database();
    return tier == null || !hasReplicas() ? List.of() : databases().servers(tier);
  }

  public Rendering database() {
    var port = ports.of("database");
    var command = EmbeddedPostgres.command(layout.postgres(), port);
    var member =
        new Member(
            "database",
            Role.DATABASE,
            command,
            "127.0.0.1",
            port,
            Fingerprint.of(command),
            true,
            "INT");
    return new Rendering(member, Map.of());
  }

  public boolean hasObjects() {
    return topology.region().tiers().objects();
  }

  /// The balancer before the web nodes that are there.
  public Rendering balancer(List<Member> present) {
    var edges = edges().stream().map(Rendering::member).toList();
    return new BalancerMember(topology, layout).render(present, edges);
  }

  public boolean hasBalancer() {
    return topology.region().tiers().balancer();
  }

  /// A new node.
  ///
  /// @param number that no node had before
  /// @param leavingObjects whether photos are on their way out of the object store
  public Rendering node(Role role, int number, boolean leavingObjects) {
    var name = role.word() + "-" + number;
    var port =
        switch (role) {
          case BOX -> topology.front().port();
          case WEB -> ports.of(name);
          default -> 0;
        };
    var host = role == Role.BOX ? topology.front().host() : topology.region().address();
    var settings = new NodeSettings(topology, layout, ports, leavingObjects);
    var arguments = new ArrayList<>(List.of("node", "--data", layout.data().toString()));
    if (layout.settings().toFile().isFile()) {
      arguments.addAll(List.of("--config", layout.settings().toString()));
    }
    arguments.addAll(
        List.of("--config", layout.member(name).resolve(NodeSettings.FILE).toString()));
    var pool = Objects.requireNonNull(pool(role));
    var member =
        new Member(
            name,
            role,
            java.command(pool.memory(), arguments),
            role == Role.WORKER ? "" : host,
            port,
            nodeFingerprint(role, leavingObjects),
            false,
            "TERM");
    return new Rendering(member, Map.of(NodeSettings.FILE, settings.text(role, name, host, port)));
  }

  /// Equal for nodes that need not be replaced by one another.
  public String nodeFingerprint(Role role, boolean leavingObjects) {
    var pool = Objects.requireNonNull(pool(role));
    var settings = new NodeSettings(topology, layout, ports, leavingObjects);
    return Fingerprint.of(
        List.of(
            settings.text(role, "", "", 0),
            topology.front().toString(),
            Integer.toString(pool.memory()),
            java.stamp(),
            NodeSettings.own(layout)));
  }
}
