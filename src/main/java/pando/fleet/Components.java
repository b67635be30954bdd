package pando.fleet;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import pando.base.Refusal;
import pando.blobs.S3ProxySettings;
import pando.cluster.Topology;

/// The programs of others that a topology needs.
final class Components {
  private static final Program HAPROXY = new Program("haproxy", "haproxy");
  private static final Program REDIS = new Program("redis-server", "redis-server");
  private static final Program SENTINEL = new Program("redis-sentinel", "redis-sentinel");
  private static final Program VARNISH = new Program("varnishd", "varnish varnish-modules");

  /// @param name of the file that is started
  /// @param packages of Debian that have it
  private record Program(String name, String packages) {}

  private Components() {}

  /// Refuses a topology whose programs are not here, before anything is changed.
  ///
  /// @throws Refusal.Unavailable with the line that installs them
  static void require(Topology topology) {
    var tiers = topology.region().tiers();
    var needed = new ArrayList<Program>();
    if (tiers.balancer()) {
      needed.add(HAPROXY);
    }
    if (tiers.cache() != null) {
      needed.add(REDIS);
    }
    if (tiers.cache() != null && tiers.cache().sentinels() > 0) {
      needed.add(SENTINEL);
    }
    if (tiers.edges() != null) {
      needed.add(VARNISH);
    }
    if (tiers.objects() && !Files.isDirectory(S3ProxySettings.libraries())) {
      throw new Refusal.Unavailable(
          "this topology needs S3Proxy, which is not in %s; ./pando install-components fetches it"
              .formatted(S3ProxySettings.libraries()));
    }
    var missing = needed.stream().filter(program -> !isHere(program.name())).toList();
    if (!missing.isEmpty()) {
      var names = String.join(", ", missing.stream().map(Program::name).toList());
      var packages = new TreeSet<>(missing.stream().map(Program::packages).toList());
      throw new Refusal.Unavailable(
          """
          this topology needs %s, which is not installed.
          ./pando install-components does it on Debian and Ubuntu, or by hand:
            apt-get install --no-install-recommends %s\
          """
              .formatted(names, String.join(" ", packages)));
    }
  }

  private static boolean isHere(String program) {
    var folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
    folders.add("/usr/sbin"); // which the PATH of an ordinary user lacks
    return folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
