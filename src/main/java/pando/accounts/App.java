package pando.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An OAuth client.
///
/// @param clientId how it calls itself in requests
/// @param scopes the most it may ask for
public record App(
    AppId id,
    String clientId,
    String name,
    @Nullable String website,
    List<String> redirectUris,
    Set<String> scopes,
    Instant createdAt) {
  public App {
    redirectUris = List.copyOf(redirectUris);
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes)); // in their order
  }
}
