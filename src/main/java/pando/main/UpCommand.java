package pando.main;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.demo.Demo;
import pando.telemetry.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pando up`
@Command(
    name = "up",
    description = "Runs the site on this machine until it is stopped.",
    footer = {
      "",
      "Example: pando up --data /var/lib/pando --port 80 --host 0.0.0.0",
      "         pando up --dev --fixture people.yaml",
    },
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

  @Option(
      names = "--dev",
      description =
          "For working on Pando or a client, on this machine alone: who signs up is confirmed at"
              + " once, apps may sign in with a name and a password, nobody is asked to wait, and"
              + " more is logged.")
  private boolean dev;

  @Option(
      names = "--fixture",
      paramLabel = "FILE",
      description =
          "With --dev: begins with the people, apps and tokens of a file (its form is in"
              + " docs/development.md).")
  private @Nullable Path fixture;

  @Option(
      names = "--demo",
      description = "Fills the site with people, photos and posts that are made up; once.")
  private boolean demo;

  @Option(names = "--check", description = "Stops when the site is ready, or says why it is not.")
  private boolean check;

  @Override
  public Integer call() {
    if (fixture != null && !dev) {
      throw new Refusal.Invalid(
          "--fixture makes people with passwords that stand in a file, so it needs --dev");
    }
    if (dev) {
      Logs.start(Level.FINE);
    }
    var steps = new Steps(System.out);
    steps.title("Pando " + Objects.requireNonNullElse(version(), "from its sources"));
    try (var stop = new StopSignal()) {
      try (var folder = DataFolder.open(data == null ? Layout.standard() : data)) {
        run(folder, steps, stop);
      }
      if (stop.isGiven()) {
        steps.title("Pando has stopped");
      }
    }
    return 0;
  }

  /// Returns when the site has been stopped, or checked.
  private void run(DataFolder folder, Steps steps, StopSignal stop) {
    try (var site = start(folder, steps, stop)) {
      if (site == null) {
        return;
      }
      if (check) {
        steps.ready("This site can start");
      } else {
        steps.ready("Pando is ready at %s; Ctrl-C stops it".formatted(site.url()));
      }
      if (site.newPassword() != null) {
        steps.title(
            "Sign in as %s with the password %s (it is shown this once)"
                .formatted(Administrator.NAME, site.newPassword()));
      }
      if (site.guestPassword() != null) {
        steps.title(
            "Look around as %s with the password %s".formatted(Demo.GUEST, site.guestPassword()));
      }
      if (!check) {
        stop.await();
      }
    }
  }

  /// The site, or null if it was stopped before it was ready.
  private @Nullable Site start(DataFolder folder, Steps steps, StopSignal stop) {
    var people = fixture == null ? null : Fixture.read(fixture);
    try {
      var site = Site.start(config(folder), folder.path(), dev, demo, steps);
      if (people != null) {
        site.begin(people, steps);
      }
      return site;
    } catch (RuntimeException e) {
      if (stop.isGiven()) {
        return null; // a start that is cut short fails in whatever it is at
      }
      throw e;
    }
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
    var http =
        new HttpConfig(
            host == null ? config.http().host() : host, port == null ? config.http().port() : port);
    if (dev && !isLoopback(http.host())) {
      throw new Refusal.Invalid(
          "--dev believes everybody who signs up, so it listens on this machine alone and not on "
              + http.host());
    }
    return config.with(http);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
