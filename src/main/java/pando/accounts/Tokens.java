package pando.accounts;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.AccountEvent.AccessEnded;
import pando.accounts.TokenStore.Place;
import pando.base.AccountId;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.cache.KeyText;
import pando.cache.NearCache;
import pando.cache.WriteBack;
import pando.data.Tx;
import pando.queue.Ground;
import pando.queue.Lane;
import pando.queue.Lanes;
import pando.queue.Outbox;
import pando.queue.Subscription;
import pando.queue.Subscription.Timing;

/// OAuth 2: clients, their authorization codes and their tokens.
///
/// What OAuth itself refuses is a [Refusal.Invalid] whose fault of the field [#FAULT] has OAuth's
/// word as its code: `invalid_client`, `invalid_grant`, `invalid_scope`, `invalid_request`,
/// `invalid_redirect_uri`, `unsupported_grant_type`.
public final class Tokens {
  /// The field of faults that carry OAuth's words.
  public static final String FAULT = "oauth";

  /// Where a client without a page of its own has the code shown to the person.
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  /// How long a code can be exchanged.
  public static final Duration CODE_TTL = Duration.ofMinutes(10);

  /// How exact it is known when a token was last used.
  private static final Duration TOUCH_PAUSE = Duration.ofMinutes(1);

  private static final int MAX_APP_NAME = 60; // characters
  private static final int MAX_REDIRECT_URIS = 20;
  private static final int MAX_APPS = 1_000; // of one account
  private static final int CACHED_APPS = 10_000;
  private static final int CACHED_TOKENS = 100_000;
  private static final Duration CACHED_FOR = Duration.ofMinutes(10);
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final AppStore apps;
  private final TokenStore store;
  private final Outbox outbox;
  private final Logins logins;
  private final boolean passwordGrant;
  private final InstantSource clock;
  private final NearCache<String, App> appsByClient;
  private final NearCache<AppId, App> appsById;
  private final NearCache<Place, Access> known;

  /// When the use of a token was last to be written down by this node, in milliseconds since 1970.
  private final NearCache<Place, AtomicLong> usedAt = new NearCache<>(CACHED_TOKENS, CACHED_FOR);

  private final WriteBack<Place, Instant> uses;

  /// @param passwordGrant whether tokens are given for a name and a password, which OAuth 2.1
  ///   forbids: for tests of clients alone
  public Tokens(Ground ground, Logins logins, boolean passwordGrant) {
    this.apps = new AppStore(ground.shards());
    this.store = new TokenStore(ground.shards());
    this.outbox = ground.outbox();
    this.logins = logins;
    this.passwordGrant = passwordGrant;
    this.clock = ground.clock();
    var caches = ground.caches();
    this.appsByClient = caches.share("clients", KeyText.TEXT, App.class, CACHED_APPS, CACHED_FOR);
    this.appsById =
        caches.share("apps", KeyText.ids(AppId::new), App.class, CACHED_APPS, CACHED_FOR);
    this.uses = new WriteBack<>("uses of tokens", store::touch);
    this.known = caches.share("tokens", Place.TEXT, Access.class, CACHED_TOKENS, CACHED_FOR);
  }

  /// What a client says about itself when it registers.
  ///
  /// @param redirectUris where people may be sent back to: at least one
  /// @param scopes the most it will ask for
  public record AppForm(
      String name, @Nullable String website, List<String> redirectUris, Set<String> scopes) {
    /// @throws Refusal.Invalid with the faults of `name`, `website`, `redirect_uris`
    public AppForm {
      name = name.strip();
      website = website == null || website.isBlank() ? null : website.strip();
      redirectUris = redirectUris.stream().map(String::strip).distinct().toList();
      var faults = new Faults();
      if (name.isEmpty()) {
        faults.add("name", Faults.BLANK);
      }
      faults.checkText("name", name, MAX_APP_NAME);
      if (website != null && !WebAddress.isWeb(website)) {
        faults.add("website", Faults.invalid("is invalid"));
      }
      if (redirectUris.isEmpty()) {
        faults.add("redirect_uris", Faults.BLANK);
      } else if (redirectUris.size() > MAX_REDIRECT_URIS
          || !redirectUris.stream().allMatch(WebAddress::isRedirect)) {
        faults.add("redirect_uris", Faults.invalid("must be absolute URIs that are safe to open"));
      }
      faults.check();
    }
  }

  /// A client that has just registered, and its secret, which is never shown again.
  public record Registered(App app, String secret) {}

  /// A token that was just given, which is never shown again.
  public record Issued(String token, Access access, Instant createdAt) {}

  /// What a client asks a person to allow.
  ///
  /// @param challenge of PKCE (S256); null: without
  public record Authorization(String redirectUri, Set<String> scopes, @Nullable String challenge) {}

  /// Ends the tokens of accounts that are shut, or left, or have another password.
  public void subscribe(Lanes lanes) {
    lanes.subscribe(endedBy(AccountEvent.Disabled.class));
    lanes.subscribe(endedBy(AccountEvent.PasswordChanged.class));
    lanes.subscribe(endedBy(AccountEvent.Left.class));
  }

  private <E extends AccessEnded> Subscription<E> endedBy(Class<E> event) {
    return new Subscription<>(
        Lane.RELATIONS,
        event,
        Timing.EAGER,
        batch ->
            batch.forEach(ended -> revokeAll(ended.event().account(), null, ended.event().at())));
  }

  /// What OAuth refuses, in its own word.
  static Refusal.Invalid refusal(String word, String description) {
    return new Refusal.Invalid(description, Map.of(FAULT, List.of(new Fault(word, description))));
  }

  /// Makes a client.
  public Registered register(AppForm form) {
    var clientId = Secrets.make();
    var secret = Secrets.make();
    return new Registered(importApp(clientId, secret, form), secret);
  }

  /// Makes a client with a known id and secret, for a site that is made for tests.
  public App importApp(String clientId, String secret, AppForm form) {
    apps.insert(clientId, secret, form, clock.instant());
    return requireApp(clientId);
  }

  public @Nullable App findApp(String clientId) {
    return appsByClient.find(clientId, apps::find);
  }

  /// A client that must exist, else `invalid_client`.
  public App requireApp(String clientId) {
    var app = findApp(clientId);
    if (app == null) {
      throw unknownClient();
    }
    return app;
  }

  /// A client that proves itself with its secret, else `invalid_client`.
  public App requireApp(String clientId, String secret) {
    if (!apps.hasSecret(clientId, secret)) {
      throw unknownClient();
    }
    return requireApp(clientId);
  }

  private static Refusal unknownClient() {
    return refusal(
        "invalid_client",
        "Client authentication failed due to unknown client, no client authentication included,"
            + " or unsupported authentication method.");
  }

  /// Those clients that exist.
  public Map<AppId, App> findApps(Collection<AppId> ids) {
    return appsById.findAll(new HashSet<>(ids), apps::findAll);
  }

  /// Refuses what the client may not ask for: an unregistered redirect URI, or more scopes than it
  /// registered.
  public void check(App app, Authorization wanted) {
    if (!app.redirectUris().contains(wanted.redirectUri())) {
      throw refusal(
          "invalid_redirect_uri",
          "The requested redirect uri is malformed or doesn't match client redirect URI.");
    }
    checkScopes(app, wanted.scopes());
    if (wanted.challenge() != null && !CHALLENGE.matcher(wanted.challenge()).matches()) {
      throw refusal("invalid_request", "The code challenge is not that of the method S256.");
    }
  }

  private static void checkScopes(App app, Set<String> scopes) {
    if (scopes.isEmpty() || !Scopes.coverAll(app.scopes(), scopes)) {
      throw refusal("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
    }
  }

  /// Whether the person has a token with these scopes for the client already.
  public boolean hasGranted(AccountId account, App app, Set<String> scopes) {
    return store.hasGranted(account, app.id(), scopes);
  }

  /// Gives a client a code on behalf of a person: good for [#CODE_TTL], and once.
  public String authorize(AccountId account, App app, Authorization wanted) {
    check(app, wanted);
    var code = Secrets.make();
    var now = clock.instant();
    store.insertCode(
        code, new TokenStore.Code(account, app.id(), wanted, now), now.minus(CODE_TTL));
    return code;
  }

  /// Exchanges a code for a token.
  ///
  /// @param verifier of PKCE; null: none was sent
  public Issued exchange(App app, String code, String redirectUri, @Nullable String verifier) {
    var taken = store.takeCode(code);
    if (taken == null
        || !taken.app().equals(app.id())
        || !taken.allowed().redirectUri().equals(redirectUri)
        || !proves(verifier, taken.allowed().challenge())
        || !taken.createdAt().plus(CODE_TTL).isAfter(clock.instant())) {
      throw invalidGrant();
    }
    return give(app, taken.account(), taken.allowed().scopes());
  }

  private static Refusal invalidGrant() {
    return refusal(
        "invalid_grant",
        "The provided authorization grant is invalid, expired, revoked, does not match the"
            + " redirection URI used in the authorization request, or was issued to another"
            + " client.");
  }

  /// A verifier without a challenge proves nothing either: somebody may have taken it away.
  private static boolean proves(@Nullable String verifier, @Nullable String challenge) {
    return challenge == null
        ? verifier == null
        : verifier != null && Secrets.challenge(verifier).equals(challenge);
  }

  /// Gives the client a token for itself.
  public Issued issue(App app, Set<String> scopes) {
    checkScopes(app, scopes);
    return give(app, null, scopes);
  }

  /// Gives the client a token for a person, as after a sign-up through the client.
  public Issued issue(App app, AccountId account, Set<String> scopes) {
    checkScopes(app, scopes);
    return give(app, account, scopes);
  }

  /// Gives the client a token for whoever has this name and password.
  public Issued issue(App app, String nameOrEmail, String password, Set<String> scopes) {
    if (!passwordGrant) {
      throw refusal(
          "unsupported_grant_type",
          "The authorization grant type is not supported by the authorization server.");
    }
    checkScopes(app, scopes);
    try {
      return give(app, logins.authenticate(nameOrEmail, password).id(), scopes);
    } catch (Refusal.Unauthorized _) {
      throw invalidGrant();
    }
  }

  private Issued give(App app, @Nullable AccountId account, Set<String> scopes) {
    var token = Secrets.make();
    var now = clock.instant();
    var access = new Access(Place.of(token).hex(), account, app.id(), scopes);
    store.insert(access, now);
    return new Issued(token, access, now);
  }

  /// Makes a token with a known text, for a site that is made for tests.
  ///
  /// @param account null: for the client itself
  public Access importToken(
      String token, App app, @Nullable AccountId account, Set<String> scopes) {
    var place = Place.of(token);
    var access = new Access(place.hex(), account, app.id(), scopes);
    store.insert(access, clock.instant());
    known.invalidate(place); // somebody may have tried it before
    return access;
  }

  /// What a token allows, or null if it is not, or no longer, good. The account may be unconfirmed
  /// or disabled: [Logins#requireActive].
  public @Nullable Access find(String token) {
    var place = Place.of(token);
    var access = known.find(place, store::find);
    if (access != null) {
      touch(place);
    }
    return access;
  }

  private void touch(Place place) {
    var usedAt = requireNonNull(this.usedAt.find(place, _ -> new AtomicLong()));
    var now = clock.millis();
    var before = usedAt.get();
    if (now - before >= TOUCH_PAUSE.toMillis() && usedAt.compareAndSet(before, now)) {
      uses.put(place, Instant.ofEpochMilli(now));
    }
  }

  /// When tokens were last used, which is written down a moment later.
  public WriteBack<?, ?> uses() {
    return uses;
  }

  /// Ends a token of the client; one that is unknown is ended already.
  ///
  /// @throws Refusal.Forbidden if it is another client's
  public void revoke(App app, String token) {
    var place = Place.of(token);
    var deleted =
        store
            .shardOf(place)
            .<Boolean>transact(tx -> {
              var found = TokenStore.delete(tx, place, app.id());
              if (found) {
                revoked(tx, place);
              }
              return found;
            });
    if (!deleted && store.find(place) != null) {
      throw new Refusal.Forbidden("You are not authorized to revoke this token");
    }
  }

  /// The clients that act for a person.
  public List<App> authorized(AccountId account) {
    return new ArrayList<>(findApps(store.appsOf(account, MAX_APPS)).values());
  }

  /// Ends all tokens of a client for a person.
  public void revokeAll(AccountId account, AppId app) {
    revokeAll(account, app, clock.instant());
  }

  private void revokeAll(AccountId account, @Nullable AppId app, Instant before) {
    for (var shard : store.everyShard()) {
      shard.transact(tx -> {
        var places = TokenStore.deleteAll(tx, account, app, before);
        places.forEach(place -> revoked(tx, place));
        return places;
      });
    }
  }

  private void revoked(Tx tx, Place place) {
    tx.afterCommit(() -> known.invalidate(place));
    outbox.add(tx, place, new AccountEvent.TokenRevoked(place.hex()));
  }
}
