package pando.signin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.accounts.Account.Role;
import pando.accounts.Recovery;
import pando.accounts.SignUp;
import pando.accounts.TestPeople;
import pando.accounts.TinySmtp;
import pando.accounts.TinySmtp.Mail;
import pando.base.AccountId;

class RecoveryPagesTest {
  private static final String FORGOTTEN = "/auth/password/forgotten";
  private static final String NEW = "/auth/password/new";
  private static final String EMAIL = "/auth/account/email";
  private static final String NEW_PASSWORD = "birch in the rain";
  private static final Pattern LINK = Pattern.compile("https://photos\\.example\\.org(/auth/\\S+)");

  private final TinySmtp smtp = new TinySmtp();
  private SignInSite site = SignInSite.mailing(smtp.mailer(), false);
  private AccountId ana = join("ana", "en");
  private TestBrowser browser = site.browser();

  @AfterEach
  void close() {
    site.close();
    smtp.close();
  }

  @Test
  void theLinkInTheMailLeadsToANewPasswordOnceAndSignsEverythingElseOut() throws Exception {
    var elsewhere = site.people.sessions.start(ana, "Firefox");
    var token = site.people.tokens.issue(site.app().app(), ana, Set.of("read")).token();
    assertThat(browser.get("/auth/sign_in").body()).contains(FORGOTTEN);

    forget("Ana@Example.org");
    var mail = mail();
    assertThat(mail.to()).isEqualTo("ana@example.org");
    assertThat(mail.subject()).isEqualTo("A new password for Photos");
    var page = browser.get(link(mail));
    assertThat(page.body()).contains("value=\"ana\" autocomplete=\"username\"");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(site.people.sessions.find(elsewhere)).isNotNull();
    var tooShort = browser.submit(page, NEW, "password", "short");
    assertThat(tooShort.statusCode()).isEqualTo(422);
    assertThat(tooShort.body()).contains("id=\"password-error\">At least 8 characters");

    site.people.pass(Duration.ofSeconds(1));
    var changed = browser.submit(tooShort, NEW, "password", NEW_PASSWORD);

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body()).contains("Your password is changed");
    assertThat(site.people.sessions.find(elsewhere)).isNull();
    assertThat(site.people.tokens.find(token)).isNull();
    assertThat(browser.submit(page, NEW, "password", NEW_PASSWORD).statusCode()).isEqualTo(404);
    assertThat(browser.signIn("ana", TestPeople.PASSWORD).statusCode()).isEqualTo(422);
    assertThat(browser.signIn("ana", NEW_PASSWORD).statusCode()).isEqualTo(303);
    assertThat(browser.get(link(mail)).statusCode()).isEqualTo(404);
    site.people.deliverEverythingAgain();
    assertThat(smtp.isEmpty()).isTrue();
  }

  @Test
  void nobodyLearnsWhoseAddressItIsAndNobodyElseIsSentAMail() throws Exception {
    var known = forget("ana@example.org");
    var unknown = forget("ben@example.org");
    var nonsense = forget("not an address");

    assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(200);
    assertThat(unknown.body()).isEqualTo(known.body()).isEqualTo(nonsense.body());
    assertThat(mail().to()).isEqualTo("ana@example.org");
    assertThat(smtp.isEmpty()).isTrue();
  }

  @Test
  void aLinkIsGoodForAnHourAndUntilANewerOneOrANewPassword() throws Exception {
    forget("ana@example.org");
    var late = mail();
    site.people.pass(Recovery.RESET_TTL);
    assertThat(browser.get(link(late)).statusCode()).isEqualTo(404);

    forget("ana@example.org");
    var older = mail();
    site.people.pass(Duration.ofSeconds(1));
    forget("ana@example.org");
    site.people.settle();
    assertThat(smtp.isEmpty()).as("a second mail at once").isTrue();
    site.people.pass(Recovery.PAUSE);
    forget("ana@example.org");
    var newer = mail();
    assertThat(browser.get(link(older)).statusCode()).isEqualTo(404);
    assertThat(browser.get(link(newer)).statusCode()).isEqualTo(200);

    site.people.logins.changePassword(ana, NEW_PASSWORD);
    assertThat(browser.get(link(newer)).statusCode()).isEqualTo(404);
    for (var made : new String[] {"", "1." + "x".repeat(43), "x", ana.value() + "."}) {
      assertThat(browser.get(NEW + "?reset_token=" + made).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aMailThatTheServerDidNotTakeIsSentLaterUnlessItsLinkIsTooOldThen() throws Exception {
    smtp.refuse(true);
    forget("ana@example.org");
    site.people.settle();
    smtp.refuse(false);
    site.people.pass(Duration.ofMinutes(1));
    assertThat(browser.get(link(mail())).statusCode()).isEqualTo(200);

    site.people.pass(Recovery.PAUSE);
    smtp.refuse(true);
    forget("ana@example.org");
    site.people.settle();
    smtp.refuse(false);
    site.people.pass(Recovery.RESET_TTL);
    site.people.settle();
    assertThat(smtp.isEmpty()).isTrue();
  }

  @Test
  void koreansAreWrittenToInKorean() throws Exception {
    join("hana", "ko");
    forget("hana@example.org");

    var mail = mail();
    assertThat(mail.subject()).isEqualTo("Photos 새 비밀번호");
    assertThat(mail.text()).contains("hana 님");
    assertThat(browser.get(link(mail) + "&lang=ko").body()).contains("새 비밀번호 정하기");
  }

  @Test
  void whoeverProvesAnAddressByItHasIt() throws Exception {
    var form = new SignUp("cleo", "cleo@example.org", TestPeople.PASSWORD, true, "en");
    var cleo = site.people.logins.signUp(form).id();
    mail();
    forget("cleo@example.org");
    browser.submit(browser.get(link(mail())), NEW, "password", NEW_PASSWORD);

    site.people.logins.requireActive(cleo);
  }

  @Test
  void mailsCannotBeAskedForWithoutEnd() throws Exception {
    site.close();
    site = SignInSite.mailing(smtp.mailer(), true);
    browser = site.browser();
    var answer = forget("ana@example.org");
    for (var i = 0; i < 30 && answer.statusCode() == 200; i++) {
      answer = forget("ana@example.org");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
  }

  @Test
  void aSiteWithoutMailSaysWhomToAsk() throws Exception {
    try (var silent = SignInSite.open()) {
      assertThat(silent.browser().get(FORGOTTEN).body())
          .contains("This site sends no mail. Ask whoever runs it")
          .doesNotContain("type=\"email\"");
    }
  }

  @Test
  void anotherAddressCountsWhenItsLinkIsOpenedAndTheOldOneIsTold() throws Exception {
    browser.signIn("ana", TestPeople.PASSWORD);
    var refused = changeAddress("new@example.org", "a guess");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"current_password-error\"");
    assertThat(changeAddress("nonsense", TestPeople.PASSWORD).body())
        .contains("id=\"email-error\">This is not an e-mail address");

    var answer = changeAddress("new@example.org", TestPeople.PASSWORD);
    assertThat(answer.body()).contains("We have sent a link to new@example.org");
    var mail = mail();
    assertThat(mail.to()).isEqualTo("new@example.org");
    assertThat(site.people.logins.require(ana).email()).isEqualTo("ana@example.org");
    assertThat(changeAddress("newer@example.org", TestPeople.PASSWORD).body())
        .contains("A mail was sent a moment ago");
    confirm(mail);

    assertThat(site.people.logins.require(ana).email()).isEqualTo("new@example.org");
    var told = mail();
    assertThat(told.to()).isEqualTo("ana@example.org");
    assertThat(told.subject()).isEqualTo("Your e-mail address for Photos was changed");
    assertThat(told.text()).doesNotContain("new@example.org");
    var other = site.browser();
    assertThat(other.signIn("ana@example.org", TestPeople.PASSWORD).statusCode()).isEqualTo(422);
    assertThat(other.signIn("new@example.org", TestPeople.PASSWORD).statusCode()).isEqualTo(303);
    assertThat(confirm(mail).statusCode()).isEqualTo(404);
    join("zoe", "en", "ana@example.org");
  }

  @Test
  void theAddressOfAnotherIsSentNothingAndNotRevealed() throws Exception {
    join("ben", "en");
    browser.signIn("ana", TestPeople.PASSWORD);

    var taken = changeAddress("ben@example.org", TestPeople.PASSWORD).body();
    site.people.settle();
    assertThat(smtp.isEmpty()).isTrue();
    site.people.pass(Recovery.PAUSE);
    var free = changeAddress("bea@example.org", TestPeople.PASSWORD).body();

    assertThat(taken).isEqualTo(free.replace("bea@", "ben@"));
  }

  @Test
  void anAddressThatSomebodyElseTookMeanwhileIsTheirs() throws Exception {
    browser.signIn("ana", TestPeople.PASSWORD);
    changeAddress("new@example.org", TestPeople.PASSWORD);
    var mail = mail();
    join("ben", "en", "new@example.org");

    assertThat(confirm(mail).statusCode()).isEqualTo(404);
    assertThat(site.people.logins.require(ana).email()).isEqualTo("ana@example.org");
  }

  @Test
  void aLinkToANewPasswordThatWentToTheOldAddressIsNoLongerGood() throws Exception {
    forget("ana@example.org");
    var reset = mail();
    browser.signIn("ana", TestPeople.PASSWORD);
    changeAddress("new@example.org", TestPeople.PASSWORD);
    confirm(mail());

    assertThat(browser.get(link(reset)).statusCode()).isEqualTo(404);
  }

  @Test
  void withoutMailAnotherAddressIsBelieved() throws Exception {
    site.close();
    site = SignInSite.open();
    ana = join("ana", "en");
    join("ben", "en");
    browser = site.browser();
    browser.signIn("ana", TestPeople.PASSWORD);

    assertThat(changeAddress("ben@example.org", TestPeople.PASSWORD).statusCode()).isEqualTo(422);
    var answer = changeAddress("new@example.org", TestPeople.PASSWORD);

    assertThat(answer.headers().firstValue("Location")).hasValue("/auth/account?done=email");
    assertThat(site.people.logins.require(ana).email()).isEqualTo("new@example.org");
    site.people.settle();
    join("zoe", "en", "ana@example.org");
  }

  private AccountId join(String name, String locale) {
    return join(name, locale, name + "@example.org");
  }

  private AccountId join(String name, String locale, String email) {
    var form = new SignUp(name, email, TestPeople.PASSWORD, true, locale);
    return site.people.logins.create(form, Role.MEMBER).id();
  }

  private HttpResponse<String> forget(String email) throws Exception {
    return browser.submit(browser.get(FORGOTTEN), FORGOTTEN, "email", email);
  }

  private HttpResponse<String> changeAddress(String email, String password) throws Exception {
    var page = browser.get(EMAIL);
    return browser.submit(page, EMAIL, "email", email, "current_password", password);
  }

  private HttpResponse<String> confirm(Mail mail) throws Exception {
    return browser.submit(browser.get(link(mail)), EMAIL + "/confirm");
  }

  private Mail mail() {
    site.people.settle();
    return smtp.take();
  }

  private static String link(Mail mail) {
    var link = LINK.matcher(mail.text());
    assertThat(link.find()).isTrue();
    return requireNonNull(link.group(1));
  }
}
