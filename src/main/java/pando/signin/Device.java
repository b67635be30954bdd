package pando.signin;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/// What a browser runs on, as far as its user agent tells. People know their devices by it; nothing
/// depends on it.
///
/// @param browser null: unknown
/// @param system null: unknown
record Device(@Nullable String browser, @Nullable String system) {
  /// The first mark that a user agent has says which browser it is: many name others as well.
  private static final List<Entry<String, String>> BROWSERS =
      List.of(
          entry("Edg", "Edge"),
          entry("OPR/", "Opera"),
          entry("SamsungBrowser/", "Samsung Internet"),
          entry("Whale/", "Whale"),
          entry("Firefox/", "Firefox"),
          entry("FxiOS/", "Firefox"),
          entry("CriOS/", "Chrome"),
          entry("Chrome/", "Chrome"),
          entry("Safari/", "Safari"));

  private static final List<Entry<String, String>> SYSTEMS =
      List.of(
          entry("Android", "Android"),
          entry("iPhone", "iPhone"),
          entry("iPad", "iPad"),
          entry("CrOS", "ChromeOS"),
          entry("Windows", "Windows"),
          entry("Mac OS X", "macOS"),
          entry("Linux", "Linux"));

  static Device of(String userAgent) {
    return new Device(first(BROWSERS, userAgent), first(SYSTEMS, userAgent));
  }

  private static @Nullable String first(List<Entry<String, String>> marks, String userAgent) {
    for (var mark : marks) {
      if (userAgent.contains(mark.getKey())) {
        return mark.getValue();
      }
    }
    return null;
  }

  /// Such as `Firefox on Linux`.
  String name(Words words) {
    var shown = browser == null ? words.text("own_unknown_browser") : browser;
    return system == null ? shown : words.text("own_browser_on", shown, system);
  }
}
