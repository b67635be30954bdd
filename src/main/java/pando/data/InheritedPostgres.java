package pando.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.data.EmbeddedPostgres.Address;
import pando.data.EmbeddedPostgres.Durability;

/// The server of a data folder while it passes from one process of the site to another.
///
/// A server that another process runs on the folder is used as long as it is there. When it has
/// ended, this process starts one of its own in the same place, on the same port and with the same
/// password: who is connected sees the database restart, and nothing else.
public final class InheritedPostgres implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Logger LOG = System.getLogger(InheritedPostgres.class.getName());

  private final Path folder;
  private final Address address;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread heir = Thread.ofPlatform().name("postgres-heir").unstarted(this::inherit);
  private volatile @Nullable EmbeddedPostgres own;

  private InheritedPostgres(Path folder, Address address, @Nullable EmbeddedPostgres own) {
    this.folder = folder;
    this.address = address;
    this.own = own;
  }

  /// Uses the server that runs on a folder, or else starts one.
  ///
  /// @param database the one that is needed there, made when missing
  /// @throws Refusal.Unavailable if the folder cannot be used
  public static InheritedPostgres of(Path folder, String database) {
    var running = RunningPostgres.find(folder);
    if (running == null) {
      var own = EmbeddedPostgres.start(folder, 0, Durability.DURABLE);
      own.createDatabase(database);
      return new InheritedPostgres(folder, own.address(), own);
    }
    var inherited = new InheritedPostgres(folder, running, null);
    inherited.heir.start();
    return inherited;
  }

  /// How to reach it, whoever runs it.
  public Address address() {
    return address;
  }

  /// Whether this process runs it.
  public boolean isOwn() {
    return own != null;
  }

  private void inherit() {
    try {
      while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isFree()) {
          try {
            own = EmbeddedPostgres.start(folder, address.port(), Durability.DURABLE);
            RunningPostgres.forgetReplicas(folder);
            LOG.log(Level.INFO, "runs the database from now on, on port {0}", address.port());
            return;
          } catch (Refusal.Unavailable e) { // its last owner is not quite gone
            LOG.log(Level.DEBUG, e.reason());
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private boolean isFree() {
    try {
      return PostgresOrphans.find(folder.toAbsolutePath().normalize().resolve("cluster")).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look who runs the database", e);
    }
  }

  /// Stops the server if this process runs it.
  @Override
  public void close() {
    closed.countDown();
    var interrupted = Thread.interrupted();
    try {
      heir.join();
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (own != null) {
      own.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
