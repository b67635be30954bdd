package pando.fleet;

import java.time.Duration;
import java.util.List;
import pando.blueprint.Layout;
import pando.blueprint.Member;
import pando.blueprint.Rendering;
import pando.blueprint.Role;
import pando.cluster.HostPort;
import pando.proxy.ProxyRuntime;
import pando.proxy.ProxySettings;
import pando.proxy.ProxySettings.Server;
import pando.proxy.ServerState;

/// The load balancer that runs: what changes while it does.
///
/// Its settings file is kept as it would have to be if it were started now, so that one that dies
/// comes back with the nodes of the moment.
final class Balancer {
  /// How long requests that a node still has are waited for.
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(12);

  /// The name of the member.
  static final String NAME = Role.BALANCER.word();

  private final Layout layout;
  private final Members members;
  private final ProxyRuntime runtime;

  Balancer(Layout layout, Members members) {
    this.layout = layout;
    this.members = members;
    var unused = new HostPort("127.0.0.1", 1); // only the folder is needed to reach it
    this.runtime =
        new ProxyRuntime(new ProxySettings(unused, List.of(), null, layout.member(NAME)));
  }

  /// Leads people to a web node, if they are not led there yet.
  void admit(Member node) {
    if (states(node.name()).isEmpty()) {
      runtime.add(new Server(node.name(), new HostPort(node.host(), node.port())));
    }
  }

  /// Leads nobody to a web node any more, and forgets it when its requests are over.
  void withdraw(String node) {
    if (!states(node).isEmpty()) {
      runtime.drain(node);
      runtime.awaitQuiet(node, QUIET_LIMIT);
      runtime.remove(node);
    }
  }

  /// Gives it other settings.
  void reload(Rendering rendering) {
    keep(rendering);
    var running = members.find(rendering.name());
    if (running != null) {
      runtime.reload(running.pid());
      members.change(state -> state.with(running.as(rendering.member())));
    }
  }

  /// Writes its settings, which it reads when it is started again.
  void keep(Rendering rendering) {
    layout.write(rendering.member(), rendering.files());
  }

  /// How many requests are being answered by web nodes or wait for it.
  long requests() {
    return runtime.servers().stream()
        .filter(state -> state.part().equals("web") && state.name().equals("BACKEND"))
        .mapToLong(state -> state.sessions() + state.waiting())
        .sum();
  }

  private List<ServerState> states(String node) {
    return runtime.servers().stream()
        .filter(state -> state.part().equals(Role.WEB.word()) && state.name().equals(node))
        .toList();
  }
}
