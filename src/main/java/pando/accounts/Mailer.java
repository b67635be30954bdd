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

  /// The page of the site that takes the secret of a mail.
  public static final String CONFIRMATION_PATH = "/auth/confirmation?confirmation_token=";

  private static final Words ENGLISH =
      new Words(
          "Confirm your e-mail address for %s",
          """
          Hello %s,

          open this link to confirm your e-mail address and start using %s:

          %s

          If it was not you who signed up, ignore this mail.
          """);

  private static final Words KOREAN =
      new Words(
          "%s 이메일 주소 확인",
          """
          %s 님, 안녕하세요.

          아래 링크를 열어 이메일 주소를 확인하고 %s 이용을 시작하세요.

          %s

          직접 가입하지 않으셨다면 이 메일을 무시하세요.
          """);

  /// @param subject with the title of the site
  /// @param text with the user name, the title and the link
  private record Words(String subject, String text) {}

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

  /// Sends the mail that proves an address.
  ///
  /// @param locale of the words: Korean for `ko`, else English
  /// @param secret what the link carries
  /// @throws IllegalStateException if the server does not take it
  void sendConfirmation(String to, String locale, String username, String secret) {
    var words = locale.startsWith("ko") ? KOREAN : ENGLISH;
    var link = url + CONFIRMATION_PATH + secret;
    send(to, words.subject().formatted(title), words.text().formatted(username, title, link));
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
