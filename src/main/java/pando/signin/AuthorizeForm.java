package pando.signin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pando.accounts.Scopes;
import pando.accounts.Tokens;
import pando.accounts.Tokens.Authorization;
import pando.base.Refusal;
import pando.http.Params;

/// What a client asks of a person, as the parameters of `/oauth/authorize` say it.
///
/// @param scope divided by spaces; empty for the default
/// @param state what the client wants back with the answer; null: nothing
/// @param challenge of PKCE; null: without
/// @param forced whether the person is to be asked although they have allowed it before
record AuthorizeForm(
    String clientId,
    String redirectUri,
    String scope,
    @Nullable String state,
    @Nullable String challenge,
    boolean forced) {
  private static final int MAX_STATE = 2_000; // characters; it goes back in a header

  static AuthorizeForm of(Params params) {
    if (!params.requireText("response_type").equals("code")) {
      throw OAuthErrors.refusal(
          "unsupported_response_type", "The response type is not supported, only code is");
    }
    var state = params.text("state");
    if (state != null && state.length() > MAX_STATE) {
      throw new Refusal.Malformed("state is longer than %d characters".formatted(MAX_STATE));
    }
    return new AuthorizeForm(
        params.requireText("client_id"),
        params.requireText("redirect_uri"),
        params.textOr("scope", ""),
        state,
        challenge(params),
        params.flag("force_login", false));
  }

  private static @Nullable String challenge(Params params) {
    var challenge = params.text("code_challenge");
    if (challenge == null || challenge.isEmpty()) {
      return null;
    }
    if (!"S256".equals(params.text("code_challenge_method"))) {
      throw new Refusal.Malformed("code_challenge_method must be S256");
    }
    return challenge;
  }

  Authorization wanted() {
    return new Authorization(redirectUri, Scopes.parse(scope), challenge);
  }

  /// Whether the client has the code shown to the person.
  boolean isOutOfBand() {
    return redirectUri.equals(Tokens.OUT_OF_BAND);
  }

  /// The same parameters again, for the fields of the form and for links.
  Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", redirectUri);
    parameters.put("scope", scope);
    if (state != null) {
      parameters.put("state", state);
    }
    if (challenge != null) {
      parameters.put("code_challenge", challenge);
      parameters.put("code_challenge_method", "S256");
    }
    if (forced) {
      parameters.put("force_login", "true");
    }
    return parameters;
  }

  /// The page that asks for this.
  Onward page() {
    return new Onward("/oauth/authorize?" + query(parameters()));
  }

  /// Where the client is told the answer.
  String answer(String name, String value) {
    var answer = new LinkedHashMap<String, String>();
    answer.put(name, value);
    if (state != null) {
      answer.put("state", state);
    }
    return redirectUri + (redirectUri.contains("?") ? "&" : "?") + query(answer);
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
