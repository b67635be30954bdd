package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;

/// What only the person themselves sees of their account; joined to their [AccountView].
@Json(naming = Json.Naming.LowerUnderscore)
public record CredentialView(Source source, Role role) {

  /// The profile as it was written, and the defaults of new posts.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Source(
      String privacy,
      boolean sensitive,
      @Nullable String language,
      String note,
      List<AccountView.Field> fields,
      long followRequestsCount,
      boolean hideCollections,
      boolean discoverable,
      boolean indexable,
      List<String> attributionDomains,
      String quotePolicy) {}

  /// What the person may do; `permissions` is a bit set as a decimal text.
  @Json
  public record Role(
      String id, String name, String permissions, String color, boolean highlighted) {
    static final Role MEMBER = new Role("-99", "", "0", "", false);
    static final Role MODERATOR = new Role("2", "Moderator", "1308", "", true);
    static final Role ADMIN = new Role("3", "Admin", "1048575", "", true);

    static Role of(Account.Role role) {
      return switch (role) {
        case MEMBER -> MEMBER;
        case MODERATOR -> MODERATOR;
        case ADMIN -> ADMIN;
      };
    }
  }
}
