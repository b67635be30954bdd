package pando.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import pando.base.Refusal;
import pando.drill.Drills.Trial;
import pando.drill.Verdict.Row;
import pando.fleet.Status;

/// Topologies that cannot be applied: the command says why, and nothing is changed.
final class ApplyDrills {
  private static final String STAGE = "03-load-balancer";

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
