package pando.accounts;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account.Role;
import pando.accounts.Names.Kind;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.base.Slot;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.data.Shards;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// How people join and sign in.
public final class Logins {
  /// How long the link in a mail is good.
  public static final Duration CONFIRMATION_TTL = Duration.ofDays(7);

  /// How long to wait before the mail is sent again.
  public static final Duration RESEND_PAUSE = Duration.ofMinutes(5);

  private static final int CACHED = 100_000;
  private static final Duration CACHED_FOR = Duration.ofMinutes(10);

  private final Shards shards;
  private final Outbox outbox;
  private final Accounts accounts;
  private final @Nullable Mailer mailer;
  private final InstantSource clock;
  private final IntSupplier slots;
  private final Names names;
  private final LoginStore store;
  private final Recovery recovery;
  private final Passwords passwords = new Passwords();
  private final NearCache<AccountId, Boolean> confirmed;

  /// @param mailer sends the mails that prove addresses; null: addresses are believed
  public Logins(Ground ground, Accounts accounts, @Nullable Mailer mailer) {
    this(ground, accounts, mailer, () -> ThreadLocalRandom.current().nextInt(Slot.COUNT));
  }

  /// @param slots where new accounts live
  Logins(Ground ground, Accounts accounts, @Nullable Mailer mailer, IntSupplier slots) {
    this.shards = ground.shards();
    this.outbox = ground.outbox();
    this.accounts = accounts;
    this.mailer = mailer;
    this.clock = ground.clock();
    this.confirmed =
        ground
            .caches()
            .make("confirmed-addresses", KeyText.ids(AccountId::new), CACHED, CACHED_FOR);
    this.slots = slots;
    this.names = new Names(shards);
    this.store = new LoginStore(shards);
    this.recovery = new Recovery(shards, outbox, this, mailer, clock);
  }

  /// New passwords and addresses by links in mails.
  public Recovery recovery() {
    return recovery;
  }

  /// A password for whom an account is made: nobody can guess it, everybody can type it.
  public static String newPassword() {
    return Secrets.password();
  }

  /// Has mails sent.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.MAIL,
            AccountEvent.ConfirmationWanted.class,
            Timing.LATER,
            batch -> batch.forEach(delivery -> mail(delivery.event().account()))));
    recovery.subscribe(lanes);
  }

  /// Makes an account for somebody who wants to join.
  ///
  /// @throws Refusal.Invalid with the faults of each field: `username`, `email`, `password`,
  ///   `agreement`
  public Account signUp(SignUp form) {
    var faults = form.faults();
    if (Names.isReserved(form.username())) {
      faults.add("username", Faults.RESERVED);
    }
    return join(form, faults, Role.MEMBER, mailer == null);
  }

  /// Makes an account for somebody on the word of an operator: its address is believed and its name
  /// may be a reserved one.
  public Account create(SignUp form, Role role) {
    return join(form, form.faults(), role, true);
  }

  private Account join(SignUp form, Faults faults, Role role, boolean believed) {
    var now = clock.instant();
    if (Names.isUsername(form.username()) && names.isTaken(Kind.USERNAME, form.username(), now)) {
      faults.add("username", Faults.TAKEN);
    }
    if (Names.isEmail(form.email()) && names.isTaken(Kind.EMAIL, form.email(), now)) {
      faults.add("email", Faults.TAKEN);
    }
    faults.check();
    var hash = passwords.hash(form.password());
    var id = newId();
    var login = new LoginStore.Stored(id, form.email(), hash, believed ? now : null, form.locale());
    reserve(form, id, now);
    shards
        .of(id)
        .transact(tx -> {
          AccountStore.insert(tx, id, form.username(), role, now);
          LoginStore.insert(tx, login, now);
          outbox.add(tx, id, new AccountEvent.SignedUp(id));
          if (!believed) {
            outbox.add(tx, id, new AccountEvent.ConfirmationWanted(id));
          }
          return id;
        });
    return accounts.require(id);
  }

  private AccountId newId() {
    var slot = slots.getAsInt();
    return new AccountId(shards.ofSlot(slot).<Long>transact(tx -> tx.nextId(slot)));
  }

  /// Reserves both names, or neither.
  private void reserve(SignUp form, AccountId id, Instant now) {
    var faults = new Faults();
    if (!names.reserve(Kind.USERNAME, form.username(), id, now)) {
      faults.add("username", Faults.TAKEN);
    } else if (!names.reserve(Kind.EMAIL, form.email(), id, now)) {
      names.release(Kind.USERNAME, form.username(), id);
      faults.add("email", Faults.TAKEN);
    }
    faults.check();
  }

  /// Sends the mail that proves an address, with a new secret each time: what is in the database
  /// does not give it away, and only the last mail counts.
  private void mail(AccountId account) {
    var login = store.find(account);
    var owner = accounts.find(account);
    if (mailer == null || owner == null || login == null || login.isConfirmed()) {
      return;
    }
    var secret = Secrets.make();
    store.expectConfirmation(account, Secrets.hash(secret), clock.instant());
    mailer.send(Letter.CONFIRMATION, login.of(owner), account.value() + "." + secret);
  }

  /// Proves an e-mail address by the secret that was mailed there.
  public Account confirm(String secret) {
    var parts = secret.split("\\.", 2);
    if (parts.length == 2 && parts[0].matches("[0-9]{1,18}")) {
      var id = new AccountId(Long.parseLong(parts[0]));
      var now = clock.instant();
      var hash = Secrets.hash(parts[1]);
      if (store.confirm(id, hash, now, now.minus(CONFIRMATION_TTL))) {
        return accounts.require(id);
      }
    }
    throw new Refusal.NotFound("This link is no longer good. Sign in to have a new one sent.");
  }

  /// Has the mail that proves an address sent again.
  ///
  /// @throws Refusal.RateLimited if the last one was just sent
  public void resend(AccountId account) {
    var now = clock.instant();
    var sent =
        shards
            .of(account)
            .<Boolean>transact(tx -> {
              var due = LoginStore.wantConfirmation(tx, account, now, now.minus(RESEND_PAUSE));
              if (due) {
                outbox.add(tx, account, new AccountEvent.ConfirmationWanted(account));
              }
              return due;
            });
    if (!sent) {
      if (isConfirmed(account)) {
        throw new Refusal.Forbidden(
            "This method is only available while the e-mail is awaiting confirmation");
      }
      throw new Refusal.RateLimited(RESEND_PAUSE);
    }
  }

  /// Who has this name, or e-mail address, and this password; they may be unconfirmed or disabled.
  ///
  /// @throws Refusal.Unauthorized if nobody has
  public Account authenticate(String nameOrEmail, String password) {
    var name = nameOrEmail.strip();
    var id = names.find(name.contains("@") ? Kind.EMAIL : Kind.USERNAME, name);
    var login = id == null ? null : store.find(id);
    var stored = login == null ? Passwords.OF_NOBODY : login.passwordHash();
    var right = isPassword(password, stored);
    if (id == null || login == null || !right) {
      throw new Refusal.Unauthorized("Invalid e-mail address or password.");
    }
    if (Passwords.isOutdated(stored)) {
      store.replacePassword(id, stored, passwords.hash(password));
    }
    return accounts.require(id);
  }

  /// Refuses an account that may not use the site: unconfirmed or disabled. Kept near: cheap enough
  /// for every request.
  ///
  /// @throws Refusal.Forbidden if it may not
  public void requireActive(AccountId account) {
    var found = accounts.find(account);
    if (found == null || found.disabled()) {
      throw new Refusal.Forbidden("Your login is currently disabled");
    }
    if (!isConfirmed(account)) {
      throw new Refusal.Forbidden("Your login is missing a confirmed e-mail address");
    }
  }

  private boolean isConfirmed(AccountId account) {
    var known =
        confirmed.find(
            account,
            id -> {
              var login = store.find(id);
              return (login == null || !login.isConfirmed()) ? null : true; // kept only when true
            });
    return known != null;
  }

  /// The login of an account; null if there is none, or its owner has left.
  @Nullable Login find(AccountId account) {
    var found = accounts.find(account);
    var stored = found == null ? null : store.find(account);
    return found == null || stored == null ? null : stored.of(found);
  }

  public Login require(AccountId account) {
    var found = accounts.require(account);
    return logins(List.of(found)).getFirst();
  }

  /// Accounts in the order of their ids.
  ///
  /// @param after only above this id; null: from the first
  public List<Login> list(@Nullable AccountId after, int limit) {
    return logins(accounts.list(after == null ? 0 : after.value(), limit));
  }

  /// Those accounts that exist.
  public List<Login> findAll(Collection<AccountId> ids) {
    return logins(List.copyOf(accounts.findAll(ids).values()));
  }

  private List<Login> logins(List<Account> owners) {
    var found =
        store.findAll(owners.stream().map(Account::id).toList()).stream()
            .collect(toMap(LoginStore.Stored::account, Function.identity()));
    var logins = new ArrayList<Login>();
    for (var owner : owners) {
      var stored = found.get(owner.id());
      if (stored != null) {
        logins.add(stored.of(owner));
      }
    }
    return logins;
  }

  /// Asks somebody who is signed in for their password once more.
  ///
  /// @throws Refusal.Invalid with the fault of `current_password` if it is not theirs
  public void requirePassword(AccountId account, String password) {
    var login = store.find(account);
    if (login == null || !isPassword(password, login.passwordHash())) {
      var faults = new Faults();
      faults.add("current_password", Faults.WRONG);
      faults.check();
    }
  }

  /// Hashing takes its time by the length of what is sent, so that has an end.
  private boolean isPassword(String password, String stored) {
    var tooLong = password.length() > 2 * Passwords.MAX_LENGTH;
    return passwords.verify(tooLong ? "" : password, stored) && !tooLong;
  }

  /// Sets a new password. All tokens and sessions end.
  ///
  /// @throws Refusal.Invalid with the faults of `password`
  public void changePassword(AccountId account, String password) {
    var hash = hash(password);
    var now = clock.instant();
    shards
        .of(account)
        .transact(tx -> {
          if (!LoginStore.setPassword(tx, account, hash, now)) {
            throw new Refusal.NotFound();
          }
          outbox.add(tx, account, new AccountEvent.PasswordChanged(account, now));
          return account;
        });
  }

  /// The hash of a new password.
  ///
  /// @throws Refusal.Invalid with the faults of `password`
  String hash(String password) {
    var faults = new Faults();
    SignUp.addPasswordFaults(faults, password);
    faults.check();
    return passwords.hash(password);
  }

  /// Ends an account for ever, at once and for everybody: its tokens and sessions end, nobody finds
  /// it or its posts, and nobody can sign in to it or have its name. What it had is erased soon.
  ///
  /// @throws Refusal.Invalid with the fault of `name` if it is an administrator's: a site must not
  ///   lose who runs it by a click
  public void leave(AccountId account) {
    if (accounts.require(account).role() == Role.ADMIN) {
      var faults = new Faults();
      faults.add("name", Faults.NEEDED);
      faults.check();
    }
    accounts.leave(account, clock.instant());
  }

  /// Shuts an account: it can not be used, and its tokens and sessions end.
  public void disable(AccountId account) {
    accounts.disable(account, clock.instant());
  }

  /// Opens an account that was shut.
  public void enable(AccountId account) {
    accounts.disable(account, null);
  }
}
