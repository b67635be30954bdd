package pando.signin;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.App;

/// An OAuth client, in Mastodon's words.
///
/// @param redirectUri all of them, one on each line, as clients of old expect them
/// @param vapidKey empty: Pando sends no push messages yet
@Json(naming = Json.Naming.LowerUnderscore)
public record AppView(
    String id,
    String name,
    @Nullable String website,
    List<String> scopes,
    List<String> redirectUris,
    String redirectUri,
    String vapidKey) {

  /// What a client is told once, when it registers; joined to its [AppView].
  ///
  /// @param clientSecretExpiresAt 0: never
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Credentials(String clientId, String clientSecret, long clientSecretExpiresAt) {}

  static AppView of(App app) {
    return new AppView(
        Long.toString(app.id().value()),
        app.name(),
        app.website(),
        app.scopes().stream().sorted().toList(),
        app.redirectUris(),
        String.join("\n", app.redirectUris()),
        "");
  }
}
