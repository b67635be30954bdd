package pando.main;

import org.jspecify.annotations.Nullable;
import pando.accounts.Account;
import pando.accounts.Accounts;
import pando.accounts.Logins;
import pando.accounts.SignUp;

/// The account that every site begins with.
final class Administrator {
  static final String NAME = "admin";
  private static final String EMAIL = "admin@localhost.localdomain";

  private Administrator() {}

  /// Makes the administrator unless there is one.
  ///
  /// @return the new account's password, which is kept nowhere; null if there was an administrator
  static @Nullable String ensure(Accounts accounts, Logins logins) {
    if (accounts.findByName(NAME) != null) {
      return null;
    }
    var password = Logins.newPassword();
    logins.create(new SignUp(NAME, EMAIL, password, true, "en"), Account.Role.ADMIN);
    return password;
  }
}
