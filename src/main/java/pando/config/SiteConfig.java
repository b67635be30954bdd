package pando.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `site` section: what people and clients are told about the site.
///
/// @param title its name, at most 80 characters
/// @param description what it is for, in a sentence or two
/// @param url where people reach it, such as `https://photos.example.org`; none: the address that
///   the web server listens on
/// @param contact the e-mail address of whoever runs it; none: not shown
/// @param registrations whether people may sign up by themselves
public record SiteConfig(
    String title,
    String description,
    @Nullable URI url,
    @Nullable String contact,
    boolean registrations) {

  public static final SiteConfig DEFAULT =
      new SiteConfig("Pando", "Photos and news from people we know.", null, null, true);

  private static final int MAX_TITLE = 80;
  private static final int MAX_DESCRIPTION = 2_000;

  public SiteConfig {
    if (title.isBlank() || title.length() > MAX_TITLE) {
      throw new Refusal.Invalid("title needs 1 to %d characters".formatted(MAX_TITLE));
    }
    if (description.length() > MAX_DESCRIPTION) {
      throw new Refusal.Invalid("description is longer than " + MAX_DESCRIPTION + " characters");
    }
    if (url != null && !isBase(url)) {
      throw new Refusal.Invalid(
          "url is not like https://photos.example.org, without anything after the name: " + url);
    }
    if (contact != null && !contact.contains("@")) {
      throw new Refusal.Invalid("contact is not an e-mail address: " + contact);
    }
  }

  /// Whether it has a scheme and a name, and nothing after it.
  static boolean isBase(URI url) {
    return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        && url.getHost() != null
        && url.getPath().isEmpty()
        && url.getQuery() == null
        && url.getFragment() == null
        && url.getUserInfo() == null;
  }
}
