package pando.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import pando.base.Refusal;
import pando.config.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pando drill`
@Command(
    name = "drill",
    description =
        "Breaks something in a site of its own while people post and read, and says what they saw.",
    footer = {
      "",
      "Example: pando drill ladder      grows a site and shrinks it again",
      "         pando drill web         kills a web node",
      "It ends with 0 if everything was as docs/drills.md says, else with 1.",
    },
    mixinStandardHelpOptions = true)
public final class DrillCommand implements Callable<Integer> {
  /// A site that has just started is busy for half a minute with compiling what it runs.
  private static final Duration QUIET = Duration.ofSeconds(20);

  @Parameters(paramLabel = "NAME", description = "Which; 'all' for one after the other.")
  private String name = "";

  @Option(
      names = "--topologies",
      paramLabel = "DIR",
      defaultValue = "topologies",
      description = "Where the files of the stages are (default: topologies in this folder).")
  private Path topologies = Path.of("topologies");

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many post and read (default: 40).")
  private int people;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many requests a second they make, all together (default: 40).")
  private double rate;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often 'trials' ends a primary in each way (default: 3).")
  private int rounds;

  @Override
  public Integer call() throws InterruptedException {
    var drills = new Drills(System.out, topologies, QUIET, people, rate, rounds);
    var names = drills.names();
    if (!name.equals("all") && !names.contains(name)) {
      throw new Refusal.Invalid(
          "there is no drill '%s'; did you mean '%s'? There are: %s"
              .formatted(name, Nearest.to(name, names), String.join(", ", names)));
    }
    var isGreen = true;
    for (var one : name.equals("all") ? names : List.of(name)) {
      if (Drills.NEED_NETWORK.contains(one) && !NetworkCut.isPossible()) {
        isGreen &= NetworkCut.runDrill(arguments(one)) == 0;
        continue;
      }
      var verdict = drills.run(one);
      verdict.print(System.out);
      isGreen &= verdict.isGreen();
    }
    return isGreen ? 0 : 1;
  }

  private List<String> arguments(String one) {
    return List.of(
        "drill",
        one,
        "--topologies=" + topologies,
        "--people=" + people,
        "--rate=" + rate,
        "--rounds=" + rounds);
  }
}
