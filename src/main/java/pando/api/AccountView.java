package pando.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.AccountId;

/// A person, in Mastodon's words.
///
/// @param createdAt the midnight before the account was made
/// @param lastStatusAt a date, such as `2026-11-21`
@Json(naming = Json.Naming.LowerUnderscore)
public record AccountView(
    AccountId id,
    String username,
    String acct,
    String displayName,
    boolean locked,
    boolean bot,
    boolean discoverable,
    boolean indexable,
    boolean group,
    Instant createdAt,
    String note,
    String url,
    String uri,
    String avatar,
    String avatarStatic,
    String avatarDescription,
    String header,
    String headerStatic,
    String headerDescription,
    long followersCount,
    long followingCount,
    long statusesCount,
    @Nullable String lastStatusAt,
    boolean hideCollections,
    boolean noindex,
    List<String> emojis,
    List<RoleBadge> roles,
    List<Field> fields) {

  /// A line of the profile: `value` is HTML.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Field(String name, String value, @Nullable String verifiedAt) {}

  /// A role that is shown on the profile.
  @Json
  public record RoleBadge(String id, String name, String color) {}
}
