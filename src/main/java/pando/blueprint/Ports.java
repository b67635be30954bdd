package pando.blueprint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pando.base.Refusal;
import pando.cluster.Region;

/// Deals the ports of a region to its members. A member keeps its port while it is remembered.
public final class Ports {
  private final Region region;
  private final Map<String, Integer> taken;

  public Ports(Region region, Map<String, Integer> taken) {
    this.region = region;
    this.taken = new TreeMap<>(taken);
  }

  /// The port of a member: the one that it had, or the first that nobody has and that is free.
  ///
  /// @throws Refusal.Unavailable if there is none left
  public int of(String name) {
    var known = taken.get(name);
    if (known != null) {
      return known;
    }
    Set<Integer> used = new HashSet<>(taken.values());
    for (var port = region.firstPort(); port < region.firstPort() + Region.PORTS; port++) {
      if (!used.contains(port) && isFree(region.address(), port)) {
        taken.put(name, port);
        return port;
      }
    }
    throw new Refusal.Unavailable(
        "every port from %d to %d is taken; give the region others with 'ports'"
            .formatted(region.firstPort(), region.firstPort() + Region.PORTS - 1));
  }

  /// Gives a member a port that it has already.
  public void assign(String name, int port) {
    taken.put(name, port);
  }

  public Map<String, Integer> taken() {
    return Map.copyOf(taken);
  }

  public static boolean isFree(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
