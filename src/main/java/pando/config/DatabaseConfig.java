package pando.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The `database` section: where the data of the site is.
///
/// @param url the JDBC URL of the database, such as `jdbc:postgresql://127.0.0.1:5432/pando`,
///   without user and password. It names every server that may have it,
///   `//127.0.0.1:5432,127.0.0.1:5433/pando`: one of them is the primary, and which one changes.
///   Some may not be there yet. Servers must sign users in by SCRAM; one that is set up otherwise
///   needs the method in the URL, such as `?requireAuth=md5`.
///   None: a PostgreSQL of this process's own in the data folder
/// @param user who signs in there
/// @param passwordFile the file with the user's password
public record DatabaseConfig(@Nullable String url, String user, @Nullable String passwordFile) {
  public static final DatabaseConfig DEFAULT = new DatabaseConfig(null, "pando", null);

  private static final String SCHEME = "jdbc:postgresql://";

  public DatabaseConfig {
    if (url != null && !url.matches(SCHEME + "[^/,?]+(,[^/,?]+)*/[^/?]+(\\?.*)?")) {
      throw new Refusal.Invalid("url is not like jdbc:postgresql://127.0.0.1:5432/pando: " + url);
    }
    if (url != null && passwordFile == null) {
      throw new Refusal.Invalid("url is given without passwordFile");
    }
  }

  /// The JDBC URL that leads to the server which is the primary at the moment of connecting.
  public @Nullable String primary() {
    if (url == null || servers().size() < 2) {
      return url;
    }
    return url + (url.contains("?") ? "&" : "?") + "targetServerType=primary&hostRecheckSeconds=0";
  }

  /// The JDBC URL of each server that the database may be on, of that one alone. The primary is the
  /// one that is not in recovery.
  public List<String> servers() {
    if (url == null) {
      return List.of();
    }
    var path = url.indexOf('/', SCHEME.length());
    return Arrays.stream(url.substring(SCHEME.length(), path).split(","))
        .map(server -> SCHEME + server + url.substring(path))
        .toList();
  }
}
