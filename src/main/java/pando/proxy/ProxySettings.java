package pando.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.cluster.HostPort;

/// What HAProxy is told: its whole settings file is made from this.
///
/// @param front where people reach the site
/// @param nodes the web nodes
/// @param photos the edges, if there are any
/// @param folder a private one, for the settings, the socket of [ProxyRuntime] and the state
public record ProxySettings(
    HostPort front, List<Server> nodes, @Nullable Photos photos, Path folder) {
  /// The name of the settings file.
  public static final String FILE = "haproxy.cfg";

  /// HAProxy 2.6 takes no more.
  private static final int MAX_THREADS = 64;

  /// Half of the processors: nodes share them, and answer no more with them than this passes on.
  private static final int THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MAX_THREADS);

  /// Requests that a node answers at once; more wait at the balancer, which is better at it.
  static final int REQUESTS_OF_NODE = 500;

  /// How a server is watched. A dead one is noticed by the first three connections that it refuses,
  /// or by two checks; one that says 404 is leaving, and gets nothing new. One that has just come
  /// up gets its whole share only after some seconds: a cold Java takes many times as long for its
  /// first requests, and some waited for more than ten seconds where the processors were busy.
  ///
  /// `observe layer7` would take a node out for three refusals with 503 in a row, which are no
  /// fault of its own, and `on-marked-down shutdown-sessions` would cut off whoever waits for a
  /// database that is away.
  static final String WATCHED =
      "check inter 500ms fastinter 100ms downinter 200ms fall 2 rise 1"
          + " slowstart 5s observe layer4 error-limit 3 on-error mark-down";

  private static final String CHECKED =
      "  option httpchk GET /health\n  http-check disable-on-404\n  default-server " + WATCHED;

  private static final String AWAY =
      "{\"error\":\"The site cannot answer for the moment, please try again in a second\"}";

  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  /// One process that requests are passed on to.
  ///
  /// @param name unique, such as `web-3`
  public record Server(String name, HostPort address) {
    public Server {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("not the name of a server: " + name);
      }
    }

    String line() {
      return "  server %s %s%n".formatted(name, address);
    }
  }

  /// How photos are reached where there are edges. The web nodes stand in for edges that are away.
  ///
  /// @param front where browsers fetch photos
  /// @param edges who answers there
  /// @param health the path at which an edge says that it is there
  public record Photos(HostPort front, List<Server> edges, String health) {
    public Photos {
      edges = List.copyOf(edges);
    }
  }

  public ProxySettings {
    nodes = List.copyOf(nodes);
  }

  /// The settings file of one that runs as whoever starts it.
  public String text() {
    return text("");
  }

  /// The settings file of one that root starts: it listens as root, and answers as another user.
  ///
  /// @param uid the number of the user
  /// @param gid the number of the user's group
  public String textAs(int uid, int gid) {
    return text("  uid %d%n  gid %d%n".formatted(uid, gid));
  }

  private String text(String user) {
    var web =
        Map.of(
            "user", user,
            "threads", Integer.toString(THREADS),
            "folder", folder.toString(),
            "front", bind(front),
            "nodes", lines(nodes),
            "checked", CHECKED,
            "requests", Integer.toString(REQUESTS_OF_NODE),
            "away", AWAY);
    return fill(resource("haproxy.cfg"), web) + (photos == null ? "" : edges(photos));
  }

  private static String edges(Photos photos) {
    return fill(
        resource("edges.cfg"),
        Map.of(
            "photos", bind(photos.front()),
            "health", photos.health(),
            "watched", WATCHED,
            "edges", lines(photos.edges())));
  }

  /// The words that start it, in the foreground. It reads the file again at SIGUSR2, without
  /// closing a connection, and lets connections end at SIGUSR1.
  public List<String> command() {
    return List.of("haproxy", "-W", "-f", folder.resolve(FILE).toString());
  }

  /// Where [ProxyRuntime] reaches it.
  public Path socket() {
    return folder.resolve("runtime.sock");
  }

  private static String lines(List<Server> servers) {
    return servers.stream().map(Server::line).collect(Collectors.joining());
  }

  /// As [SharedPort] does: an address of all is that of IPv6 too.
  private static String bind(HostPort address) {
    try {
      return InetAddress.getByName(address.host()).isAnyLocalAddress()
          ? ":::%d v4v6".formatted(address.port())
          : address.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address, e);
    }
  }

  private static String resource(String name) {
    try (var file = ProxySettings.class.getResourceAsStream("/proxy/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in our own jar
    }
  }

  private static String fill(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place ->
            Matcher.quoteReplacement(
                Objects.requireNonNull(values.get(place.group(1)), place.group())));
  }
}
