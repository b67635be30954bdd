package pando.signin;

import io.avaje.jsonb.Json;
import java.util.Set;
import java.util.TreeSet;
import pando.accounts.Tokens.Issued;

/// A token, as clients are given it.
///
/// @param createdAt seconds since 1970
@Json(naming = Json.Naming.LowerUnderscore)
public record TokenView(String accessToken, String tokenType, String scope, long createdAt) {

  static TokenView of(Issued issued) {
    return new TokenView(
        issued.token(),
        "Bearer",
        words(issued.access().scopes()),
        issued.createdAt().getEpochSecond());
  }

  /// Scopes as OAuth writes them: divided by spaces.
  static String words(Set<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }
}
