package pando.signin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.accounts.Access;
import pando.accounts.Accounts;
import pando.accounts.App;
import pando.accounts.Scopes;
import pando.accounts.Tokens;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Params;
import pando.http.Reply;
import pando.http.Router;

/// `/oauth`, as far as clients speak to it: tokens, and what is said about them.
///
/// What is refused here is told in OAuth's words (RFC 6749, 5.2), not in those of the API.
final class OAuthHandlers {
  private static final String BASIC = "basic ";

  private final Tokens tokens;
  private final Accounts accounts;

  OAuthHandlers(Tokens tokens, Accounts accounts) {
    this.tokens = tokens;
    this.accounts = accounts;
  }

  void routes(Router router) {
    router.post("/oauth/token", call -> inOAuthWords(call, this::give));
    router.post("/oauth/revoke", call -> inOAuthWords(call, this::revoke));
    router.get("/oauth/userinfo", this::describePerson);
    router.post("/oauth/userinfo", this::describePerson);
    router.get("/.well-known/oauth-authorization-server", OAuthHandlers::describeServer);
  }

  /// What the token of a call allows, whether or not its person may use the site.
  static Access requireAccess(Tokens tokens, Call call) {
    var token = call.token();
    var access = token == null ? null : tokens.find(token);
    if (access == null) {
      throw new Refusal.Unauthorized("The access token is invalid");
    }
    return access;
  }

  private Reply give(Call call) {
    var params = call.params();
    var app = requireApp(call);
    var issued =
        switch (params.requireText("grant_type")) {
          case "authorization_code" ->
              tokens.exchange(
                  app,
                  params.requireText("code"),
                  params.requireText("redirect_uri"),
                  params.text("code_verifier"));
          case "client_credentials" -> tokens.issue(app, scopes(params));
          case "password" ->
              tokens.issue(
                  app,
                  params.requireText("username"),
                  params.requireText("password"),
                  scopes(params));
          default ->
              throw OAuthErrors.refusal(
                  OAuthErrors.UNSUPPORTED_GRANT_TYPE,
                  "The authorization grant type is not supported by the authorization server.");
        };
    return Reply.ok(TokenView.of(issued));
  }

  private static Set<String> scopes(Params params) {
    return Scopes.parse(params.textOr("scope", ""));
  }

  /// Ends a token; that it is unknown is no reason to refuse (RFC 7009).
  private Reply revoke(Call call) {
    var app = requireApp(call);
    try {
      tokens.revoke(app, call.params().requireText("token"));
    } catch (Refusal.Forbidden foreign) {
      throw OAuthErrors.refusal(OAuthErrors.UNAUTHORIZED_CLIENT, foreign.reason());
    }
    return Reply.ok(Map.of());
  }

  /// The client that proves itself, in the body or in the head (RFC 6749, 2.3.1).
  private App requireApp(Call call) {
    var params = call.params();
    var basic = basicCredentials(call);
    var id = basic == null ? params.text("client_id") : basic[0];
    var secret = basic == null ? params.text("client_secret") : basic[1];
    return tokens.requireApp(
        Objects.requireNonNullElse(id, ""), Objects.requireNonNullElse(secret, ""));
  }

  /// Id and secret from `Authorization: Basic`; null if the call has no such header.
  private static String @Nullable [] basicCredentials(Call call) {
    var header = Objects.requireNonNullElse(call.header("Authorization"), "");
    if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return null;
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      var credentials = new String(bytes, StandardCharsets.UTF_8);
      var parts = credentials.split(":", 2);
      return parts.length == 2 && credentials.indexOf('\0') < 0 ? parts : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /// `/oauth/userinfo`: the person a token acts for, in the words of OpenID Connect.
  private Reply describePerson(Call call) {
    var account = accounts.require(call.require("profile"));
    var site = call.publicUrl();
    return Reply.ok(
        Map.of(
            "iss", site + "/",
            "sub", site + "/users/" + account.username(),
            "name", account.displayName().isEmpty() ? account.username() : account.displayName(),
            "preferred_username", account.username(),
            "profile", site + "/@" + account.username()));
  }

  /// What this server can do (RFC 8414).
  private static Reply describeServer(Call call) {
    var site = call.publicUrl();
    return Reply.ok(
        Map.ofEntries(
            Map.entry("issuer", site + "/"),
            Map.entry("service_documentation", "https://docs.joinmastodon.org/"),
            Map.entry("authorization_endpoint", site + "/oauth/authorize"),
            Map.entry("token_endpoint", site + "/oauth/token"),
            Map.entry("app_registration_endpoint", site + "/api/v1/apps"),
            Map.entry("revocation_endpoint", site + "/oauth/revoke"),
            Map.entry("userinfo_endpoint", site + "/oauth/userinfo"),
            Map.entry("scopes_supported", Scopes.DEFAULT),
            Map.entry("response_types_supported", List.of("code")),
            Map.entry("response_modes_supported", List.of("query")),
            Map.entry("grant_types_supported", List.of("authorization_code", "client_credentials")),
            Map.entry(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post")),
            Map.entry("code_challenge_methods_supported", List.of("S256"))));
  }

  private static Reply inOAuthWords(Call call, Function<Call, Reply> handler) {
    try {
      return handler.apply(call);
    } catch (Refusal.RateLimited | Refusal.Unavailable later) {
      throw later; // not the client's fault
    } catch (Refusal refusal) {
      return OAuthErrors.reply(refusal);
    }
  }
}
