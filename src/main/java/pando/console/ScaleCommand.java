package pando.console;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pando scale`
@Command(
    name = "scale",
    description = "Sets how many nodes of a role there are, within what the topology allows.",
    footer = {"", "Example: pando scale web 3"},
    mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "ROLE", description = "web or worker.")
  private String role;

  @Parameters(paramLabel = "N", description = "How many.")
  private int count;

  @Override
  public Integer call() {
    var lines = new ProgressLines(System.out);
    var arguments = Map.of("role", role, "count", Integer.toString(count));
    System.out.println(site.ask("scale", arguments, lines::show));
    return 0;
  }
}
