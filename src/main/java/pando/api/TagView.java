package pando.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// A tag, in Mastodon's words.
@Json(naming = Json.Naming.LowerUnderscore)
public record TagView(String id, String name, String url, List<Day> history) {

  /// How often a tag was used on a day: all numbers are texts, `day` is in seconds since 1970.
  @Json
  public record Day(String day, String uses, String accounts) {}
}
