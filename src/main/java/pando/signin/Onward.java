package pando.signin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.Tokens;
import pando.http.Params;

/// Where somebody was going when they had to sign in first: a path on this site.
///
/// @param path begins with one slash; never leads to another site
record Onward(String path) {
  /// The parameter that carries it from page to page.
  static final String PARAMETER = "continue";

  /// Where those go who were going nowhere else.
  static final Onward HOME = new Onward("/");

  private static final int MAX_LENGTH = 8_000;

  /// Visible ASCII without backslashes, which browsers take for slashes.
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

  private static final Pattern REDIRECT_URI =
      Pattern.compile("/oauth/authorize\\?(?:.*&)?redirect_uri=([^&#]+).*");

  /// A scheme, and the authority where there is one.
  private static final Pattern SOURCE =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*):(?://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(:\\d+)?)?.*");

  private static final Set<String> WEB = Set.of("http", "https");

  /// Schemes that run what they carry.
  private static final Set<String> SCRIPTS = Set.of("javascript", "data", "vbscript");

  /// What a page or a form names; home if it names nothing, or no path of ours.
  static Onward of(Params params) {
    var path = params.text(PARAMETER);
    return path != null && path.length() <= MAX_LENGTH && LOCAL.matcher(path).matches()
        ? new Onward(path)
        : HOME;
  }

  /// The path of a page that leads here in the end.
  String after(String page) {
    return equals(HOME)
        ? page
        : page + "?" + PARAMETER + "=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  /// Where the form of a page that leads here may end up, for its `form-action`: Chromium applies
  /// it to redirects too, and from `/oauth/authorize` they lead to the client.
  ///
  /// @return a source of CSP; null if it is this site
  @Nullable String source() {
    var uri = REDIRECT_URI.matcher(path);
    if (!uri.matches()) {
      return null;
    }
    try {
      return source(URLDecoder.decode(uri.group(1), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      return null;
    }
  }

  /// The source of CSP that allows a redirect to a URI: `https://host:port`, or `scheme:` of an
  /// app; null if there is none.
  static @Nullable String source(String redirectUri) {
    var parts = SOURCE.matcher(redirectUri);
    if (!parts.matches() || redirectUri.equals(Tokens.OUT_OF_BAND)) {
      return null;
    }
    var scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!WEB.contains(scheme)) {
      return SCRIPTS.contains(scheme) ? null : scheme + ":";
    }
    var port = parts.group(3) == null ? "" : parts.group(3);
    return parts.group(2) == null ? null : scheme + "://" + parts.group(2) + port;
  }
}
