package pando.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/// Where the HTTP server listens, and what it is called outside.
///
/// @param host the address to listen on
/// @param port the port to listen on; 0 for any that is free
/// @param publicUrl what clients see: scheme and authority, without a path or a trailing slash
/// @param proxies addresses whose `X-Forwarded-For` is believed; those of loopback always are
/// @param uploads a directory of its own for files that are being received; emptied at start
public record ServerConfig(
    String host, int port, URI publicUrl, Set<String> proxies, Path uploads) {
  public ServerConfig {
    proxies = Set.copyOf(proxies);
    var path = publicUrl.getRawPath();
    if (publicUrl.getAuthority() == null || (path != null && !path.isEmpty())) {
      throw new IllegalArgumentException(
          "publicUrl must be like https://example.org: " + publicUrl);
    }
  }

  /// Whether clients come over TLS.
  boolean secure() {
    return "https".equals(publicUrl.getScheme());
  }
}
