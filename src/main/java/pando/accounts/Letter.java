package pando.accounts;

/// A mail that the site sends, in the languages of its people.
enum Letter {
  /// Proves the address of somebody who has just signed up.
  CONFIRMATION(
      "/auth/confirmation?confirmation_token=",
      "Confirm your e-mail address for %s",
      """
      Hello %s,

      open this link to confirm your e-mail address and start using %s:

      %s

      If it was not you who signed up, ignore this mail.
      """,
      "%s 이메일 주소 확인",
      """
      %s 님, 안녕하세요.

      아래 링크를 열어 이메일 주소를 확인하고 %s 이용을 시작하세요.

      %s

      직접 가입하지 않으셨다면 이 메일을 무시하세요.
      """),

  /// Leads to a new password.
  NEW_PASSWORD(
      "/auth/password/new?reset_token=",
      "A new password for %s",
      """
      Hello %s,

      open this link within an hour to choose a new password for %s:

      %s

      If it was not you who asked for it, ignore this mail. Your password stays as it is.
      """,
      "%s 새 비밀번호",
      """
      %s 님, 안녕하세요.

      한 시간 안에 아래 링크를 열어 %s에서 쓸 새 비밀번호를 정하세요.

      %s

      직접 요청하지 않으셨다면 이 메일을 무시하세요. 비밀번호는 그대로입니다.
      """),

  /// Proves an address that somebody wants to have from now on.
  NEW_ADDRESS(
      "/auth/account/email/confirm?email_token=",
      "Confirm your new e-mail address for %s",
      """
      Hello %s,

      open this link within a day to use this e-mail address for your account on %s:

      %s

      If it was not you who asked for it, ignore this mail.
      """,
      "%s 새 이메일 주소 확인",
      """
      %s 님, 안녕하세요.

      하루 안에 아래 링크를 열면 %s 계정의 이메일 주소가 이 주소로 바뀝니다.

      %s

      직접 요청하지 않으셨다면 이 메일을 무시하세요.
      """),

  /// Tells the old address that there is another one now.
  ADDRESS_CHANGED(
      "/about",
      "Your e-mail address for %s was changed",
      """
      Hello %s,

      your account on %s has another e-mail address now. No more mail is sent to this one.

      If it was not you who changed it, write to whoever runs the site:

      %s
      """,
      "%s 이메일 주소가 바뀌었습니다",
      """
      %s 님, 안녕하세요.

      %s 계정의 이메일 주소가 바뀌었습니다. 이 주소로는 더 이상 메일을 보내지 않습니다.

      직접 바꾸지 않으셨다면 사이트 운영자에게 알려 주세요.

      %s
      """);

  /// @param subject with the title of the site
  /// @param text with the user name, the title and the link
  record Words(String subject, String text) {}

  /// The page of the site to which its link leads; the secret follows.
  final String path;

  private final String subject;
  private final String text;
  private final String koreanSubject;
  private final String koreanText;

  Letter(String path, String subject, String text, String koreanSubject, String koreanText) {
    this.path = path;
    this.subject = subject;
    this.text = text;
    this.koreanSubject = koreanSubject;
    this.koreanText = koreanText;
  }

  /// Korean for `ko`, else English.
  Words in(String locale) {
    return locale.startsWith("ko")
        ? new Words(koreanSubject, koreanText)
        : new Words(subject, text);
  }
}
