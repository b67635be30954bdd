package pando.accounts;

import java.net.URI;
import pando.config.SmtpConfig;

/// Sends the site's mail through its SMTP server.
public final class Mailer {
  /// @param title of the site
  /// @param url where people reach the site
  public Mailer(SmtpConfig smtp, String title, URI url) {}
}
