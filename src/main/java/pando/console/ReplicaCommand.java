package pando.console;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pando replica`
@Command(
    name = "replica",
    description = "Gives the database one more replica, or one less, while the site runs.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class ReplicaCommand {
  /// Makes another copy of the database.
  @Command(
      name = "add",
      description = "Copies the database to another server, which follows the primary then.",
      footer = {
        "",
        "Example: pando replica add",
        "If it was cut short, the same again goes on.",
      },
      mixinStandardHelpOptions = true)
  int add(@Mixin SiteOption site) {
    return change(site, Map.of("change", "add"));
  }

  /// Ends a copy of the database.
  @Command(
      name = "remove",
      description = "Ends a replica, and deletes what it has; never the primary.",
      footer = {"", "Example: pando replica remove database-3"},
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin SiteOption site,
      @Parameters(
              paramLabel = "SERVER",
              arity = "0..1",
              description = "Which; otherwise the one that is missed least.")
          @Nullable String server) {
    var arguments = new HashMap<>(Map.of("change", "remove"));
    if (server != null) {
      arguments.put("server", server);
    }
    return change(site, arguments);
  }

  private static int change(SiteOption site, Map<String, String> arguments) {
    var lines = new ProgressLines(System.out);
    System.out.println(site.ask("replica", arguments, lines::show));
    return 0;
  }
}
