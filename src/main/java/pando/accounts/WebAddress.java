package pando.accounts;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which addresses a client may name.
final class WebAddress {
  static final int MAX_LENGTH = 2_000; // characters

  /// A scheme and something after it, without spaces: apps have schemes of their own.
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");

  /// Schemes that run in the page that is left, or open what is on the device.
  private static final Set<String> UNSAFE =
      Set.of("javascript", "data", "vbscript", "file", "blob", "about", "view-source");

  private WebAddress() {}

  /// Whether people may be sent back there with a code.
  static boolean isRedirect(String text) {
    if (text.length() > MAX_LENGTH || !ABSOLUTE.matcher(text).matches()) {
      return false;
    }
    var scheme = text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http", "https" -> isWeb(text) && !text.contains("#");
      default -> !UNSAFE.contains(scheme);
    };
  }

  /// Whether it is a page of the web.
  static boolean isWeb(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    try {
      var uri = URI.create(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
