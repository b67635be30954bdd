package pando.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.fleet.Control;
import picocli.CommandLine.Option;

/// Which site a command means, and how it reaches the site's supervisor.
final class SiteOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default: data in this folder).")
  private @Nullable Path data;

  Layout layout() {
    var folder = data == null ? Layout.standard() : data;
    return new Layout(folder.toAbsolutePath().normalize());
  }

  /// Asks the supervisor, which must run.
  ///
  /// @throws Refusal.Unavailable if it does not
  String ask(String verb, Map<String, String> arguments, Consumer<String> hear) {
    var answer = Control.ask(layout(), new Control.Ask(verb, arguments), hear);
    if (answer == null) {
      throw new Refusal.Unavailable(
          "no supervisor runs for the site in %s; ./pando apply FILE starts one"
              .formatted(layout().data()));
    }
    return answer;
  }
}
