package pando.accounts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person's new posts are like unless they say otherwise.
///
/// @param audience `everyone`, `unlisted`, `followers` or `mentioned`
/// @param sensitive whether photos are covered
/// @param language ISO 639-1, or null: not said
public record Preferences(String audience, boolean sensitive, @Nullable String language) {
  static final Set<String> AUDIENCES = Set.of("everyone", "unlisted", "followers", "mentioned");
}
