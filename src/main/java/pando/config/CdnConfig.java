package pando.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `cdn` section: the edges that keep photos of this site. `media.url` says where browsers find
/// them; this says where the site tells them to forget.
///
/// @param edges their addresses, such as `127.0.0.1:8301,127.0.0.1:8302`; none: no edges
/// @param secretFile the file with the word that lets the site purge
public record CdnConfig(@Nullable String edges, @Nullable String secretFile) {
  public static final CdnConfig DEFAULT = new CdnConfig(null, null);

  public CdnConfig {
    if (edges != null) {
      addresses(edges);
      if (secretFile == null) {
        throw new Refusal.Invalid("edges are given without secretFile");
      }
    }
  }

  /// Where each of the edges is; none if there are no edges.
  public List<URI> edgeAddresses() {
    return edges == null ? List.of() : addresses(edges);
  }

  private static List<URI> addresses(String edges) {
    return Arrays.stream(edges.split(",", -1)).map(edge -> address(edge.strip())).toList();
  }

  private static URI address(String edge) {
    if (!edge.matches("[\\w.-]+:[0-9]{1,5}")) {
      throw new Refusal.Invalid("an edge is not like 127.0.0.1:8301: " + edge);
    }
    return URI.create("http://" + edge);
  }
}
