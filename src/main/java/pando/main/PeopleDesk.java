package pando.main;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.AccountEvent;
import pando.accounts.Accounts;
import pando.accounts.Login;
import pando.accounts.Logins;
import pando.base.Refusal;
import pando.blueprint.Layout;
import pando.config.Nearest;
import pando.data.EmbeddedPostgres;
import pando.data.EmbeddedPostgres.Durability;
import pando.data.Shard;
import pando.data.Shards;
import pando.queue.Ground;

/// The people of a site, for a command of its operator: in the database of the site when it runs,
/// else in one that is started for the moment.
///
/// It handles no events. What it changes commits with its event, and the site does the rest: within
/// a second when it runs, else at its next start.
final class PeopleDesk implements AutoCloseable {
  private static final int PAGE = 500;

  /// Among how many people the one is looked for who was meant.
  private static final int MAX_SUGGESTED = 10_000;

  /// How long the database may be away, as when it passes from one process to another.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedPostgres postgres;
  private final Shards shards;
  private final String password;
  private final Accounts accounts;
  private final Logins logins;

  /// @throws Refusal if there is no site, or it is just starting or stopping
  static PeopleDesk open(Path path) {
    if (!Files.isDirectory(path.resolve("postgres"))) {
      throw new Refusal.NotFound(
          "there is no site in %s; name its folder with --data, or start one with 'pando up'"
              .formatted(path));
    }
    var layout = new Layout(path);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var folder = DataFolder.tryOpen(path);
      if (folder != null) {
        return start(folder);
      }
      var running = layout.findDatabase();
      if (running != null) {
        return new PeopleDesk(null, null, running);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    throw new Refusal.Unavailable("the site is just starting or stopping; try again");
  }

  private static PeopleDesk start(DataFolder folder) {
    try {
      var postgres = EmbeddedPostgres.start(folder.postgres(), 0, Durability.DURABLE);
      return new PeopleDesk(folder, postgres, postgres.address());
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /// Those of a site whose folder this process has.
  static PeopleDesk openOwn(Path path) {
    var postgres = EmbeddedPostgres.start(path.resolve("postgres"), 0, Durability.DURABLE);
    return new PeopleDesk(null, postgres, postgres.address());
  }

  /// Makes the administrator of a site, unless there is one.
  ///
  /// @return the new account's password; null if there was an administrator
  static @Nullable String ensureAdministrator(Path site) {
    try (var people = open(site)) {
      return Administrator.ensure(people.accounts(), people.logins());
    }
  }

  /// @param folder null: another process has it
  /// @param postgres null: it is another's
  private PeopleDesk(
      @Nullable DataFolder folder,
      @Nullable EmbeddedPostgres postgres,
      EmbeddedPostgres.Address address) {
    this.folder = folder;
    this.postgres = postgres;
    this.shards = Shards.open(address);
    this.password = address.password();
    var ground = Ground.beside(shards, AccountEvent.class, InstantSource.system());
    this.accounts = new Accounts(ground);
    this.logins = new Logins(ground, accounts, null);
  }

  /// The database.
  Shard shard() {
    return shards.all().getFirst();
  }

  /// The password of the database. It is a secret.
  String password() {
    return password;
  }

  Accounts accounts() {
    return accounts;
  }

  Logins logins() {
    return logins;
  }

  /// Somebody by name.
  ///
  /// @throws Refusal.NotFound with the name that may have been meant
  Account require(String name) {
    var found = accounts.findByName(name);
    if (found == null) {
      var names = new ArrayList<String>();
      for (var page = page(null);
          !page.isEmpty() && names.size() < MAX_SUGGESTED;
          page = page(page.getLast())) {
        page.forEach(login -> names.add(login.account().username()));
      }
      throw new Refusal.NotFound(
          "there is no account '%s'".formatted(name)
              + (names.isEmpty() ? "" : "; did you mean '%s'?".formatted(Nearest.to(name, names))));
    }
    return found;
  }

  /// Some people in the order in which they came.
  ///
  /// @param after the last one of the page before; null: from the first
  List<Login> page(@Nullable Login after) {
    return logins.list(after == null ? null : after.account().id(), PAGE);
  }

  @Override
  public void close() {
    shards.close();
    if (postgres != null) {
      postgres.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
