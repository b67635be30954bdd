package pando.signin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.accounts.Sessions.Session;
import pando.accounts.TestPeople;
import pando.accounts.Tokens.AppForm;
import pando.base.AccountId;
import pando.http.TestServer;

class AccountPagesTest {
  private static final String ACCOUNT = "/auth/account";
  private static final String PASSWORD = "/auth/account/password";
  private static final String NEW_PASSWORD = "birch in the rain";

  private SignInSite site = SignInSite.open();
  private AccountId ana = site.people.id("ana");
  private TestBrowser browser = site.browser();

  @BeforeEach
  void signIn() throws Exception {
    browser.signIn("ana", TestPeople.PASSWORD);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whoIsNotSignedInDoesThatFirstAndComesBack() throws Exception {
    var answer = site.browser().get(PASSWORD);

    assertThat(location(answer)).isEqualTo("/auth/sign_in?continue=%2Fauth%2Faccount%2Fpassword");
  }

  @Test
  void aTokenOpensNoneOfThesePages() throws Exception {
    var token = site.people.tokens.issue(site.app().app(), ana, Set.of("read", "write")).token();

    var answer = site.browser().get(ACCOUNT, "Authorization", "Bearer " + token);

    assertThat(location(answer)).startsWith("/auth/sign_in");
  }

  @Test
  void pagesOfOnesAccountAreNotKept() throws Exception {
    assertThat(browser.get(ACCOUNT).headers().firstValue("Cache-Control").orElse(""))
        .contains("no-store");
  }

  @Test
  void aNewPasswordSignsEverythingElseOutAndThisBrowserAnew() throws Exception {
    var other = site.browser();
    other.signIn("ana", TestPeople.PASSWORD);
    var before = browser.cookie("pando_session");
    var app = site.app().app();
    var token = site.people.tokens.issue(app, ana, Set.of("read")).token();

    var answer = changePassword(browser, TestPeople.PASSWORD, NEW_PASSWORD);

    assertThat(location(answer)).isEqualTo("/auth/account?done=password");
    assertThat(browser.get(ACCOUNT + "?done=password").body()).contains("role=\"status\"");
    assertThat(browser.cookie("pando_session")).isNotEmpty().isNotEqualTo(before);
    assertThat(site.people.sessions.find(before)).isNull();
    assertThat(location(other.get(ACCOUNT))).startsWith("/auth/sign_in");
    assertThat(site.people.tokens.find(token)).isNull();
    assertThat(site.browser().signIn("ana", TestPeople.PASSWORD).statusCode()).isEqualTo(422);
    assertThat(location(site.browser().signIn("ana", NEW_PASSWORD))).isEqualTo("/");
  }

  @Test
  void aWrongPasswordChangesNothingAndIsSaidBesideItsField() throws Exception {
    var answer = changePassword(browser, "a guess of mine", NEW_PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("required autofocus aria-invalid=\"true\" aria-describedby=\"current_password-")
        .contains("id=\"current_password-error\">This is not your password")
        .doesNotContain("a guess of mine")
        .doesNotContain(NEW_PASSWORD);
    assertThat(location(site.browser().signIn("ana", TestPeople.PASSWORD))).isEqualTo("/");
  }

  @Test
  void aShortPasswordIsRefusedBesideItsField() throws Exception {
    var answer = changePassword(browser, TestPeople.PASSWORD, "short");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("id=\"password-error\">At least 8 characters");
  }

  @Test
  void anotherSiteChangesNothing() throws Exception {
    var sent = Map.of("current_password", TestPeople.PASSWORD, "password", NEW_PASSWORD);

    assertThat(browser.post(PASSWORD, sent).statusCode()).isEqualTo(403);
    assertThat(location(site.browser().signIn("ana", TestPeople.PASSWORD))).isEqualTo("/");
  }

  @Test
  void passwordsCannotBeTriedHereEither() throws Exception {
    site.close();
    site = SignInSite.limited();
    ana = site.people.id("ana");
    browser = site.browser();
    signIn();
    var answer = changePassword(browser, "guess", NEW_PASSWORD);
    for (var guess = 2; guess <= 26; guess++) {
      answer = changePassword(browser, "guess", NEW_PASSWORD);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
  }

  @Test
  void browsersAreListedInWordsAndThisOneIsMarked() throws Exception {
    site.people.sessions.start(
        ana, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

    assertThat(browser.get(ACCOUNT).body())
        .contains("Firefox on Linux")
        .containsOnlyOnce("this browser");
  }

  @Test
  void aBrowserThatIsSignedOutIsOutWithItsWebApp() throws Exception {
    var secret = site.people.sessions.start(ana, "Firefox");
    var there = requireNonNull(site.people.sessions.find(secret));
    var webApp = webApp();
    var leaf = site.people.tokens.issue(site.app().app(), ana, Set.of("read")).token();

    var page = browser.get(ACCOUNT);
    var answer = browser.submit(page, "/auth/account/browsers/end", "browser", there.id());

    assertThat(location(answer)).isEqualTo("/auth/account?done=browser");
    assertThat(site.people.sessions.find(secret)).isNull();
    assertThat(site.people.tokens.find(webApp)).isNull();
    assertThat(site.people.tokens.find(leaf)).isNotNull();
    assertThat(site.people.sessions.find(browser.cookie("pando_session"))).isNotNull();
  }

  @Test
  void allOtherBrowsersAreSignedOutAtOnce() throws Exception {
    site.people.sessions.start(ana, "Firefox");
    site.people.sessions.start(ana, "Safari");

    browser.submit(browser.get(ACCOUNT), "/auth/account/browsers/end_others");

    var here = requireNonNull(site.people.sessions.find(browser.cookie("pando_session")));
    assertThat(site.people.sessions.list(ana)).extracting(Session::id).containsExactly(here.id());
  }

  @Test
  void nobodySignsOutTheBrowserOfAnother() throws Exception {
    var secret = site.people.sessions.start(site.people.id("ben"), "Firefox");
    var bens = requireNonNull(site.people.sessions.find(secret));
    site.people.sessions.start(ana, "Safari");

    browser.submit(browser.get(ACCOUNT), "/auth/account/browsers/end", "browser", bens.id());

    assertThat(site.people.sessions.find(secret)).isNotNull();
  }

  @Test
  void anAppLosesItsAccess() throws Exception {
    var leaf = site.people.tokens.issue(site.app().app(), ana, Set.of("read")).token();
    webApp();

    var page = browser.get(ACCOUNT);
    assertThat(page.body()).contains("Leaf").doesNotContain("This site");
    browser.submit(page, "/auth/account/apps/end");

    assertThat(site.people.tokens.find(leaf)).isNull();
    assertThat(browser.get(ACCOUNT).body()).contains("There are none").doesNotContain("Leaf");
  }

  @Test
  void whoLeavesTypesTheirNameAndTheirPassword() throws Exception {
    var noName = delete("ben", TestPeople.PASSWORD);
    assertThat(noName.statusCode()).isEqualTo(422);
    assertThat(noName.body()).contains("id=\"name-error\">This is not your user name");
    var noPassword = delete("ana", "a guess of mine");
    assertThat(noPassword.statusCode()).isEqualTo(422);
    assertThat(noPassword.body()).contains("id=\"current_password-error\"");
    assertThat(site.people.accounts.findByName("ana")).isNotNull();

    var answer = delete("@Ana", TestPeople.PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Your account is gone");
    assertThat(browser.cookie("pando_session")).isEmpty();
    assertThat(site.people.accounts.findByName("ana")).isNull();
    assertThat(site.people.sessions.list(ana)).isEmpty();
    assertThat(site.browser().signIn("ana", TestPeople.PASSWORD).body())
        .contains("The name or the password is wrong");
  }

  @Test
  void whoTakesTheirDataAwayTypesTheirPassword() throws Exception {
    var path = "/auth/account/archive";
    var refused = browser.submit(browser.get(path), path, "current_password", "a guess");
    assertThat(refused.statusCode()).isEqualTo(422);

    var answer = browser.submit(browser.get(path), path, "current_password", TestPeople.PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("PK").contains("outbox.json");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"pando-ana.zip\"");
  }

  private HttpResponse<String> delete(String name, String password) throws Exception {
    var path = "/auth/account/delete";
    return browser.submit(browser.get(path), path, "name", name, "current_password", password);
  }

  /// A token as the web app in some browser has it.
  private String webApp() {
    var home = List.of(TestServer.PUBLIC_URL + "/");
    var form = new AppForm("This site", null, home, Set.of("read"));
    var app = site.people.tokens.register(form).app();
    return site.people.tokens.issue(app, ana, Set.of("read")).token();
  }

  private static HttpResponse<String> changePassword(
      TestBrowser browser, String current, String password) throws Exception {
    return browser.submit(
        browser.get(PASSWORD), PASSWORD, "current_password", current, "password", password);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }
}
