package pando.cdn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import pando.cluster.HostPort;
import pando.config.CdnConfig;
import pando.config.SecretFile;

/// All edges of the site, told to forget.
///
/// An edge keeps its files in memory. One that refuses connections does not run, so it has nothing
/// to forget and begins empty; one that does not answer may have, and its purge fails, to be tried
/// again.
public final class Edges {
  /// How many tags one request names: 8 KB of a header are read, and a tag has about 20.
  private static final int MAX_TAGS = 200;

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Logger LOG = System.getLogger(Edges.class.getName());

  private final List<HostPort> edges;
  private final String secret;

  /// Those that the settings name; there may be none.
  public Edges(CdnConfig config) {
    this.edges =
        config.edgeAddresses().stream()
            .map(edge -> new HostPort(edge.getHost(), edge.getPort()))
            .toList();
    this.secret =
        edges.isEmpty() ? "" : SecretFile.read("the secret of the edges", config.secretFile());
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return edges.isEmpty();
  }

  /// Has every edge forget all files that have one of the tags.
  ///
  /// @throws IllegalStateException if some did not answer, after all were told
  public void purge(Collection<Tag> tags) {
    var rest = List.copyOf(tags);
    while (!rest.isEmpty()) {
      var count = Math.min(rest.size(), MAX_TAGS);
      purgeEach(Tag.join(rest.subList(0, count)));
      rest = rest.subList(count, rest.size());
    }
  }

  private void purgeEach(String tags) {
    var failure = new IllegalStateException("some edges may still have " + tags);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<HostPort>>();
      edges.forEach(edge -> tasks.add(() -> purge(edge, tags)));
      for (var result : threads.invokeAll(tasks)) {
        try {
          result.get();
        } catch (ExecutionException e) {
          failure.addSuppressed(e.getCause());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private HostPort purge(HostPort edge, String tags) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout((int) ANSWER.toMillis());
      socket.connect(new InetSocketAddress(edge.host(), edge.port()), (int) CONNECT.toMillis());
      socket.getOutputStream().write(request(edge, tags).getBytes(ISO_8859_1));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      var status = String.valueOf(answer.readLine());
      if (!status.startsWith("HTTP/1.1 200 ")) {
        throw new IOException("the edge %s does not purge: %s".formatted(edge, status));
      }
    } catch (ConnectException e) {
      LOG.log(Level.WARNING, "the edge {0} does not run, so it has nothing to forget", edge);
    }
    return edge;
  }

  private String request(HostPort edge, String tags) {
    return "PURGE / HTTP/1.1\r\nHost: %s\r\npurge-secret: %s\r\nxkey-purge: %s\r\n\r\n"
        .formatted(edge, secret, tags);
  }
}
