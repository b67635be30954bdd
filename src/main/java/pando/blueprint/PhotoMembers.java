package pando.blueprint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pando.blobs.S3ProxySettings;
import pando.cdn.EdgeSettings;
import pando.cluster.EdgeTier;
import pando.cluster.HostPort;
import pando.cluster.Topology;

/// The processes that keep photos: the object store, and the edges near the readers.
record PhotoMembers(Topology topology, Layout layout, Ports ports) {
  private static final String OBJECTS = "objects";
  private static final String EDGE = "edge-";
  private static final String ACCESS_KEY = "pando";

  /// S3Proxy before the folder `objects` of the site.
  Rendering objects() {
    var address = new HostPort(topology.region().address(), ports.of(OBJECTS));
    var secret = Secrets.of(objectsSecret());
    var settings = new S3ProxySettings(address, layout.objects(), ACCESS_KEY, secret);
    var command = S3ProxySettings.command(S3ProxySettings.libraries(), layout.member(OBJECTS));
    var files =
        Map.of(
            S3ProxySettings.SETTINGS,
            settings.settings(),
            S3ProxySettings.LOG_SETTINGS,
            settings.logSettings());
    return rendering(Role.OBJECTS, OBJECTS, address, command, files);
  }

  /// Varnish, as often as the topology says.
  List<Rendering> edges(EdgeTier tier) {
    var secret = Secrets.of(edgesSecret());
    var edges = new ArrayList<Rendering>();
    for (var number = 1; number <= tier.nodes(); number++) {
      var name = EDGE + number;
      var settings =
          new EdgeSettings(
              name,
              edge(number),
              tier.memory(),
              List.of(topology.origin()),
              tier.admitOriginalsAfter(),
              secret);
      edges.add(
          rendering(
              Role.EDGE,
              name,
              edge(number),
              settings.command(layout.member(name)),
              Map.of(EdgeSettings.PROGRAM, settings.program())));
    }
    return edges;
  }

  private static Rendering rendering(
      Role role, String name, HostPort at, List<String> command, Map<String, String> files) {
    var made = new ArrayList<>(command);
    files.keySet().stream().sorted().map(files::get).forEach(made::add);
    var print = Fingerprint.of(made);
    return new Rendering(
        new Member(name, role, command, at.host(), at.port(), print, true, "TERM"), files);
  }

  /// What a node is told of the object store.
  ///
  /// @param leaving whether photos are on their way out of it
  String objectsSettings(boolean leaving) {
    return "objects: {endpoint: 'http://%s:%d', accessKey: %s, secretKeyFile: '%s', moving: %s}"
        .formatted(
            topology.region().address(),
            ports.of(OBJECTS),
            ACCESS_KEY,
            objectsSecret(),
            leaving ? "to-disk" : "from-disk");
  }

  /// What a node is told of the edges.
  String edgesSettings(EdgeTier tier) {
    var edges =
        IntStream.rangeClosed(1, tier.nodes())
            .mapToObj(number -> edge(number).toString())
            .collect(Collectors.joining(","));
    return "cdn: {edges: '%s', secretFile: '%s'}".formatted(edges, edgesSecret());
  }

  private HostPort edge(int number) {
    return new HostPort(topology.region().address(), ports.of(EDGE + number));
  }

  private Path objectsSecret() {
    return layout.secrets().resolve(OBJECTS);
  }

  private Path edgesSecret() {
    return layout.secrets().resolve("edges");
  }
}
