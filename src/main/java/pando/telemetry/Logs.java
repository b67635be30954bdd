package pando.telemetry;

import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Sends the log of this process to standard error, one line for each record.
public final class Logs {
  /// Libraries whose everyday messages tell an operator nothing. That of connections gives a stack
  /// trace for each that breaks; the room that uses it says once that the server is away.
  private static final Map<String, Level> QUIET =
      Map.of(
          "org.eclipse.jetty", Level.WARNING,
          "com.zaxxer.hikari", Level.SEVERE,
          "org.postgresql", Level.WARNING);

  static { // before the first logger is made
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
  }

  /// Kept, since the log manager itself forgets loggers that nobody holds.
  private static final List<Logger> HELD = QUIET.keySet().stream().map(Logger::getLogger).toList();

  private static final Logger PANDO = Logger.getLogger("pando");

  private Logs() {}

  /// Sets up the log of this process. To be called first, before anything logs.
  ///
  /// @param level the least that rooms of Pando report; [Level#FINE] while developing
  public static void start(Level level) {
    var root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    var handler = new ConsoleHandler();
    handler.setFormatter(new LineFormatter());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    HELD.forEach(logger -> logger.setLevel(QUIET.get(logger.getName())));
    PANDO.setLevel(level);
  }

  /// The JDK's own one drops all handlers when the process begins to end, and with them what the
  /// rooms say while they close.
  public static final class LastingLogManager extends LogManager {
    @Override
    public void reset() {}
  }
}
