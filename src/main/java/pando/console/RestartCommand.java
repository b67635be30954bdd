package pando.console;

import java.util.Map;
import java.util.concurrent.Callable;
import pando.base.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pando restart`
@Command(
    name = "restart",
    description = "Replaces every node by a new one, one after the other, without an interruption.",
    footer = {"", "Example: pando restart --rolling     after a new build, or new settings"},
    mixinStandardHelpOptions = true)
public final class RestartCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Option(names = "--rolling", description = "One after the other; the only way there is.")
  private boolean rolling;

  @Override
  public Integer call() {
    if (!rolling) {
      throw new Refusal.Invalid(
          "--rolling replaces one node after the other; all at once would interrupt the site");
    }
    var lines = new ProgressLines(System.out);
    System.out.println(site.ask("restart", Map.of(), lines::show));
    return 0;
  }
}
