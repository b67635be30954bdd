package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What clients are told about the site: `/api/v2/instance`.
///
/// @param apiVersions what of each API there is; see [InstanceHandlers#API_VERSIONS]
/// @param rules Pando has none of its own
@Json(naming = Json.Naming.LowerUnderscore)
public record InstanceView(
    String domain,
    String title,
    String version,
    String sourceUrl,
    String description,
    Usage usage,
    Thumbnail thumbnail,
    List<String> icon,
    List<String> languages,
    Configuration configuration,
    Registrations registrations,
    Map<String, Integer> apiVersions,
    Contact contact,
    List<String> rules) {

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Usage(Users users) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Users(long activeMonth) {}

  @Json
  public record Thumbnail(String url) {}

  /// Limits that clients apply before they send anything.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Configuration(
      Links urls,
      Vapid vapid,
      AccountLimits accounts,
      StatusLimits statuses,
      MediaLimits mediaAttachments,
      PollLimits polls,
      Translation translation,
      TimelinesAccess timelinesAccess,
      boolean limitedFederation) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Links(
      String streaming,
      @Nullable String status,
      String about,
      String privacyPolicy,
      @Nullable String termsOfService) {}

  /// The key that signs push messages.
  ///
  /// @param publicKey empty: Pando sends no push messages yet
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Vapid(String publicKey) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record AccountLimits(
      int maxFeaturedTags,
      int maxPinnedStatuses,
      int maxProfileFields,
      int profileFieldNameLimit,
      int profileFieldValueLimit,
      int maxNoteLength,
      int maxDisplayNameLength) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record StatusLimits(
      int maxCharacters, int maxMediaAttachments, int charactersReservedPerUrl) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record MediaLimits(
      List<String> supportedMimeTypes,
      int descriptionLimit,
      long imageSizeLimit,
      long imageMatrixLimit,
      long videoSizeLimit,
      int videoFrameRateLimit,
      long videoMatrixLimit) {}

  /// All 0: Pando has no polls.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record PollLimits(
      int maxOptions, int maxCharactersPerOption, long minExpiration, long maxExpiration) {}

  @Json
  public record Translation(boolean enabled) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record TimelinesAccess(Access liveFeeds, Access hashtagFeeds, Access trendingLinkFeeds) {}

  /// Who may read feeds of this site and of others: `public`, `authenticated` or `disabled`.
  @Json
  public record Access(String local, String remote) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Registrations(
      boolean enabled,
      boolean approvalRequired,
      boolean reasonRequired,
      @Nullable String message,
      @Nullable Integer minAge,
      @Nullable String url) {}

  /// Who runs the site.
  ///
  /// @param account Pando does not name one
  @Json
  public record Contact(String email, @Nullable String account) {}
}
