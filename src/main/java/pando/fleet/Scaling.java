package pando.fleet;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import pando.blueprint.Layout;
import pando.blueprint.Role;
import pando.cluster.Topology;

/// Measures how much there is to do, and says which pools should have another number of nodes.
final class Scaling {
  /// How many requests a web node should be answering at once: as many as it has connections to the
  /// database. More only wait for one another.
  static final double REQUESTS_OF_NODE = 8;

  /// How many events may wait for each worker.
  static final double BACKLOG_OF_NODE = 400;

  private static final Duration MEASURE_EVERY = Duration.ofMillis(250);
  private static final Logger LOG = System.getLogger(Scaling.class.getName());

  private final Layout layout;
  private final Members members;
  private final Balancer balancer;
  private final Map<Role, Autoscaler> autoscalers = new EnumMap<>(Role.class);
  private long measuredAt = System.nanoTime();

  Scaling(Layout layout, Members members) {
    this.layout = layout;
    this.members = members;
    this.balancer = new Balancer(layout, members);
  }

  /// Whether it is time to measure again; to be asked often.
  boolean isDue() {
    return System.nanoTime() - measuredAt >= MEASURE_EVERY.toNanos();
  }

  /// Measures, and says which pools should have another number of nodes from now on, and which.
  Map<Role, Integer> changes(Topology topology, Instant now) {
    var changes = new EnumMap<Role, Integer>(Role.class);
    measuredAt = System.nanoTime();
    for (var role : new Role[] {Role.WEB, Role.WORKER}) {
      var pool = topology.region().tiers().pool(role.word());
      if (pool != null && pool.isScaled()) {
        var count = members.state().of(role).size();
        var demand = role == Role.WEB ? requests() : backlog();
        if (demand.isPresent()) {
          var autoscaler = autoscalers.computeIfAbsent(role, _ -> new Autoscaler());
          var wanted = autoscaler.decide(pool, count, demand.getAsDouble(), now);
          if (wanted != count) {
            LOG.log(
                Level.INFO,
                "{0} nodes: {1} instead of {2}, since there is work for {3}",
                role.word(),
                wanted,
                count,
                demand.getAsDouble());
            changes.put(role, wanted);
          }
        }
      }
    }
    return changes;
  }

  private OptionalDouble requests() {
    try {
      var requests = balancer.requests();
      return OptionalDouble.of(requests / REQUESTS_OF_NODE);
    } catch (RuntimeException e) { // it is being started again
      LOG.log(Level.DEBUG, "the balancer does not say what it does", e);
      return OptionalDouble.empty();
    }
  }

  private OptionalDouble backlog() {
    return members.state().of(Role.WORKER).stream()
        .map(worker -> NodeReport.read(layout.member(worker.name())))
        .filter(Objects::nonNull)
        .filter(report -> report.backlog() >= 0)
        .mapToDouble(report -> report.backlog() / BACKLOG_OF_NODE)
        .max();
  }
}
