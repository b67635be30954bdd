package pando.accounts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.data.Shards;
import pando.queue.Lanes;
import pando.queue.Outbox;

/// OAuth 2: clients, their authorization codes and their tokens.
///
/// What OAuth itself refuses is a [pando.base.Refusal.Invalid] whose fault of the field [#FAULT]
/// has OAuth's word as its code: `invalid_client`, `invalid_grant`, `invalid_scope`,
/// `unsupported_grant_type`, `unauthorized_client`.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Tokens {
  /// The field of faults that carry OAuth's words.
  public static final String FAULT = "oauth";

  /// Where a client without a page of its own has the code shown to the person.
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  /// @param passwordGrant whether tokens are given for a name and a password, which OAuth 2.1
  ///   forbids: for tests of clients alone
  public Tokens(
      Shards shards, Outbox outbox, Logins logins, boolean passwordGrant, InstantSource clock) {}

  /// What a client says about itself when it registers.
  public record AppForm(
      String name, @Nullable String website, List<String> redirectUris, Set<String> scopes) {}

  /// A client that has just registered, and its secret, which is never shown again.
  public record Registered(App app, String secret) {}

  /// A token that was just given, which is never shown again.
  public record Issued(String token, Access access, Instant createdAt) {}

  /// What a client asks a person to allow.
  ///
  /// @param challenge of PKCE (S256); null: without
  public record Authorization(String redirectUri, Set<String> scopes, @Nullable String challenge) {}

  /// Ends the tokens of accounts that are shut.
  public void subscribe(Lanes lanes) {}

  public Registered register(AppForm form) {
    throw new UnsupportedOperationException();
  }

  public @Nullable App findApp(String clientId) {
    throw new UnsupportedOperationException();
  }

  /// A client that must exist, else `invalid_client`.
  public App requireApp(String clientId) {
    throw new UnsupportedOperationException();
  }

  /// A client that proves itself with its secret, else `invalid_client`.
  public App requireApp(String clientId, String secret) {
    throw new UnsupportedOperationException();
  }

  /// Those clients that exist.
  public Map<AppId, App> findApps(Collection<AppId> ids) {
    throw new UnsupportedOperationException();
  }

  /// Refuses what the client may not ask for: an unregistered redirect URI, or more scopes than it
  /// registered.
  public void check(App app, Authorization wanted) {
    throw new UnsupportedOperationException();
  }

  /// Whether the person has a token with these scopes for the client already.
  public boolean hasGranted(AccountId account, App app, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /// Gives a client a code on behalf of a person: good for ten minutes, and once.
  public String authorize(AccountId account, App app, Authorization wanted) {
    throw new UnsupportedOperationException();
  }

  /// Exchanges a code for a token.
  ///
  /// @param verifier of PKCE; null: none was sent
  public Issued exchange(App app, String code, String redirectUri, @Nullable String verifier) {
    throw new UnsupportedOperationException();
  }

  /// Gives the client a token for itself.
  public Issued issue(App app, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /// Gives the client a token for a person, as after a sign-up through the client.
  public Issued issue(App app, AccountId account, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /// Gives the client a token for whoever has this name and password.
  public Issued issue(App app, String nameOrEmail, String password, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /// What a token allows, or null if it is not, or no longer, good. The account may be unconfirmed
  /// or disabled: [Logins#requireActive].
  public @Nullable Access find(String token) {
    throw new UnsupportedOperationException();
  }

  /// Ends a token of the client; one that is unknown is ended already.
  public void revoke(App app, String token) {
    throw new UnsupportedOperationException();
  }

  /// The clients that act for a person.
  public List<App> authorized(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Ends all tokens of a client for a person.
  public void revokeAll(AccountId account, AppId app) {
    throw new UnsupportedOperationException();
  }

  /// Makes a client with a known id and secret, for a site that is made for tests.
  public App importApp(String clientId, String secret, AppForm form) {
    throw new UnsupportedOperationException();
  }

  /// Makes a token with a known text, for a site that is made for tests.
  ///
  /// @param account null: for the client itself
  public Access importToken(
      String token, App app, @Nullable AccountId account, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }
}
