package pando.api;

import java.util.Locale;
import pando.accounts.Preferences;
import pando.base.Refusal;
import pando.posts.Audience;

/// Mastodon's word for an [Audience].
final class Visibility {
  private Visibility() {}

  static String of(Audience audience) {
    return switch (audience) {
      case EVERYONE -> "public";
      case UNLISTED -> "unlisted";
      case FOLLOWERS -> "private";
      case MENTIONED -> "direct";
    };
  }

  static Audience audience(String visibility) {
    return switch (visibility) {
      case "public" -> Audience.EVERYONE;
      case "unlisted" -> Audience.UNLISTED;
      case "private" -> Audience.FOLLOWERS;
      case "direct" -> Audience.MENTIONED;
      default ->
          throw new Refusal.Invalid(
              "Validation failed: Visibility is not one of public, unlisted, private, direct");
    };
  }

  /// The audience that a person prefers for new posts.
  static Audience preferred(Preferences preferences) {
    return Audience.valueOf(preferences.audience().toUpperCase(Locale.ROOT));
  }
}
