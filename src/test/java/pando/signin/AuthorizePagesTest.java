package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pando.accounts.App;
import pando.accounts.TestPeople;
import pando.accounts.Tokens;
import pando.http.TestServer;

class AuthorizePagesTest {
  private static final String AUTHORIZE = "/oauth/authorize";
  private static final String CALLBACK_OF_SITE = TestServer.PUBLIC_URL + "/elsewhere";
  private static final Pattern CODE = Pattern.compile("class=\"code\" value=\"([^\"]+)\"");

  private final SignInSite site = SignInSite.open();
  private final TestBrowser browser = site.browser();

  @BeforeEach
  void anaJoins() {
    site.people.join("ana");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whoIsNotSignedInSignsInAndComesBack() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    var path = path(app, SignInSite.CALLBACK, Map.of("state", "a b&c"));

    var signInPath = location(browser.get(path));
    assertThat(signInPath).startsWith("/auth/sign_in?continue=");
    var page = browser.get(signInPath);
    var back =
        location(
            browser.submit(page, "/auth/sign_in", "login", "ana", "password", TestPeople.PASSWORD));

    assertThat(browser.get(back).body()).contains("Let Leaf use your account?");
  }

  @Test
  void whatIsAllowedGoesToTheAppWithItsState() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();
    var page = browser.get(path(app, SignInSite.CALLBACK, Map.of("state", "a b&c")));

    var answer = location(browser.submit(page, AUTHORIZE, "decision", "allow"));

    assertThat(answer).startsWith(SignInSite.CALLBACK + "?code=").endsWith("&state=a+b%26c");
    var code = URI.create(answer).getQuery().replaceAll("code=([^&]*).*", "$1");
    var issued = site.people.tokens.exchange(app, code, SignInSite.CALLBACK, null);
    assertThat(issued.access().account()).isEqualTo(site.id("ana"));
  }

  @Test
  void thePageOfTheSiteItselfGetsACodeWithoutAsking() throws Exception {
    var page = TestServer.PUBLIC_URL + "/";
    var app = site.app(page).app();
    signIn();

    assertThat(location(browser.get(path(app, page, Map.of())))).startsWith(page + "?code=");
  }

  @Test
  void aScriptOfThePageIsToldWhereToGoAndNotSentThere() throws Exception {
    var page = TestServer.PUBLIC_URL + "/";
    var path = path(site.app(page).app(), page, Map.of());
    var asked = new String[] {"Accept", "application/json"};
    assertThat(browser.get(path, asked).statusCode()).isEqualTo(401);
    signIn();

    var answer = browser.get(path, asked);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"redirect_uri\":\"" + page + "?code=");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void whoseAddressOnlyBeginsLikeTheSiteMustBeAllowed() throws Exception {
    signIn();
    for (var address : List.of(TestServer.PUBLIC_URL + ".evil.example/", CALLBACK_OF_SITE)) {
      var app = site.app(address).app();

      assertThat(browser.get(path(app, address, Map.of())).body()).contains("use your account?");
    }
  }

  @Test
  void whatModeratorsMayDoIsNeverGivenWithoutAskingForThePassword() throws Exception {
    var page = TestServer.PUBLIC_URL + "/";
    var app = site.app(page).app();
    var token = site.people.tokens;
    signIn();
    for (var scope : List.of("admin:read", "read admin:write:reports", "admin:read admin:write")) {
      var path = path(app, page, Map.of("scope", scope));
      var asked = browser.get(path);
      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(asked.body()).contains("type=\"password\"");
      for (var wrong : List.of("", "not " + TestPeople.PASSWORD)) {
        var answer = browser.submit(asked, AUTHORIZE, "decision", "allow", "password", wrong);
        assertThat(location(answer)).isEmpty();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("This is not your password.");
      }
      var allowed =
          browser.submit(asked, AUTHORIZE, "decision", "allow", "password", TestPeople.PASSWORD);
      var code = URI.create(location(allowed)).getQuery().replaceAll("code=([^&]*).*", "$1");
      assertThat(token.exchange(app, code, page, null).access().scopes())
          .containsExactlyInAnyOrder(scope.split(" "));

      assertThat(browser.get(path).body()).contains("type=\"password\""); // also the second time
    }
  }

  @Test
  void whatIsDeniedIsToldToTheApp() throws Exception {
    var app = site.app("com.example.leaf.10217:/request_token").app();
    signIn();
    var page =
        browser.get(path(app, "com.example.leaf.10217:/request_token", Map.of("state", "x")));

    var answer = location(browser.submit(page, AUTHORIZE, "decision", "deny"));

    assertThat(answer)
        .isEqualTo("com.example.leaf.10217:/request_token?error=access_denied&state=x");
  }

  @Test
  void anAppThatWasAllowedBeforeIsNotAskedAboutAgainUnlessItWantsToBe() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();
    var path = path(app, SignInSite.CALLBACK, Map.of());
    var first = location(browser.submit(browser.get(path), AUTHORIZE, "decision", "allow"));
    var code = URI.create(first).getQuery().replaceAll("code=([^&]*).*", "$1");
    site.people.tokens.exchange(app, code, SignInSite.CALLBACK, null);

    assertThat(location(browser.get(path))).startsWith(SignInSite.CALLBACK + "?code=");
    assertThat(browser.get(path + "&force_login=true").body()).contains("Let Leaf use");
    assertThat(browser.get(path + "&scope=read+write").body()).contains("Let Leaf use");
  }

  @Test
  void anAppWithoutAPageHasItsCodeShown() throws Exception {
    var app = site.app().app();
    signIn();
    var page = browser.get(path(app, Tokens.OUT_OF_BAND, Map.of()));

    var shown = browser.submit(page, AUTHORIZE, "decision", "allow");

    assertThat(shown.statusCode()).isEqualTo(200);
    var code = CODE.matcher(shown.body());
    assertThat(code.find()).isTrue();
    assertThat(site.people.tokens.exchange(app, code.group(1), Tokens.OUT_OF_BAND, null))
        .isNotNull();
  }

  @Test
  void nobodyIsSentToAnAddressThatTheAppHasNotRegistered() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();
    for (var other :
        new String[] {SignInSite.CALLBACK + "/x", "https://evil.example/", "javascript:alert(1)"}) {
      var answer = browser.get(path(app, other, Map.of()));

      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(location(answer)).isEmpty();
      assertThat(answer.body()).contains("<html").doesNotContain("evil", "javascript:");
    }
  }

  @Test
  void whatIsWrongWithTheRequestIsToldToThePerson() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();

    assertThat(
            browser.get(AUTHORIZE + "?client_id=nobody&response_type=code&redirect_uri=x:y").body())
        .contains("not known on this site");
    assertThat(browser.get(path(app, SignInSite.CALLBACK, Map.of("scope", "push"))).body())
        .contains("asks for more");
    assertThat(
            browser.get(path(app, SignInSite.CALLBACK, Map.of("code_challenge", "x"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void anotherSiteCannotAnswerForThePerson() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    var anonymous = browser.get("/auth/sign_in");
    var before = TestBrowser.hiddenFields(anonymous.body(), "/auth/sign_in").get("form_token");
    signIn();
    var page = browser.get(path(app, SignInSite.CALLBACK, Map.of()));
    var fields = TestBrowser.hiddenFields(page.body(), AUTHORIZE);
    fields.put("decision", "allow");

    fields.put("form_token", before);
    assertThat(browser.post(AUTHORIZE, fields).statusCode()).isEqualTo(403);
    fields.remove("form_token");
    assertThat(browser.post(AUTHORIZE, fields).statusCode()).isEqualTo(403);
  }

  @Test
  void formsMayLeadToTheAppAndNowhereElse() throws Exception {
    var app = site.app("https://app.example:8443/callback", "myapp://done").app();
    signIn();

    assertThat(policy(browser.get(path(app, "https://app.example:8443/callback", Map.of()))))
        .endsWith("form-action 'self' https://app.example:8443");
    assertThat(policy(browser.get(path(app, "myapp://done", Map.of()))))
        .endsWith("form-action 'self' myapp:");
    var stranger = site.browser();
    var signIn = location(stranger.get(path(app, "myapp://done", Map.of())));
    assertThat(policy(stranger.get(signIn))).endsWith("form-action 'self' myapp:");
  }

  @Test
  void anotherPersonCanSignInInstead() throws Exception {
    site.people.join("ben");
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();
    var page = browser.get(path(app, SignInSite.CALLBACK, Map.of("force_login", "true")));
    assertThat(page.body()).contains("You are signed in as @ana.");

    var signInPath = location(browser.submit(page, "/auth/sign_out"));
    var again = browser.get(signInPath);
    var back =
        location(
            browser.submit(
                again, "/auth/sign_in", "login", "ben", "password", TestPeople.PASSWORD));

    assertThat(browser.get(back).body()).contains("You are signed in as @ben.");
  }

  @Test
  void thePageSaysWhatTheAppWillBeAbleToDo() throws Exception {
    var app = site.app(SignInSite.CALLBACK).app();
    signIn();
    var wanted = Map.of("scope", "read:statuses read:notifications write:media");

    var page = browser.get(path(app, SignInSite.CALLBACK, wanted));

    assertThat(page.body())
        .contains("<li>See your notifications, posts</li>")
        .contains("<li>Change your photos</li>")
        .contains("go on to https://app.example.");
  }

  private void signIn() throws Exception {
    assertThat(browser.signIn("ana", TestPeople.PASSWORD).statusCode()).isEqualTo(303);
  }

  private static String path(App app, String redirectUri, Map<String, String> more) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("response_type", "code");
    parameters.put("client_id", app.clientId());
    parameters.put("redirect_uri", redirectUri);
    parameters.putAll(more);
    return AUTHORIZE + "?" + TestServer.encode(parameters);
  }

  private static String policy(HttpResponse<String> page) {
    return page.headers().firstValue("Content-Security-Policy").orElse("");
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }
}
