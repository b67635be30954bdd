package pando.main;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.telemetry.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pando up`
@Command(
    name = "up",
    description = "Runs the site on this machine until it is stopped.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default: data in this folder).")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings (default: pando.yaml in the data folder, if there is one).")
  private @Nullable Path file;

  @Option(names = "--port", paramLabel = "N", description = "The port of the web server.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Where to listen: 127.0.0.1 is this machine alone, 0.0.0.0 the network.")
  private @Nullable String host;

  @Option(names = "--dev", description = "For working on Pando: logs more.")
  private boolean dev;

  @Option(names = "--check", description = "Stops when the site is ready, or says why it is not.")
  private boolean check;

  @Override
  public Integer call() throws InterruptedException {
    if (dev) {
      Logs.start(Level.FINE);
    }
    var steps = new Steps(System.out);
    steps.title("Pando " + Objects.requireNonNullElse(version(), "from its sources"));
    try (var folder = DataFolder.open(data == null ? DataFolder.standard() : data)) {
      var site = Site.start(config(folder), folder, dev, steps);
      if (check) {
        site.close();
        steps.ready("This site can start");
        return 0;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(site, steps), "pando-stop"));
      announce(site, steps);
      new CountDownLatch(1).await(); // the hook ends the process
    }
    return 0;
  }

  private static @Nullable String version() {
    return Main.class.getPackage().getImplementationVersion();
  }

  private Config config(DataFolder folder) {
    var config = Config.DEFAULT;
    if (file != null) {
      if (!file.toFile().isFile()) {
        throw new Refusal.Invalid("there is no file " + file);
      }
      config = Config.read(file);
    } else if (folder.settings().toFile().isFile()) {
      config = Config.read(folder.settings());
    }
    var http = config.http();
    return config.with(
        new HttpConfig(host == null ? http.host() : host, port == null ? http.port() : port));
  }

  private static void announce(Site site, Steps steps) {
    steps.ready("Pando is ready at %s; Ctrl-C stops it".formatted(site.url()));
    if (site.newPassword() != null) {
      steps.title(
          "Sign in as %s with the password %s (it is shown this once)"
              .formatted(Administrator.NAME, site.newPassword()));
    }
  }

  private static void stop(Site site, Steps steps) {
    var start = System.nanoTime();
    site.close();
    steps.title("Pando has stopped (%s)".formatted(Steps.seconds(since(start))));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
