package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.accounts.TestPeople;
import pando.http.TestServer;

class SignUpHandlersTest {
  private static final String ACCOUNTS = "/api/v1/accounts";

  private final SignInSite site = SignInSite.open();
  private final TestServer client = site.server;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whoSignsUpThroughAnAppIsGivenAToken() throws Exception {
    var answer = client.form(ACCOUNTS, form("ana"), appToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(TestServer.text(answer, "scope")).isEqualTo("read write");
    var access = site.access(TestServer.text(answer, "access_token"));
    assertThat(access.account()).isEqualTo(site.id("ana"));
  }

  @Test
  void everythingWrongIsSaidWithItsField() throws Exception {
    site.people.join("ana");
    var form = form("Ana");
    form.put("password", "short");
    form.remove("agreement");

    var answer = client.form(ACCOUNTS, form, appToken());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("\"error\":\"Validation failed: ")
        .contains("\"username\":[{\"error\":\"ERR_TAKEN\"")
        .contains("\"password\":[{\"error\":\"ERR_TOO_SHORT\"")
        .contains("\"agreement\":[{\"error\":\"ERR_ACCEPTED\"");
  }

  @Test
  void nobodySignsUpWithoutAnApp() throws Exception {
    assertThat(client.form(ACCOUNTS, form("ana")).statusCode()).isEqualTo(401);
    assertThat(client.form(ACCOUNTS, form("ana"), "wrong").statusCode()).isEqualTo(401);
    var app = site.app("x:y").app();
    var ben = site.people.tokens.issue(app, site.people.id("ben"), Set.of("write")).token();
    assertThat(client.form(ACCOUNTS, form("ana"), ben).statusCode()).isEqualTo(403);
    var reader = site.people.tokens.issue(app, Set.of("read")).token();
    assertThat(client.form(ACCOUNTS, form("ana"), reader).statusCode()).isEqualTo(403);
    assertThat(site.people.accounts.findByName("ana")).isNull();
  }

  @Test
  void whoIsConfirmedNeedsNoOtherMail() throws Exception {
    var app = site.app("x:y").app();
    var ana = site.people.tokens.issue(app, site.people.id("ana"), Set.of("write")).token();

    var answer = client.form("/api/v1/emails/confirmations", Map.of(), ana);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(client.form("/api/v1/emails/confirmations", Map.of()).statusCode()).isEqualTo(401);
  }

  private String appToken() {
    return site.people.tokens.issue(site.app("x:y").app(), Set.of("read", "write")).token();
  }

  private static Map<String, String> form(String name) {
    return new HashMap<>(
        Map.of(
            "username", name,
            "email", "new@example.org",
            "password", TestPeople.PASSWORD,
            "agreement", "true",
            "locale", "en"));
  }
}
