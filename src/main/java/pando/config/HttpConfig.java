package pando.config;

import pando.base.Refusal;

/// The `http` section: where the web server listens.
///
/// @param host the address; 127.0.0.1 is this machine alone, 0.0.0.0 the whole network
/// @param port the TCP port; 0 is any free one
public record HttpConfig(String host, int port) {
  public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 8080);

  private static final int MAX_PORT = 65_535;

  public HttpConfig {
    if (host.isBlank()) {
      throw new Refusal.Invalid("host is empty; 127.0.0.1 is this machine alone");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new Refusal.Invalid("port is not between 0 and " + MAX_PORT + ": " + port);
    }
  }
}
