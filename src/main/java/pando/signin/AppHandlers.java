package pando.signin;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import pando.accounts.Scopes;
import pando.accounts.Tokens;
import pando.accounts.Tokens.AppForm;
import pando.http.Call;
import pando.http.Json;
import pando.http.Params;
import pando.http.RateLimits.Budget;
import pando.http.Reply;
import pando.http.Router;

/// `/api/v1/apps`
final class AppHandlers {
  private final Tokens tokens;

  AppHandlers(Tokens tokens) {
    this.tokens = tokens;
  }

  void routes(Router router) {
    router.add("POST", "/api/v1/apps", this::register, Budget.APPS);
    router.get("/api/v1/apps/verify_credentials", this::show);
  }

  private Reply register(Call call) {
    var registered = tokens.register(form(call.params()));
    var app = registered.app();
    var secrets = new AppView.Credentials(app.clientId(), registered.secret(), 0);
    return Reply.json(200, Json.join(Json.bytes(AppView.of(app)), Json.bytes(secrets)));
  }

  private static AppForm form(Params params) {
    return new AppForm(
        params.textOr("client_name", ""),
        params.text("website"),
        redirectUris(params),
        Scopes.parse(String.join(" ", params.texts("scopes"))));
  }

  /// A list, or a text with one on each line.
  private static List<String> redirectUris(Params params) {
    return params.texts("redirect_uris").stream()
        .flatMap(text -> Arrays.stream(text.split("\\s+")))
        .filter(uri -> !uri.isEmpty())
        .toList();
  }

  /// The client that a token was given to. It is asked of the desk itself, since a client may look
  /// also while its person is not confirmed.
  private Reply show(Call call) {
    var access = OAuthHandlers.requireAccess(tokens, call);
    var app = tokens.findApps(List.of(access.app())).get(access.app());
    return Reply.ok(AppView.of(Objects.requireNonNull(app, "no client for a token")));
  }
}
