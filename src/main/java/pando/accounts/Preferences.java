package pando.accounts;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person's new posts are like unless they say otherwise.
///
/// @param audience `everyone`, `unlisted`, `followers` or `mentioned`
/// @param sensitive whether photos are covered
/// @param language ISO 639-1, or null: not said
public record Preferences(String audience, boolean sensitive, @Nullable String language) {
  /// Such as `en`, `ko` or `zh-TW`.
  static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");

  static final Set<String> AUDIENCES = Set.of("everyone", "unlisted", "followers", "mentioned");
}
