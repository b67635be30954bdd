package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.accounts.TestPeople;
import pando.http.TestServer;

class SignInPagesTest {
  private SignInSite site = SignInSite.open();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theAboutPageSaysWhoIsHereAndWhatRuns() throws Exception {
    site.people.join("ana");

    assertThat(site.browser().get("/about").body())
        .contains("People on this site: 1")
        .contains("Apache License 2.0");
  }

  @Test
  void whoSignsInGoesWhereTheyWereGoing() throws Exception {
    site.people.join("ana");
    var browser = site.browser();
    var page = browser.get("/auth/sign_in?continue=%2Foauth%2Fauthorize%3Fa%3Db");

    var answer = submit(browser, page, "ana", TestPeople.PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(location(answer)).isEqualTo("/oauth/authorize?a=b");
    assertThat(browser.cookie("pando_session")).isNotEmpty();
  }

  @Test
  void anEMailAddressIsAsGoodAsAName() throws Exception {
    site.people.join("ana");

    var answer = site.browser().signIn("ANA@example.org", TestPeople.PASSWORD);

    assertThat(location(answer)).isEqualTo("/");
  }

  @Test
  void aWrongPasswordIsSaidBesideTheNameThatWasTyped() throws Exception {
    site.people.join("ana");
    var browser = site.browser();

    var answer = browser.signIn("ana", "wrong " + TestPeople.PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("role=\"alert\"")
        .contains("name=\"login\" value=\"ana\"")
        .doesNotContain(TestPeople.PASSWORD);
    assertThat(browser.cookie("pando_session")).isEmpty();
  }

  @Test
  void aClosedAccountCannotBeSignedInTo() throws Exception {
    site.people.logins.disable(site.people.id("ana"));
    var browser = site.browser();

    var answer = browser.signIn("ana", TestPeople.PASSWORD);

    assertThat(answer.body()).contains("This account is closed");
    assertThat(browser.cookie("pando_session")).isEmpty();
  }

  @Test
  void nobodyIsSentToAnotherSite() throws Exception {
    site.people.join("ana");
    for (var elsewhere :
        new String[] {
          "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil"
        }) {
      var browser = site.browser();
      var page = browser.get("/auth/sign_in?continue=" + TestServer.encode(elsewhere));

      assertThat(location(submit(browser, page, "ana", TestPeople.PASSWORD))).isEqualTo("/");
    }
  }

  @Test
  void aFormOfAnotherSiteSignsNobodyIn() throws Exception {
    site.people.join("ana");
    var browser = site.browser();
    var filledIn = Map.of("login", "ana", "password", TestPeople.PASSWORD);

    browser.get("/auth/sign_in"); // has the cookie now, as a victim would
    var forged = browser.post("/auth/sign_in", filledIn);

    assertThat(forged.statusCode()).isEqualTo(422);
    assertThat(browser.cookie("pando_session")).isEmpty();
  }

  @Test
  void aTokenOfOneBrowserIsNoneInAnother() throws Exception {
    site.people.join("ana");
    var attacker = site.browser();
    var token = formToken(attacker.get("/auth/sign_in"), "/auth/sign_in");
    var victim = site.browser();
    victim.get("/auth/sign_in");

    var forged =
        victim.post(
            "/auth/sign_in",
            Map.of("login", "ana", "password", TestPeople.PASSWORD, "form_token", token));

    assertThat(forged.statusCode()).isEqualTo(422);
    assertThat(victim.cookie("pando_session")).isEmpty();
  }

  @Test
  void whoSignsOutIsSignedOut() throws Exception {
    site.people.join("ana");
    var browser = site.browser();
    browser.signIn("ana", TestPeople.PASSWORD);
    var secret = browser.cookie("pando_session");

    var answer = browser.submit(browser.get("/auth/sign_out"), "/auth/sign_out");

    assertThat(location(answer)).isEqualTo("/auth/sign_in");
    assertThat(browser.cookie("pando_session")).isEmpty();
    assertThat(site.people.sessions.find(secret)).isNull();
  }

  @Test
  void anotherSiteCannotSignSomebodyOut() throws Exception {
    site.people.join("ana");
    var browser = site.browser();
    var before = formToken(browser.get("/auth/sign_in"), "/auth/sign_in");
    browser.signIn("ana", TestPeople.PASSWORD);

    var forged = browser.post("/auth/sign_out", Map.of("form_token", before));

    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(site.people.sessions.find(browser.cookie("pando_session"))).isNotNull();
  }

  @Test
  void whoJoinsIsSignedInAndGoesOn() throws Exception {
    var browser = site.browser();
    var page = browser.get("/auth/sign_up?continue=%2Foauth%2Fauthorize%3Fa%3Db");

    var answer =
        browser.submit(
            page,
            "/auth/sign_up",
            "username",
            "ana",
            "email",
            "ana@example.org",
            "password",
            TestPeople.PASSWORD,
            "agreement",
            "true");

    assertThat(location(answer)).isEqualTo("/oauth/authorize?a=b");
    assertThat(site.people.accounts.findByName("ana")).isNotNull();
    assertThat(browser.cookie("pando_session")).isNotEmpty();
  }

  @Test
  void everythingWrongIsSaidBesideItsField() throws Exception {
    site.people.join("ana");
    var browser = site.browser();
    var page = browser.get("/auth/sign_up");

    var answer =
        browser.submit(
            page, "/auth/sign_up", "username", "Ana", "email", "no address", "password", "short");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("<p class=\"fault\" id=\"username-error\">Somebody has this name")
        .contains("<p class=\"fault\" id=\"email-error\">This is not an e-mail address")
        .contains("<p class=\"fault\" id=\"password-error\">At least 8 characters")
        .contains("<p class=\"fault\" id=\"agreement-error\">Please agree")
        .contains("value=\"no address\"")
        .doesNotContain("short");
  }

  @Test
  void whatSomebodyTypesIsShownAsTextAndNeverAsHtml() throws Exception {
    var browser = site.browser();
    var typed = "\"><script>alert(1)</script>";

    var answer = browser.submit(browser.get("/auth/sign_up"), "/auth/sign_up", "username", typed);

    assertThat(answer.body()).doesNotContain("<script").contains("&lt;script&gt;");
  }

  @Test
  void nobodyJoinsASiteThatIsClosed() throws Exception {
    site.close();
    site = SignInSite.closed();
    var browser = site.browser();

    assertThat(browser.get("/auth/sign_in").body()).doesNotContain("/auth/sign_up");
    assertThat(browser.get("/auth/sign_up").body()).contains("takes no new accounts");
    var fields = new HashMap<>(Map.of("username", "ana", "email", "ana@example.org"));
    fields.putAll(Map.of("password", TestPeople.PASSWORD, "agreement", "true"));
    fields.put("form_token", formToken(browser.get("/auth/sign_in"), "/auth/sign_in"));
    assertThat(browser.post("/auth/sign_up", fields).statusCode()).isEqualTo(403);
    assertThat(site.people.accounts.findByName("ana")).isNull();
  }

  @Test
  void pagesSpeakTheLanguageOfTheBrowserUnlessAnotherIsChosen() throws Exception {
    var browser = site.browser();

    assertThat(browser.get("/auth/sign_in", "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8").body())
        .contains("<html lang=\"ko\">")
        .contains("로그인");
    assertThat(browser.get("/auth/sign_in", "Accept-Language", "fr, *;q=0.1").body())
        .contains("<html lang=\"en\">");
    assertThat(browser.get("/auth/sign_in", "Accept-Language", ";;;").body())
        .contains("<html lang=\"en\">");
    assertThat(browser.get("/auth/sign_in?lang=ko").body()).contains("<html lang=\"ko\">");
    assertThat(browser.get("/auth/sign_up", "Accept-Language", "en").body())
        .contains("<html lang=\"ko\">");
  }

  @Test
  void pagesAreNotKeptAndNotFramedAndSendTheirFormsHome() throws Exception {
    var page = site.browser().get("/auth/sign_in");

    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .endsWith("form-action 'self'");
  }

  @Test
  void cookiesAreKeptFromScriptsAndOtherSitesAndOpenLines() throws Exception {
    assertThat(formCookie(site))
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .doesNotContain("Secure");
    site.close();
    site = SignInSite.overTls();
    assertThat(formCookie(site)).contains("; Secure");
  }

  @Test
  void passwordsCannotBeTriedOneAfterTheOther() throws Exception {
    site.close();
    site = SignInSite.limited();
    var browser = site.browser();
    HttpResponse<String> answer = browser.signIn("ana", "guess");
    for (var guess = 2; guess <= 26; guess++) {
      answer = browser.signIn("ana", "guess");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
  }

  private static String formCookie(SignInSite site) throws Exception {
    return site.browser().get("/auth/sign_in").headers().firstValue("Set-Cookie").orElse("");
  }

  private static HttpResponse<String> submit(
      TestBrowser browser, HttpResponse<String> page, String name, String password)
      throws Exception {
    return browser.submit(page, "/auth/sign_in", "login", name, "password", password);
  }

  private static String formToken(HttpResponse<String> page, String action) {
    return TestBrowser.hiddenFields(page.body(), action).getOrDefault("form_token", "");
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }
}
