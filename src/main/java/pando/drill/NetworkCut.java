package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pando.base.Refusal;
import pando.blueprint.JavaProgram;

/// A server that nobody hears any more, and that hears nobody, though it runs: whatever its
/// processes send is dropped by the kernel, and whatever is sent to them.
///
/// It needs a network of its own, so that the one of the machine is left alone.
final class NetworkCut implements AutoCloseable {
  private static final Path GROUP = Path.of("/sys/fs/cgroup/net_cls");
  private static final Path CUT = GROUP.resolve("drill");
  private static final String PROGRAM = "iptables-legacy";
  private static final String MARK = "0x100001";
  private static final int MEMORY = 384;
  private static final String PREPARE =
      """
      command -v %3$s >/dev/null || exit 2
      ip link set lo up && mount -t tmpfs drill /sys/fs/cgroup && mkdir %1$s \
      && mount -t cgroup -o net_cls drill %1$s && mkdir -p %2$s && exec "$@"\
      """
          .formatted(GROUP, CUT, PROGRAM);

  private NetworkCut() {}

  /// Whether this process has a network of its own.
  static boolean isPossible() {
    return Files.isDirectory(CUT);
  }

  /// Runs a drill in a process with a network of its own.
  ///
  /// @return how it ended
  static int runDrill(List<String> arguments) {
    var command =
        new ArrayList<>(List.of("unshare", "--net", "--mount", "sh", "-c", PREPARE, "sh"));
    command.addAll(JavaProgram.own().command(MEMORY, arguments));
    var status = TrialSite.run(command.toArray(String[]::new));
    if (status > 1) {
      throw new Refusal.Unavailable(
          "this drill cuts a server off in a network of its own, which only root may make, and"
              + " needs iptables (apt-get install iptables)");
    }
    return status;
  }

  /// Cuts processes off, and those that they start.
  static NetworkCut of(Stream<ProcessHandle> processes) {
    write("net_cls.classid", MARK);
    processes.forEach(NetworkCut::mark);
    rules("-A");
    return new NetworkCut();
  }

  private static void mark(ProcessHandle process) {
    try {
      write("cgroup.procs", Long.toString(process.pid()));
    } catch (UncheckedIOException e) {
      if (process.info().command().isPresent()) {
        throw e;
      } // else it has ended meanwhile, as those do that Patroni starts for a moment
    }
  }

  private static void write(String file, String text) {
    try {
      Files.writeString(CUT.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot cut the server off", e);
    }
  }

  private static void rules(String change) {
    for (var way : List.of("INPUT", "OUTPUT")) {
      var rule = List.of(PROGRAM, change, way, "-m", "cgroup", "--cgroup", MARK, "-j", "DROP");
      if (TrialSite.run(rule.toArray(String[]::new)) != 0) {
        throw new IllegalStateException("the kernel does not take " + String.join(" ", rule));
      }
    }
  }

  /// Has them hear and be heard again.
  @Override
  public void close() {
    rules("-D");
  }
}
