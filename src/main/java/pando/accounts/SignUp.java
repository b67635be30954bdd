package pando.accounts;

/// What somebody fills in to join.
///
/// @param agreement whether they agree to the rules of the site
/// @param locale the language of mails to them, such as `en` or `ko`
public record SignUp(
    String username, String email, String password, boolean agreement, String locale) {
  /// Without the password, which must not reach a log.
  @Override
  public String toString() {
    return "SignUp[username=" + username + "]";
  }
}
