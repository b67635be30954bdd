package pando.main;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import pando.base.Refusal;
import pando.config.Config;
import pando.config.HttpConfig;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;

/// The running site: every desk, made by its constructor, from the bottom of the house to the top.
///
/// Whatever must be closed is handed to `keep` as soon as it is made, and is closed in the reverse
/// order, also when a later step fails.
final class Site implements AutoCloseable {
  private static final String DATABASE = "pando";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private Site() {}

  /// Puts the site together and returns when it answers requests.
  static Site start(Config config, DataFolder folder, Steps steps) {
    var site = new Site();
    try {
      site.assemble(config, folder, steps);
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void assemble(Config config, DataFolder folder, Steps steps) {
    steps.run("settings", config::site, site -> site.title() + " in " + folder.path());
    requireFree(config.http());
    steps.run(
        "database",
        () -> {
          var postgres = keep(EmbeddedPostgres.start(folder.postgres(), 0, Durability.DURABLE));
          postgres.createDatabase(DATABASE);
          return postgres;
        },
        postgres -> "PostgreSQL 15 on port " + postgres.port());
  }

  /// Says so at once, not after everything else has been started.
  private static void requireFree(HttpConfig http) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(http.host(), http.port()));
    } catch (IOException e) {
      throw new Refusal.Unavailable(
          "cannot listen on %s port %d (%s); choose another with --port or --host"
              .formatted(http.host(), http.port(), e.getMessage()));
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /// Closes every part, the last made first.
  ///
  /// @throws IllegalStateException if some could not be closed, after all were tried
  @Override
  public void close() {
    var failure = new IllegalStateException("some parts of the site did not close");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // the others must be closed too
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
