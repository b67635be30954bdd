package pando.blueprint;

import io.avaje.jsonb.Json;
import java.util.List;

/// One process of the site as it should be: enough to start it again without knowing why.
///
/// @param name unique, such as `web-3` or `redis-1`
/// @param command the words that start it
/// @param host where it listens; empty: nowhere
/// @param port where it listens; 0: nowhere
/// @param fingerprint equal for members that do the same in the same way
/// @param asService whether it runs as the service user, who owns nothing else
/// @param stopSignal what makes it finish and end, such as `TERM`
@Json
public record Member(
    String name,
    Role role,
    List<String> command,
    String host,
    int port,
    String fingerprint,
    boolean asService,
    String stopSignal) {

  /// As an operator would type it: a node without what Java itself is told.
  public String commandLine() {
    var main = role.isNode() ? command.indexOf("node") : -1;
    return main < 0
        ? String.join(" ", command)
        : "pando " + String.join(" ", command.subList(main, command.size()));
  }
}
