package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import pando.base.Refusal;
import pando.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pando node`, which the supervisor of a grown site starts: one process of it.
///
/// It ends with SIGTERM, after it has finished what it is at.
@Command(
    name = "node",
    hidden = true,
    description = "Runs one node of a site that has outgrown one process.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The site's folder.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Settings; a later file has the last word.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    var steps = new Steps(System.out);
    var config = Config.DEFAULT;
    for (var file : files) {
      config = config.overlaid(file);
    }
    steps.title("Pando node " + config.node().name());
    try (var stop = new StopSignal()) {
      run(config, steps, stop);
      steps.title("The node has stopped");
    }
    return 0;
  }

  private void run(Config config, Steps steps, StopSignal stop) {
    try (var _ = Site.start(config, data, false, false, steps)) {
      sayReady();
      steps.ready("The node %s is ready".formatted(config.node().name()));
      stop.await();
    } catch (Refusal e) {
      if (!stop.isGiven()) {
        throw e;
      }
    }
  }

  /// Tells the supervisor, in a file beside the settings, which process is ready.
  private void sayReady() {
    try {
      var file = files.getLast().resolveSibling("ready");
      var part = file.resolveSibling("ready.part");
      Files.writeString(part, Long.toString(ProcessHandle.current().pid()));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot say that this node is ready", e);
    }
  }
}
