package pando.accounts;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;

/// What a token allows.
///
/// @param token names the token without giving it away: its SHA-256 in lower-case hex
/// @param account for whom it acts; null: for the client itself
public record Access(String token, @Nullable AccountId account, AppId app, Set<String> scopes) {
  public Access {
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes)); // in their order
  }

  /// Whether a scope, or one that contains it, is granted.
  public boolean allows(String scope) {
    return Scopes.cover(scopes, scope);
  }
}
