package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What older clients are told about the site: `/api/v1/instance`.
///
/// @param uri the domain, without a scheme
/// @param maxTootChars what the oldest clients read
@Json(naming = Json.Naming.LowerUnderscore)
public record OldInstanceView(
    String uri,
    String title,
    String shortDescription,
    String description,
    String email,
    String version,
    Links urls,
    Stats stats,
    String thumbnail,
    List<String> languages,
    boolean registrations,
    boolean approvalRequired,
    boolean invitesEnabled,
    Configuration configuration,
    @Nullable String contactAccount,
    List<String> rules,
    int maxTootChars,
    InstanceView.PollLimits pollLimits) {

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Links(String streamingApi) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Stats(long userCount, long statusCount, long domainCount) {}

  @Json(naming = Json.Naming.LowerUnderscore)
  public record Configuration(
      InstanceView.AccountLimits accounts,
      InstanceView.StatusLimits statuses,
      InstanceView.MediaLimits mediaAttachments,
      InstanceView.PollLimits polls) {}
}
