package pando.main;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pando version`
@Command(
    name = "version",
    description = "Says which Pando and which Java this is.",
    footer = {"", "Example: pando version"},
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
  @Override
  public Integer call() {
    for (var line : getVersion()) {
      System.out.println(line);
    }
    return CommandLine.ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    var release = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "Pando " + Objects.requireNonNullElse(release, "(from its sources)"),
      "Java " + Runtime.version(),
    };
  }
}
