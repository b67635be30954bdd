package pando.console;

import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pando failover`
@Command(
    name = "failover",
    description = "Has a replica of the database be the primary, and the primary a replica.",
    footer = {"", "Example: pando failover database-2"},
    mixinStandardHelpOptions = true)
public final class FailoverCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();

  @Parameters(
      paramLabel = "SERVER",
      arity = "0..1",
      description = "Which; otherwise one that has all that was acknowledged.")
  private @Nullable String server;

  @Override
  public Integer call() {
    var arguments = new HashMap<String, String>();
    if (server != null) {
      arguments.put("server", server);
    }
    System.out.println(site.ask("failover", arguments, _ -> {}));
    return 0;
  }
}
