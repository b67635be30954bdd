package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import pando.data.EmbeddedPostgres.Durability;

/// One PostgreSQL server for all tests of a run, and an empty database for each that asks.
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TestPostgres() {}

  /// The server. It ends with the run.
  public static EmbeddedPostgres server() {
    return SERVER;
  }

  /// The name of a new, empty database of the server.
  public static String emptyDatabase() {
    var name = "test_" + DATABASES.incrementAndGet();
    SERVER.createDatabase(name);
    return name;
  }

  private static EmbeddedPostgres start() {
    try {
      var folder = Files.createTempDirectory("pando-test");
      var postgres = EmbeddedPostgres.start(folder, 0, Durability.FORGETFUL);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, folder)));
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedPostgres postgres, Path folder) {
    postgres.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
