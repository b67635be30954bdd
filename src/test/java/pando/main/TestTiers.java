package pando.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import pando.blobs.S3Process;
import pando.config.CacheConfig;
import pando.config.Config;
import pando.config.ObjectsConfig;
import pando.config.ObjectsConfig.Moving;
import pando.redis.RedisProcess;
import pando.redis.RedisTier;

/// What the nodes of one site share beside the database. On one box that is nothing; in the full
/// form of a site, on which the tests of the product run once more with `-Dpando.form=full`, it is
/// a Redis and an object store. All sites of a run have the same two processes, and each of them
/// keys and a bucket of its own.
record TestTiers(CacheConfig cache, ObjectsConfig objects) {
  private static final boolean FULL = "full".equals(System.getProperty("pando.form"));
  private static final AtomicInteger SITES = new AtomicInteger();

  /// Those of a new site.
  static TestTiers ofSite() {
    if (!FULL) {
      return new TestTiers(CacheConfig.DEFAULT, ObjectsConfig.DEFAULT);
    }
    var name = "site-" + SITES.incrementAndGet();
    return new TestTiers(
        RedisTier.config(Servers.REDIS, name), Servers.OBJECTS.config(name, Moving.NONE));
  }

  /// The settings of a node that has them; on one box it has those of its own.
  Config in(Config it) {
    if (!FULL) {
      return it;
    }
    return new Config(
        it.site(),
        it.http(),
        it.smtp(),
        it.limits(),
        it.media(),
        it.node(),
        it.database(),
        objects,
        it.cdn(),
        cache,
        it.backup());
  }

  /// The processes, which start when the first site needs them and end with the run.
  private static final class Servers {
    static final RedisProcess REDIS = redis();
    static final S3Process OBJECTS = objects();

    private static RedisProcess redis() {
      var server = RedisProcess.server();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    }

    private static S3Process objects() {
      try {
        var folder = Files.createTempDirectory("pando-objects");
        var store = S3Process.start(folder);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  store.close();
                  TestPando.delete(folder);
                }));
        return store;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
