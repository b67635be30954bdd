package pando.accounts;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import pando.config.SmtpConfig;

/// Sends the site's mail through its SMTP server.
public final class Mailer {
  /// How long to wait for the server: to connect, to answer, to take what is sent.
  private static final String TIMEOUT_MILLIS = "15000";

  private final SmtpConfig smtp;
  private final String title;
  private final URI url;
  private final Session session;

  /// @param smtp with a host
  /// @param title of the site
  /// @param url where people reach the site
  public Mailer(SmtpConfig smtp, String title, URI url) {
    this.smtp = smtp;
    this.title = title;
    this.url = url;
    var settings = new Properties();
    settings.setProperty(
        "mail.smtp.host", Objects.requireNonNull(smtp.host(), "smtp.host is not set"));
    settings.setProperty("mail.smtp.port", String.valueOf(smtp.port()));
    settings.setProperty("mail.smtp.auth", String.valueOf(smtp.user() != null));
    settings.setProperty("mail.smtp.starttls.enable", String.valueOf(smtp.startTls()));
    settings.setProperty("mail.smtp.starttls.required", String.valueOf(smtp.startTls()));
    settings.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    settings.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    settings.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    settings.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    this.session = Session.getInstance(settings);
  }

  /// Sends a letter to somebody.
  ///
  /// @param secret what its link carries; empty: nothing
  /// @throws IllegalStateException if the server does not take it
  void send(Letter letter, Login to, String secret) {
    var words = letter.in(to.locale());
    var text = words.text().formatted(to.account().username(), title, url + letter.path + secret);
    send(to.email(), words.subject().formatted(title), text);
  }

  private void send(String to, String subject, String text) {
    try {
      var message = new MimeMessage(session);
      message.setFrom(new InternetAddress(smtp.from()));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
      message.setSubject(subject, StandardCharsets.UTF_8.name());
      message.setText(text, StandardCharsets.UTF_8.name());
      message.setHeader("Auto-Submitted", "auto-generated");
      Transport.send(message, smtp.user(), smtp.password());
    } catch (MessagingException e) {
      throw new IllegalStateException("the mail server did not take a mail", e);
    }
  }
}
