package pando.main;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.SignUp;
import pando.api.Desks.People;

/// The account that every site begins with.
final class Administrator {
  static final String NAME = "admin";
  private static final String EMAIL = "admin@localhost.localdomain";
  private static final int PASSWORD_BYTES = 12;

  private Administrator() {}

  /// Makes the administrator unless there is one.
  ///
  /// @return the new account's password, which is kept nowhere; null if there was an administrator
  static @Nullable String ensure(People people) {
    if (people.accounts().findByName(NAME) != null) {
      return null;
    }
    var password = newPassword();
    people.logins().create(new SignUp(NAME, EMAIL, password, true, "en"), Account.Role.ADMIN);
    return password;
  }

  /// A password that nobody can guess and everybody can type.
  static String newPassword() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
