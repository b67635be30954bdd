package pando.fleet;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blobs.S3ProxySettings;
import pando.blueprint.DatabaseMembers;
import pando.cluster.Topology;

/// The programs of others that a topology needs.
final class Components {
  private static final Program HAPROXY = new Program("haproxy", "haproxy", "-v", 2, 6);
  private static final Program REDIS =
      new Program("redis-server", "redis-server", "--version", 6, 2);
  private static final Program SENTINEL =
      new Program("redis-sentinel", "redis-sentinel", "--version", 6, 2);
  private static final Program VARNISH =
      new Program("varnishd", "varnish varnish-modules", "-V", 6, 6);

  private static final Program PGBACKREST =
      new Program("pgbackrest", "pgbackrest", "version", 2, 45);

  private static final Program PATRONI =
      new Program("/usr/bin/patroni", "patroni python3-etcd", "--version", 3, 0);
  private static final Program ETCD =
      new Program("etcd", "etcd-server etcd-client", "--version", 3, 4);
  private static final Program POSTGRES =
      new Program(DatabaseMembers.PROGRAMS + "/postgres", "postgresql-15", "--version", 15, 0);

  /// @param name of the file that is started, or its path where it may only be there
  /// @param packages of Debian that have it
  /// @param ask has it say its version
  /// @param major the first part of the oldest version that will do
  /// @param minor the second part
  private record Program(String name, String packages, String ask, int major, int minor) {}

  /// How long a program may take to say its version: a line, which fits in the pipe unread.
  private static final Duration SAY_LIMIT = Duration.ofSeconds(5);

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  private Components() {}

  /// Refuses a topology whose programs are not here, before anything is changed.
  ///
  /// @throws Refusal.Unavailable with the line that installs them
  ///
  /// @param backedUp whether the site is to have a backup
  static void require(Topology topology, boolean backedUp) {
    require(topology, backedUp, System.getenv("PATH"));
  }

  static void require(Topology topology, boolean backedUp, String path) {
    var tiers = topology.region().tiers();
    var needed = new ArrayList<Program>();
    if (backedUp) {
      needed.add(PGBACKREST);
    }
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
    if (tiers.database() != null && tiers.database().replicas() > 0) {
      needed.addAll(List.of(ETCD, PATRONI, POSTGRES));
    }
    if (tiers.objects() && !Files.isDirectory(S3ProxySettings.libraries())) {
      throw new Refusal.Unavailable(
          "this topology needs S3Proxy, which is not in %s; ./pando install-components fetches it"
              .formatted(S3ProxySettings.libraries()));
    }
    var missing = needed.stream().filter(program -> find(program.name(), path) == null).toList();
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
    needed.forEach(program -> requireVersion(program, path));
  }

  /// Refuses a program that is too old.
  private static void requireVersion(Program program, String path) {
    var file = Objects.requireNonNull(find(program.name(), path));
    var said = say(file, program.ask());
    var version = VERSION.matcher(said);
    if (!version.find()) {
      return; // it is one that nobody knows: let it be tried
    }
    var major = Integer.parseInt(version.group(1));
    var minor = Integer.parseInt(version.group(2));
    if (major < program.major() || (major == program.major() && minor < program.minor())) {
      throw new Refusal.Unavailable(
          "%s is version %s, and this topology needs %d.%d or later; install a newer one"
              .formatted(file, version.group(), program.major(), program.minor()));
    }
  }

  private static String say(Path program, String ask) {
    try {
      var process = new ProcessBuilder(program.toString(), ask).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(SAY_LIMIT)) {
          throw new Refusal.Unavailable(
              "%s does not answer %s within %d s; run it by hand to see why"
                  .formatted(program, ask, SAY_LIMIT.toSeconds()));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new Refusal.Unavailable("cannot run %s: %s".formatted(program, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("%s was not waited for".formatted(program));
    }
  }

  private static @Nullable Path find(String program, String path) {
    var folders = new ArrayList<>(List.of(path.split(File.pathSeparator)));
    folders.add("/usr/sbin"); // which the PATH of an ordinary user lacks
    return folders.stream()
        .map(folder -> Path.of(folder).resolve(program)) // one that begins with / is itself
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
