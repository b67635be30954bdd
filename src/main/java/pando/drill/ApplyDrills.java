package pando.drill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import pando.base.Refusal;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// Topologies that cannot be applied: the command says why, and nothing is changed.
final class ApplyDrills {
  private static final String STAGE = "03-load-balancer";
  private static final String PROGRAMS = "programs";
  private static final String OLD_REDIS =
      """
      #!/bin/sh
      echo 'Redis server v=5.0.3 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64'
      """;

  private ApplyDrills() {}

  /// A port of the topology belongs to another program.
  static void port(Trial trial) {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var front = trial.site().url().getPort();
      var text = trial.site().topology(STAGE).replace(":" + front, ":" + other.getLocalPort());
      var words =
          "port %d is used by java (process %d)"
              .formatted(other.getLocalPort(), ProcessHandle.current().pid());
      refuse(trial, text, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Edges without an address that browsers reach them at.
  static void topology(Trial trial) {
    var text = trial.site().topology("06-cdn").replaceAll("(?m)^photos:.*$", "");
    refuse(trial, text, "has edges and needs 'photos'");
  }

  /// Has the site look for programs in a folder of the drill first.
  static void lookHere(TrialSite site) {
    site.start(Map.of("PATH", site.file(PROGRAMS) + File.pathSeparator + System.getenv("PATH")));
  }

  /// A program of the topology is too old.
  static void program(Trial trial) {
    try {
      var folder = Files.createDirectory(trial.site().file(PROGRAMS));
      var old = Files.writeString(folder.resolve("redis-server"), OLD_REDIS);
      Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
      var words = old + " is version 5.0, and this topology needs 6.2 or later; install a newer";
      refuse(trial, trial.site().topology("05-cache"), words);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a program", e);
    }
  }

  private static void refuse(Trial trial, String text, String words) {
    var before = pids(trial.site());
    var said = "nothing: it was applied";
    try {
      trial.site().applyText("a drill", text, _ -> {});
    } catch (Refusal e) {
      said = e.reason();
    }
    trial.rows().add(Row.so("apply says: " + said, "", said.contains(words)));
    trial
        .rows()
        .add(Row.so("every process is the same as before", "", before.equals(pids(trial.site()))));
  }

  private static List<Long> pids(TrialSite site) {
    return site.members().stream().map(Status.Line::pid).sorted().toList();
  }
}
