package pando.blueprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pando.cluster.HostPort;
import pando.cluster.Topology;
import pando.config.Config;
import pando.data.EmbeddedPostgres;

/// The settings of a node: what its place in the topology adds to the `pando.yaml` of the site.
///
/// @param leavingObjects whether photos are on their way out of the object store
public record NodeSettings(Topology topology, Layout layout, Ports ports, boolean leavingObjects) {
  /// Their name in the folder of the node.
  public static final String FILE = "node.yaml";

  /// The text of the file.
  ///
  /// @param port where it listens, if it answers requests
  public String text(Role role, String name, String host, int port) {
    var lines = new ArrayList<String>();
    var isBox = role == Role.BOX;
    lines.add(
        "node: {name: '%s', web: %s, worker: %s, takeOver: %s}"
            .formatted(name, role != Role.WORKER, role != Role.WEB, isBox));
    if (role != Role.WORKER && port != 0) {
      lines.add("http: {host: '%s', port: %d}".formatted(host, port));
    }
    lines.addAll(addresses());
    var database = topology.region().tiers().database();
    if (database != null) {
      lines.add(
          "database: {url: '%s', user: %s, passwordFile: '%s'}"
              .formatted(
                  new DatabaseMembers(layout, ports).url(database),
                  EmbeddedPostgres.USER,
                  EmbeddedPostgres.passwordFile(layout.postgres())));
    }
    var cache = cache();
    if (cache != null) {
      lines.add(cache);
    }
    lines.addAll(photos());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  /// Where people reach the site and its photos, unless the site's own settings say it.
  private List<String> addresses() {
    var lines = new ArrayList<String>();
    var own = layout.settings().toFile().isFile() ? Config.read(layout.settings()) : Config.DEFAULT;
    if (own.site().url() == null) {
      lines.add("site: {url: '%s'}".formatted(shown(topology.front())));
    }
    var photos = topology.photos();
    if (photos != null && own.media().url() == null && !leavingObjects) {
      lines.add("media: {url: '%s'}".formatted(shown(photos)));
    }
    return lines;
  }

  private static String shown(HostPort address) {
    var isLocal = address.host().equals("127.0.0.1") || address.host().equals("0.0.0.0");
    return "http://" + (isLocal ? "localhost" : address.host()) + ":" + address.port();
  }

  private List<String> photos() {
    var lines = new ArrayList<String>();
    var photos = new PhotoMembers(topology, layout, ports);
    var tiers = topology.region().tiers();
    if (tiers.objects() || leavingObjects) {
      lines.add(photos.objectsSettings(leavingObjects));
    }
    if (tiers.edges() != null) {
      lines.add(photos.edgesSettings(tiers.edges()));
    }
    return lines;
  }

  private @Nullable String cache() {
    var tier = topology.region().tiers().cache();
    if (tier == null) {
      return null;
    }
    var host = topology.region().address();
    var password = layout.secrets().resolve(CacheMembers.SECRET);
    if (tier.sentinels() == 0) {
      return "cache: {server: '%s:%d', passwordFile: '%s'}"
          .formatted(host, ports.of("redis-1"), password);
    }
    var sentinels =
        IntStream.rangeClosed(1, tier.sentinels())
            .mapToObj(number -> host + ":" + ports.of("sentinel-" + number))
            .collect(Collectors.joining(","));
    return "cache: {sentinels: '%s', passwordFile: '%s'}".formatted(sentinels, password);
  }

  /// What some node of the site is told; null: it has none.
  public static @Nullable Path find(Layout layout) {
    try (var files = Files.newDirectoryStream(layout.root().resolve("members"))) {
      for (var folder : files) {
        if (Files.isRegularFile(folder.resolve(FILE))) {
          return folder.resolve(FILE);
        }
      }
      return null;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for nodes in " + layout.root(), e);
    }
  }

  /// The site's own settings, as text.
  public static String own(Layout layout) {
    try {
      return Files.isRegularFile(layout.settings()) ? Files.readString(layout.settings()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + layout.settings(), e);
    }
  }
}
