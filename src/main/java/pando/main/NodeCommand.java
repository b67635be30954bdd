package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import pando.base.Refusal;
import pando.config.Config;
import pando.fleet.NodeReport;
import pando.queue.Lane;
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
  /// The share of the processors that this process and its children have, as a nice value.
  private static final Path SHARE = Path.of("/proc/self/autogroup");

  private static final Duration REPORT_EVERY = Duration.ofSeconds(1);
  private static final Duration COUNT_AGAIN = Duration.ofMinutes(1);
  private static final Logger LOG = System.getLogger(NodeCommand.class.getName());

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The site's folder.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Settings; a later file has the last word.")
  private List<Path> files = new ArrayList<>();

  private boolean isHeard = true;
  private long photosLeft = -1;
  private long photosCountedAt;

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
    try (var node = Site.start(config, data, false, false, steps)) {
      report(node, config.node().worker());
      shareProcessors();
      steps.ready("The node %s is ready".formatted(config.node().name()));
      while (!stop.isGiven()) {
        Thread.sleep(REPORT_EVERY);
        report(node, config.node().worker());
      }
    } catch (InterruptedException _) {
      // it is to stop
    } catch (Refusal e) {
      if (!stop.isGiven()) {
        throw e;
      }
    }
  }

  /// Takes the same turn at the processors as others, whichever the supervisor gave it for its
  /// start.
  private static void shareProcessors() {
    try {
      Files.writeString(SHARE, "0");
    } catch (IOException e) { // this system has no such shares
      LOG.log(Level.DEBUG, "there are no shares of the processors", e);
    }
  }

  /// Tells the supervisor that this process is ready, and what waits.
  private void report(Site node, boolean works) {
    var backlog = -1L;
    if (works) {
      try {
        var lanes = node.rooms().lanes();
        backlog =
            Arrays.stream(Lane.values())
                .mapToLong(lane -> lanes.backlog(lane).unread())
                .max()
                .orElse(0);
      } catch (RuntimeException e) { // the database is away; a node does not end of that
        LOG.log(Level.DEBUG, "cannot tell what waits", e);
      }
    }
    var pid = ProcessHandle.current().pid();
    var folder = Objects.requireNonNull(files.getLast().getParent());
    try {
      new NodeReport(pid, backlog, works ? photosLeft(node) : -1).write(folder);
      isHeard = true;
    } catch (UncheckedIOException e) { // the disk is full; a node does not end of that either
      LOG.log(isHeard ? Level.WARNING : Level.DEBUG, "it goes on without the supervisor", e);
      isHeard = false;
    }
  }

  /// Counted until there are none left: then again only now and then.
  private long photosLeft(Site node) {
    var now = System.nanoTime();
    if (photosLeft != 0 || now - photosCountedAt > COUNT_AGAIN.toNanos()) {
      try {
        photosLeft = node.rooms().photosLeft();
        photosCountedAt = now;
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "cannot count the photos", e);
        photosLeft = -1;
      }
    }
    return photosLeft;
  }
}
