package pando.signin;

import java.util.List;
import java.util.Map;
import pando.accounts.Tokens;
import pando.base.Refusal;
import pando.base.Refusal.Fault;
import pando.http.Json;
import pando.http.Reply;

/// Refusals in the words of OAuth (RFC 6749, 5.2): `{"error", "error_description"}`.
final class OAuthErrors {
  static final String INVALID_REQUEST = "invalid_request";
  static final String INVALID_GRANT = "invalid_grant";
  static final String INVALID_CLIENT = "invalid_client";
  static final String UNAUTHORIZED_CLIENT = "unauthorized_client";
  static final String UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

  private OAuthErrors() {}

  static Refusal refusal(String code, String description) {
    return new Refusal.Invalid(
        description, Map.of(Tokens.FAULT, List.of(new Fault(code, description))));
  }

  /// OAuth's word for what a refusal says. Who or what is refused is the grant, where the desks do
  /// not say otherwise: a wrong password, an account that may not use the site.
  static String code(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Invalid invalid -> {
        var faults = invalid.faults().getOrDefault(Tokens.FAULT, List.of());
        yield faults.isEmpty() ? INVALID_REQUEST : faults.getFirst().code();
      }
      case Refusal.Unauthorized _, Refusal.Forbidden _, Refusal.NotFound _ -> INVALID_GRANT;
      case Refusal.Malformed _, Refusal.TooLarge _ -> INVALID_REQUEST;
      case Refusal.RateLimited _, Refusal.Unavailable _ -> "temporarily_unavailable";
    };
  }

  static Reply reply(Refusal refusal) {
    var code = code(refusal);
    var body = Json.bytes(Map.of("error", code, "error_description", refusal.reason()));
    return switch (code) {
      case INVALID_CLIENT ->
          Reply.json(401, body).with("WWW-Authenticate", "Bearer realm=\"Pando\"");
      case UNAUTHORIZED_CLIENT -> Reply.json(403, body);
      default -> Reply.json(400, body);
    };
  }
}
