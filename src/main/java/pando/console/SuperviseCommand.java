package pando.console;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import pando.fleet.Supervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pando supervise`, which `apply` starts: the process that owns those of a grown site.
@Command(
    name = "supervise",
    hidden = true,
    description = "Takes care of the processes of a site, and listens to commands.",
    mixinStandardHelpOptions = true)
public final class SuperviseCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The site's folder.")
  private Path data;

  @Override
  public Integer call() throws InterruptedException {
    try (var supervisor = Supervisor.start(data)) {
      supervisor.await();
    }
    return 0;
  }
}
