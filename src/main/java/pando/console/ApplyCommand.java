package pando.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.cluster.Topology;
import pando.fleet.Control;
import pando.fleet.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pando apply`
@Command(
    name = "apply",
    description = "Brings the site, while it runs, to what a topology file says.",
    footer = {
      "",
      "Example: pando apply topologies/03-load-balancer.yaml --dry-run",
      "What is done already is left alone, so an apply that was cut short goes on with the next.",
    },
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  private final Function<Path, @Nullable String> administrator;

  @Mixin private SiteOption site = new SiteOption();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "FILE", description = "The topology.")
  private Path file;

  @Option(names = "--dry-run", description = "Only says what would be done.")
  private boolean dry;

  /// @param administrator makes the first administrator of the site in a folder, unless there is
  ///   one; answers the password
  public ApplyCommand(Function<Path, @Nullable String> administrator) {
    this.administrator = administrator;
  }

  @Override
  public Integer call() {
    var topology = Topology.read(file); // what is wrong is said before anything is started
    var arguments = new HashMap<>(Map.of("text", text(), "file", file.toString()));
    if (dry) {
      arguments.put("dry", "true");
    }
    var out = System.out;
    out.println(Ansi.AUTO.string("@|bold %s|@".formatted(title(topology))));
    var lines = new ProgressLines(out);
    var before = System.nanoTime();
    var last = Launcher.ask(site.layout(), new Control.Ask("apply", arguments), lines::show);
    var seconds = (System.nanoTime() - before) / 1e9;
    if (dry) {
      out.println(last + " to do; nothing was changed");
    } else {
      out.println(
          Ansi.AUTO.string(
              "@|bold,green The site is '%s' at http://%s|@ (%.1f s)"
                  .formatted(last, topology.front(), seconds)));
      var password = administrator.apply(site.layout().data());
      if (password != null) {
        out.println(
            "Sign in as admin with the password %s (it is shown this once)".formatted(password));
      }
    }
    return 0;
  }

  private String title(Topology topology) {
    return (dry ? "What leads to '" : "To '") + topology.name() + "' (" + file + ")";
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
