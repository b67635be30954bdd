package pando.cluster;

import pando.config.Yaml;

/// Where a process listens.
///
/// @param host an address, such as `127.0.0.1`
/// @param port a TCP port
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /// Reads `HOST:PORT`.
  static HostPort read(Yaml yaml) {
    var text = yaml.text();
    var colon = text.lastIndexOf(':');
    if (colon > 0) {
      try {
        var port = Integer.parseInt(text.substring(colon + 1));
        if (port > 0 && port <= MAX_PORT) {
          return new HostPort(text.substring(0, colon), port);
        }
      } catch (NumberFormatException _) {
        // said below
      }
    }
    throw yaml.refusal("needs an address and a port such as 127.0.0.1:8080, not '" + text + "'");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
