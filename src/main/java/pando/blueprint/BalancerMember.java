package pando.blueprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.cdn.EdgeSettings;
import pando.cluster.HostPort;
import pando.cluster.Topology;
import pando.data.ServiceUser;
import pando.proxy.ProxySettings;
import pando.proxy.ProxySettings.Photos;
import pando.proxy.ProxySettings.Server;

/// The process of the load balancer.
record BalancerMember(Topology topology, Layout layout) {
  /// The name of the one that there is.
  static final String NAME = Role.BALANCER.word();

  /// The process before the web nodes and edges that are there.
  Rendering render(List<Member> present, List<Member> edges) {
    var settings = settings(servers(present, Role.WEB), edges);
    // Nodes come and go while it runs; only what needs a reload makes it another one.
    var print = Fingerprint.of(List.of(settings(List.of(), edges).text()));
    var member = new Member(NAME, Role.BALANCER, settings.command(), "", 0, print, false, "USR1");
    return new Rendering(member, Map.of(ProxySettings.FILE, text(settings)));
  }

  /// It listens on ports that root alone may have, so root starts it, and it is root no more then.
  private static String text(ProxySettings settings) {
    try {
      var user = ServiceUser.current();
      return user.switched() ? settings.textAs(user.uid(), user.gid()) : settings.text();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find the user of the balancer", e);
    }
  }

  private ProxySettings settings(List<Server> nodes, List<Member> edges) {
    return new ProxySettings(topology.front(), nodes, photos(edges), layout.member(NAME));
  }

  private @Nullable Photos photos(List<Member> edges) {
    var front = topology.photos();
    return front == null ? null : new Photos(front, servers(edges, Role.EDGE), EdgeSettings.HEALTH);
  }

  private static List<Server> servers(List<Member> members, Role role) {
    return members.stream()
        .filter(member -> member.role() == role)
        .map(member -> new Server(member.name(), new HostPort(member.host(), member.port())))
        .toList();
  }
}
