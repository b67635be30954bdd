package pando.accounts;

import java.util.regex.Pattern;

/// What somebody fills in to join.
///
/// @param agreement whether they agree to the rules of the site
/// @param locale the language of mails to them, such as `en` or `ko`
public record SignUp(
    String username, String email, String password, boolean agreement, String locale) {
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?");

  public SignUp {
    username = username.strip();
    email = email.strip();
    if (!LOCALE.matcher(locale).matches()) {
      locale = "en";
    }
  }

  /// What is wrong with it, whoever else has signed up.
  Faults faults() {
    var faults = new Faults();
    if (username.isEmpty()) {
      faults.add("username", Faults.BLANK);
    } else if (username.length() > Names.MAX_USERNAME) {
      faults.add("username", Faults.tooLong(Names.MAX_USERNAME));
    } else if (!Names.isUsername(username)) {
      faults.add("username", Faults.invalid("must contain only letters, numbers and underscores"));
    }
    if (email.isEmpty()) {
      faults.add("email", Faults.BLANK);
    } else if (!Names.isEmail(email)) {
      faults.add("email", Faults.invalid("is invalid"));
    }
    addPasswordFaults(faults, password);
    if (!agreement) {
      faults.add("agreement", Faults.UNAGREED);
    }
    return faults;
  }

  static void addPasswordFaults(Faults faults, String password) {
    var length = password.codePointCount(0, password.length());
    if (password.isEmpty()) {
      faults.add("password", Faults.BLANK);
    } else if (length < Passwords.MIN_LENGTH) {
      faults.add("password", Faults.tooShort(Passwords.MIN_LENGTH));
    } else if (length > Passwords.MAX_LENGTH) {
      faults.add("password", Faults.tooLong(Passwords.MAX_LENGTH));
    }
  }

  /// Without the password and the address, which must not reach a log.
  @Override
  public String toString() {
    return "SignUp[username=" + username + "]";
  }
}
