package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.Names.Kind;
import pando.accounts.RecoveryStore.Proof;
import pando.base.AccountId;
import pando.base.Id;
import pando.base.Refusal;
import pando.base.Slot;
import pando.data.Shards;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// New passwords for people who have forgotten theirs, and new e-mail addresses: by links in mails.
///
/// A link carries `ACCOUNT.SECRET`. The secret is made when the mail is sent, its hash is stored,
/// and it is good once. Whoever asks is told the same whether or not an address is anybody's.
public final class Recovery {
  /// How long the link to a new password is good after it was asked for.
  public static final Duration RESET_TTL = Duration.ofHours(1);

  /// How long the link that proves a new address is good after it was asked for.
  public static final Duration ADDRESS_TTL = Duration.ofDays(1);

  /// How long to wait before another mail of a kind is sent to an account.
  public static final Duration PAUSE = Duration.ofMinutes(5);

  private static final Pattern SECRET = Pattern.compile("([0-9]{1,18})\\.([A-Za-z0-9_-]{43})");

  private final Shards shards;
  private final Outbox outbox;
  private final Logins logins;
  private final Names names;
  private final @Nullable Mailer mailer;
  private final InstantSource clock;
  private final RecoveryStore store;

  /// @param mailer null: the site sends no mail, so addresses are believed
  Recovery(
      Shards shards, Outbox outbox, Logins logins, @Nullable Mailer mailer, InstantSource clock) {
    this.shards = shards;
    this.outbox = outbox;
    this.logins = logins;
    this.names = new Names(shards);
    this.mailer = mailer;
    this.clock = clock;
    this.store = new RecoveryStore(shards);
  }

  void subscribe(Lanes lanes) {
    lanes.subscribe(
        new Subscription<>(
            Lane.MAIL,
            AccountEvent.PasswordForgotten.class,
            Timing.LATER,
            batch -> batch.forEach(delivery -> mailReset(delivery.event()))));
    lanes.subscribe(
        new Subscription<>(
            Lane.MAIL,
            AccountEvent.AddressWanted.class,
            Timing.LATER,
            batch -> batch.forEach(delivery -> mailProof(delivery.event()))));
    lanes.subscribe(
        new Subscription<>(
            Lane.MAIL,
            AccountEvent.AddressChanged.class,
            Timing.LATER,
            batch -> batch.forEach(delivery -> giveUp(delivery.event()))));
  }

  /// Whether the site can send mail.
  public boolean sendsMail() {
    return mailer != null;
  }

  // a forgotten password

  /// Has a link to a new password mailed, if somebody has the address. What is written is the same
  /// if nobody has.
  public void forgot(String email) {
    if (mailer == null || !Names.isEmail(email)) {
      return;
    }
    var slot = Slot.ofName(email);
    var event = new AccountEvent.PasswordForgotten(email, now());
    shards
        .ofSlot(slot)
        .transact(tx -> {
          outbox.add(tx, new AccountId((long) slot << Id.SEQUENCE_BITS), event);
          return slot;
        });
  }

  private void mailReset(AccountEvent.PasswordForgotten event) {
    var id = names.find(Kind.EMAIL, event.email());
    var login = id == null ? null : logins.find(id);
    var isLate = !event.at().plus(RESET_TTL).isAfter(now());
    if (mailer == null || login == null || login.account().disabled() || isLate) {
      return;
    }
    var secret = Secrets.make();
    var account = login.account().id();
    if (store.expectReset(account, Secrets.hash(secret), event.at(), event.at().minus(PAUSE))) {
      mailer.send(Letter.NEW_PASSWORD, login, account.value() + "." + secret);
    }
  }

  /// Whose password a link changes.
  ///
  /// @throws Refusal.NotFound if it is no longer good
  public Login requireReset(String link) {
    var proof = proof(link);
    var login = logins.find(proof.account());
    if (login == null || !store.hasReset(proof, now().minus(RESET_TTL))) {
      throw spent();
    }
    return login;
  }

  /// Sets a new password by a link, once. All tokens and sessions end.
  ///
  /// @throws Refusal.NotFound if the link is no longer good
  /// @throws Refusal.Invalid with the faults of `password`
  public void reset(String link, String password) {
    requireReset(link); // before the work of hashing
    var proof = proof(link);
    var hash = logins.hash(password);
    var now = now();
    var after = now.minus(RESET_TTL);
    shards
        .of(proof.account())
        .transact(tx -> {
          if (!RecoveryStore.reset(tx, proof, hash, now, after)) {
            throw spent();
          }
          outbox.add(tx, proof.account(), new AccountEvent.PasswordChanged(proof.account(), now));
          return proof;
        });
  }

  // a new address

  /// Has a link mailed to an address that somebody wants to have from now on. On a site that sends
  /// no mail they have it at once.
  ///
  /// @return whether they have it
  /// @throws Refusal.Invalid with the fault of `email`
  /// @throws Refusal.RateLimited if the last one was just asked for
  public boolean wantAddress(AccountId account, String email) {
    var faults = new Faults();
    if (!Names.isEmail(email)) {
      faults.add("email", Faults.invalid("is invalid"));
    }
    faults.check();
    if (mailer == null) {
      change(account, email);
      return true;
    }
    var at = now();
    var isDue =
        shards
            .of(account)
            .<Boolean>transact(tx -> {
              var due = RecoveryStore.wantAddress(tx, account, email, at, at.minus(PAUSE));
              if (due) {
                outbox.add(tx, account, new AccountEvent.AddressWanted(account, at));
              }
              return due;
            });
    if (!isDue) {
      throw new Refusal.RateLimited(PAUSE);
    }
    return false;
  }

  /// An address that is another's is sent nothing, and who wants it is not told.
  private void mailProof(AccountEvent.AddressWanted event) {
    var login = logins.find(event.account());
    if (mailer == null || login == null) {
      return;
    }
    var secret = Secrets.make();
    var email = store.expectAddress(event.account(), Secrets.hash(secret), event.at());
    var owner = email == null ? null : names.find(Kind.EMAIL, email);
    if (email != null && (owner == null || owner.equals(event.account()))) {
      var there = new Login(login.account(), email, false, login.locale());
      mailer.send(Letter.NEW_ADDRESS, there, event.account().value() + "." + secret);
    }
  }

  /// Gives somebody the address to which a link was mailed.
  ///
  /// @return the address
  /// @throws Refusal.NotFound if the link is no longer good
  public String confirmAddress(String link) {
    var proof = proof(link);
    var email = store.findAddress(proof, now().minus(ADDRESS_TTL));
    if (email == null) {
      throw spent();
    }
    change(proof.account(), email);
    return email;
  }

  private void change(AccountId account, String email) {
    var isFree = names.reserve(Kind.EMAIL, email, account, now());
    if (!isFree && !account.equals(names.find(Kind.EMAIL, email))) {
      var faults = new Faults();
      faults.add("email", Faults.TAKEN);
      faults.check();
    }
    var old = logins.require(account).email();
    shards
        .of(account)
        .transact(tx -> {
          if (!RecoveryStore.changeAddress(tx, account, old, email)) {
            throw spent();
          }
          outbox.add(tx, account, new AccountEvent.AddressChanged(account, old));
          return account;
        });
  }

  /// The address before is told, and may be anybody's.
  private void giveUp(AccountEvent.AddressChanged event) {
    var login = logins.find(event.account());
    if (login == null || login.email().equalsIgnoreCase(event.old())) {
      return;
    }
    if (mailer != null) {
      var there = new Login(login.account(), event.old(), true, login.locale());
      mailer.send(Letter.ADDRESS_CHANGED, there, "");
    }
    names.release(Kind.EMAIL, event.old(), event.account());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS); // as exact as everything that keeps it
  }

  private static Refusal spent() {
    return new Refusal.NotFound("This link is no longer good. Ask for a new one.");
  }

  private static Proof proof(String link) {
    var parts = SECRET.matcher(link);
    if (!parts.matches()) {
      throw spent();
    }
    return new Proof(new AccountId(Long.parseLong(parts.group(1))), Secrets.hash(parts.group(2)));
  }
}
