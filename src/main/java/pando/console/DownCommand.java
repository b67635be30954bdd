package pando.console;

import java.util.Map;
import java.util.concurrent.Callable;
import pando.fleet.Control;
import pando.fleet.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pando down`
@Command(
    name = "down",
    description = "Ends every process of the site; its data stays.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Override
  public Integer call() {
    var lines = new ProgressLines(System.out);
    var ask = new Control.Ask("down", Map.of());
    System.out.println(Launcher.ask(site.layout(), ask, lines::show));
    return 0;
  }
}
