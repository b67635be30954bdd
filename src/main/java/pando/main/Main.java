package pando.main;

import java.util.List;
import java.util.logging.Level;
import pando.base.Refusal;
import pando.config.Nearest;
import pando.console.ApplyCommand;
import pando.console.CacheCommand;
import pando.console.DownCommand;
import pando.console.FailoverCommand;
import pando.console.LogsCommand;
import pando.console.ReplicaCommand;
import pando.console.RestartCommand;
import pando.console.ScaleCommand;
import pando.console.StatusCommand;
import pando.console.SuperviseCommand;
import pando.drill.DrillCommand;
import pando.telemetry.Logs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `pando` command.
///
/// It ends with 0 when all went well, 1 when it could not do what was asked, 2 when it did not
/// understand what was asked.
@Command(
    name = "pando",
    description = "Photo sharing and news feeds, from one box to many.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: pando up                runs the site, until Ctrl-C",
      "         pando account create ana --email ana@example.org",
      "         pando help up           says more about a command",
      "         ./pando test            in the sources: runs the tests",
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      UpCommand.class,
      AccountCommand.class,
      ApplyCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      FailoverCommand.class,
      ReplicaCommand.class,
      ScaleCommand.class,
      RestartCommand.class,
      DownCommand.class,
      CacheCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      DrillCommand.class,
      SuperviseCommand.class,
      BenchCommand.class,
      NodeCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private Main() {}

  /// Runs one command and ends the process.
  public static void main(String[] arguments) {
    Logs.start(Level.INFO);
    System.exit(commandLine().execute(arguments));
  }

  /// The commands, ready to be executed.
  static CommandLine commandLine() {
    return new CommandLine(new Main(), new Commands())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::correct)
        .setExecutionExceptionHandler(Main::explain);
  }

  /// Without a command: shows what there is.
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// Says what was not understood, and what may have been meant.
  private static int correct(ParameterException mistake, String[] arguments) {
    var command = mistake.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    var err = command.getErr();
    err.println(command.getColorScheme().errorText(name + ": " + mistake.getMessage()));
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      var typed = unmatched.getUnmatched().getFirst();
      var words = typed.startsWith("-") ? options(command) : commands(command);
      if (!words.isEmpty()) {
        err.println("Did you mean '%s'?".formatted(Nearest.to(typed, words)));
      }
    }
    err.println("'%s --help' shows how it is used.".formatted(name));
    return CommandLine.ExitCode.USAGE;
  }

  private static List<String> options(CommandLine command) {
    return List.copyOf(command.getCommandSpec().optionsMap().keySet());
  }

  private static List<String> commands(CommandLine command) {
    return List.copyOf(command.getSubcommands().keySet());
  }

  /// What an operator can put right is said in a sentence; anything else is a defect, with its
  /// trace.
  private static int explain(Exception thrown, CommandLine command, CommandLine.ParseResult typed)
      throws Exception {
    if (thrown instanceof Refusal refusal) {
      var red = command.getColorScheme().errorText("pando: " + refusal.reason());
      command.getErr().println(red);
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw thrown;
  }

  /// Makes the commands; one of them needs what only this room has.
  private static final class Commands implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == ApplyCommand.class
          ? type.cast(new ApplyCommand(PeopleDesk::ensureAdministrator))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
