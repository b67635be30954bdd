package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.accounts.TestPeople;
import pando.accounts.Tokens.AppForm;
import pando.accounts.Tokens.Authorization;
import pando.accounts.Tokens.Registered;
import pando.base.AccountId;
import pando.http.TestServer;

class OAuthHandlersTest {
  private static final String TOKEN = "/oauth/token";
  private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

  private final SignInSite site = SignInSite.open();
  private final TestServer client = site.server;
  private final Registered app = site.app(SignInSite.CALLBACK);

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aCodeIsExchangedForATokenOnce() throws Exception {
    var ana = site.people.id("ana");
    var code = code(ana, null);

    var answer = client.form(TOKEN, exchange(code));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .matches(
            "\\{\"access_token\":\"[^\"]{20,}\",\"token_type\":\"Bearer\",\"scope\":\"read write\","
                + "\"created_at\":[0-9]{10}}");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    var access = site.access(TestServer.text(answer, "access_token"));
    assertThat(access.account()).isEqualTo(ana);

    assertRefused(client.form(TOKEN, exchange(code)), 400, "invalid_grant");
  }

  @Test
  void aCodeIsGoodForItsAppAndAddressAlone() throws Exception {
    var ana = site.people.id("ana");
    var other = site.app(SignInSite.CALLBACK);
    var foreign = new HashMap<>(exchange(code(ana, null)));
    foreign.putAll(credentials(other));
    var elsewhere = new HashMap<>(exchange(code(ana, null)));
    elsewhere.put("redirect_uri", SignInSite.CALLBACK + "/x");

    assertRefused(client.form(TOKEN, foreign), 400, "invalid_grant");
    assertRefused(client.form(TOKEN, elsewhere), 400, "invalid_grant");
  }

  @Test
  void whoAskedWithAChallengeMustKnowItsVerifier() throws Exception {
    var ana = site.people.id("ana");
    var wrong = new HashMap<>(exchange(code(ana, challenge())));
    wrong.put("code_verifier", VERIFIER + "x");
    var right = new HashMap<>(exchange(code(ana, challenge())));
    right.put("code_verifier", VERIFIER);

    assertRefused(client.form(TOKEN, exchange(code(ana, challenge()))), 400, "invalid_grant");
    assertRefused(client.form(TOKEN, wrong), 400, "invalid_grant");
    assertThat(client.form(TOKEN, right).statusCode()).isEqualTo(200);
  }

  @Test
  void anAppHasATokenForItselfWhateverTheBodyIsEncodedIn() throws Exception {
    var fields = new HashMap<>(credentials(app));
    fields.put("grant_type", "client_credentials");
    fields.put("scope", "read write");
    var json =
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
            .formatted(app.app().clientId(), app.secret());

    assertThat(TestServer.text(client.form(TOKEN, fields), "scope")).isEqualTo("read write");
    assertThat(TestServer.text(client.json(TOKEN, json), "scope")).isEqualTo("read");
    assertThat(client.form(TOKEN + "?" + TestServer.encode(fields), Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(
            client.send("POST", TOKEN, "grant_type=client_credentials", null, basic()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aPasswordIsAGrantWhereTheSiteAllowsIt() throws Exception {
    site.people.join("ana");
    var fields = new HashMap<>(credentials(app));
    fields.put("grant_type", "password");
    fields.put("username", "ana@example.org");
    fields.put("password", TestPeople.PASSWORD);
    fields.put("scope", "read write");

    assertThat(TestServer.text(client.form(TOKEN, fields), "scope")).isEqualTo("read write");
    fields.put("password", "wrong");
    assertRefused(client.form(TOKEN, fields), 400, "invalid_grant");
  }

  @Test
  void whatIsWrongIsSaidInOAuthsWords() throws Exception {
    var fields = new HashMap<>(credentials(app));
    fields.put("grant_type", "client_credentials");
    fields.put("scope", "push");
    assertRefused(client.form(TOKEN, fields), 400, "invalid_scope");
    fields.put("scope", "read nonsense");
    assertRefused(client.form(TOKEN, fields), 400, "invalid_scope");
    fields.put("grant_type", "device");
    assertRefused(client.form(TOKEN, fields), 400, "unsupported_grant_type");
    fields.remove("grant_type");
    assertRefused(client.form(TOKEN, fields), 400, "invalid_request");
    fields.put("client_secret", "wrong");
    assertRefused(client.form(TOKEN, fields), 401, "invalid_client");
    assertRefused(client.form(TOKEN, Map.of()), 401, "invalid_client");
  }

  @Test
  void aTokenThatIsRevokedIsGoneAndCanBeRevokedAgain() throws Exception {
    var token = site.people.tokens.issue(app.app(), Set.of("read")).token();
    var fields = new HashMap<>(credentials(app));
    fields.put("token", token);

    for (var time = 1; time <= 2; time++) {
      var answer = client.form("/oauth/revoke", fields);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{}");
    }
    assertThat(site.people.tokens.find(token)).isNull();
  }

  @Test
  void anAppRevokesNoTokenOfAnother() throws Exception {
    var token = site.people.tokens.issue(app.app(), Set.of("read")).token();
    var fields = new HashMap<>(credentials(site.app(SignInSite.CALLBACK)));
    fields.put("token", token);

    assertRefused(client.form("/oauth/revoke", fields), 403, "unauthorized_client");
    assertThat(site.people.tokens.find(token)).isNotNull();
  }

  @Test
  void pagesOfOtherSitesMayAskForTokens() throws Exception {
    var answer = client.form(TOKEN, Map.of());

    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void theServerDescribesItself() throws Exception {
    var answer = client.get("/.well-known/oauth-authorization-server", null);

    assertThat(answer.body())
        .contains("\"issuer\":\"http://pando.example/\"")
        .contains("\"app_registration_endpoint\":\"http://pando.example/api/v1/apps\"")
        .contains("\"code_challenge_methods_supported\":[\"S256\"]");
  }

  @Test
  void anAppLearnsWhoItActsFor() throws Exception {
    var ana = site.people.id("ana");
    var form = new AppForm("Leaf", null, List.of("x:y"), Set.of("profile"));
    var reader = site.people.tokens.register(form).app();
    var token = site.people.tokens.issue(reader, ana, Set.of("profile")).token();

    var answer = client.get("/oauth/userinfo", token);

    assertThat(TestServer.text(answer, "preferred_username")).isEqualTo("ana");
    assertThat(TestServer.text(answer, "profile")).isEqualTo("http://pando.example/@ana");
    assertThat(client.get("/oauth/userinfo", null).statusCode()).isEqualTo(401);
  }

  private String code(AccountId account, @Nullable String challenge) {
    var wanted = new Authorization(SignInSite.CALLBACK, Set.of("read", "write"), challenge);
    return site.people.tokens.authorize(account, app.app(), wanted);
  }

  private static String challenge() throws Exception {
    var hash =
        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private Map<String, String> exchange(String code) {
    var fields = new HashMap<>(credentials(app));
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", SignInSite.CALLBACK);
    return fields;
  }

  private static Map<String, String> credentials(Registered app) {
    return Map.of("client_id", app.app().clientId(), "client_secret", app.secret());
  }

  private String basic() {
    var pair = app.app().clientId() + ":" + app.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(TestServer.text(answer, "error")).isEqualTo(error);
    assertThat(TestServer.text(answer, "error_description")).isNotEmpty();
  }
}
