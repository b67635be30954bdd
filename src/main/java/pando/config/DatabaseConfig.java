package pando.config;

import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `database` section: where the data of the site is.
///
/// @param url the JDBC URL of the primary, such as `jdbc:postgresql://127.0.0.1:5432/pando`,
///   without user and password; none: a PostgreSQL of this process's own in the data folder
/// @param user who signs in there
/// @param passwordFile the file with the user's password
public record DatabaseConfig(@Nullable String url, String user, @Nullable String passwordFile) {
  public static final DatabaseConfig DEFAULT = new DatabaseConfig(null, "pando", null);

  public DatabaseConfig {
    if (url != null && !url.startsWith("jdbc:postgresql://")) {
      throw new Refusal.Invalid("url is not like jdbc:postgresql://127.0.0.1:5432/pando: " + url);
    }
    if (url != null && passwordFile == null) {
      throw new Refusal.Invalid("url is given without passwordFile");
    }
  }
}
