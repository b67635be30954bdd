package pando.signin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import pando.accounts.App;
import pando.accounts.AppId;
import pando.accounts.Logins;
import pando.accounts.Scopes;
import pando.accounts.SignUp;
import pando.accounts.Tokens;
import pando.base.Refusal;
import pando.http.Call;
import pando.http.Params;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;

/// Sign-up through a client: `POST /api/v1/accounts`, and the mail that proves the address.
final class SignUpHandlers {
  private final Logins logins;
  private final Tokens tokens;
  private final boolean open;

  /// @param open whether people may join by themselves
  SignUpHandlers(Logins logins, Tokens tokens, boolean open) {
    this.logins = logins;
    this.tokens = tokens;
    this.open = open;
  }

  void routes(Router router) {
    router.add("POST", "/api/v1/accounts", this::signUp, Budget.SIGN_UPS);
    router.add("POST", "/api/v1/emails/confirmations", this::resend, Budget.SIGN_UPS);
  }

  /// Answers a token for the new account, which can be used once the address is confirmed.
  private Reply signUp(Call call) {
    var access = call.requireAccess("write:accounts");
    if (access.account() != null) {
      throw new Refusal.Forbidden("This method requires a client credentials authentication");
    }
    if (!open) {
      throw new Refusal.Forbidden("This action is not allowed");
    }
    var account = logins.signUp(form(call.params()));
    var app = requireApp(access.app());
    return Reply.ok(TokenView.of(tokens.issue(app, account.id(), scopes(app))));
  }

  /// All that the app may ask for, except what is given to those alone who say so with their
  /// password.
  private static Set<String> scopes(App app) {
    return app.scopes().stream()
        .filter(scope -> !Scopes.isForModerators(scope))
        .collect(Collectors.toSet());
  }

  private static SignUp form(Params params) {
    return new SignUp(
        text(params, "username"),
        text(params, "email"),
        text(params, "password"),
        params.flag("agreement", false),
        text(params, "locale"));
  }

  private static String text(Params params, String name) {
    return params.textOr(name, "");
  }

  private App requireApp(AppId id) {
    var app = tokens.findApps(List.of(id)).get(id);
    return Objects.requireNonNull(app, "no client for a token");
  }

  /// Sends the mail again, to who is not confirmed and therefore may do nothing else.
  private Reply resend(Call call) {
    var account = OAuthHandlers.requireAccess(tokens, call).account();
    if (account == null) {
      throw new Refusal.Invalid("This method requires an authenticated user");
    }
    logins.resend(account);
    return Reply.ok(Map.of());
  }
}
