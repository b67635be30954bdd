package pando.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;
import pando.data.Shards;
import pando.queue.Lanes;

/// The browsers in which people are signed in. A browser keeps the secret in a cookie.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Sessions {
  /// How long a browser stays signed in when it is not used.
  public static final Duration IDLE = Duration.ofDays(30);

  public Sessions(Shards shards, InstantSource clock) {}

  /// A signed-in browser.
  ///
  /// @param id names it without giving it away
  /// @param lastSeenAt to the hour
  public record Session(
      String id, AccountId account, String userAgent, Instant createdAt, Instant lastSeenAt) {}

  /// Ends the sessions of accounts that are shut.
  public void subscribe(Lanes lanes) {}

  /// Signs a browser in and returns the secret for its cookie.
  public String start(AccountId account, String userAgent) {
    throw new UnsupportedOperationException();
  }

  /// Who is signed in with a secret.
  public @Nullable Session find(String secret) {
    throw new UnsupportedOperationException();
  }

  /// All browsers of an account, the last used first.
  public List<Session> list(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Signs a browser out.
  public void end(AccountId account, String id) {
    throw new UnsupportedOperationException();
  }

  /// Signs all browsers of an account out, but the one with the given id.
  public void endOthers(AccountId account, @Nullable String id) {
    throw new UnsupportedOperationException();
  }
}
