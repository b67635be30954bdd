package pando.config;

import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `smtp` section: the server that takes the site's mail.
///
/// @param host its name; none: the site sends no mail
/// @param port its TCP port
/// @param startTls whether the connection must be encrypted after its first words
/// @param user the name to sign in with; none: without signing in
/// @param password of the user; it is a secret, so the file must be readable by its owner alone
/// @param from the address that mail comes from
public record SmtpConfig(
    @Nullable String host,
    int port,
    boolean startTls,
    @Nullable String user,
    @Nullable String password,
    String from) {

  public static final SmtpConfig DEFAULT =
      new SmtpConfig(null, 587, true, null, null, "pando@localhost");

  public SmtpConfig {
    if (port < 1 || port > 65_535) {
      throw new Refusal.Invalid("port is not between 1 and 65535: " + port);
    }
    if (user != null && password == null) {
      throw new Refusal.Invalid("user is given without a password");
    }
    if (!from.contains("@")) {
      throw new Refusal.Invalid("from is not an e-mail address: " + from);
    }
  }

  /// Without the password, which must not reach a log.
  @Override
  public String toString() {
    return "SmtpConfig[host=%s, port=%d, user=%s]".formatted(host, port, user);
  }
}
