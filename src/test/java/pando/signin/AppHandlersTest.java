package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pando.http.TestServer;

class AppHandlersTest {
  private static final String APPS = "/api/v1/apps";

  private final SignInSite site = SignInSite.open();
  private final TestServer client = site.server;

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void anAppIsToldWhoItIs() throws Exception {
    var answer = client.form(APPS, form("https://a.example/\nmyapp:/done"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"name\":\"Leaf\",\"website\":\"https://leaf.example\"")
        .contains("\"scopes\":[\"read\",\"write\"]")
        .contains("\"redirect_uris\":[\"https://a.example/\",\"myapp:/done\"]")
        .contains("\"redirect_uri\":\"https://a.example/\\nmyapp:/done\"")
        .contains("\"client_secret_expires_at\":0");
    var secret = TestServer.text(answer, "client_secret");
    var known = site.people.tokens.requireApp(TestServer.text(answer, "client_id"), secret);
    assertThat(known.name()).isEqualTo("Leaf");
  }

  @Test
  void everyEncodingIsUnderstood() throws Exception {
    var fields = form("x:y");
    var json =
        """
        {"client_name":"Leaf","redirect_uris":["x:y"],"scopes":"read write",
         "website":"https://leaf.example"}
        """;
    var multipart =
        """
        --b\r
        Content-Disposition: form-data; name="client_name"\r
        \r
        Leaf\r
        --b\r
        Content-Disposition: form-data; name="redirect_uris[]"\r
        \r
        x:y\r
        --b--\r
        """;

    assertThat(registered(client.form(APPS, fields))).isEqualTo("x:y");
    assertThat(registered(client.json(APPS, json))).isEqualTo("x:y");
    assertThat(
            registered(client.send("POST", APPS + "?" + TestServer.encode(fields), "", null, null)))
        .isEqualTo("x:y");
    assertThat(
            registered(
                client.send("POST", APPS, multipart, "multipart/form-data; boundary=b", null)))
        .isEqualTo("x:y");
  }

  @Test
  void anAppNeedsANameAndASafeAddress() throws Exception {
    for (var unsafe : new String[] {"javascript:alert(1)", "data:text/html,x", "vbscript:x", ""}) {
      assertThat(client.form(APPS, form(unsafe)).statusCode()).isEqualTo(422);
    }
    var nameless = form("x:y");
    nameless.remove("client_name");
    var answer = client.form(APPS, nameless);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(TestServer.text(answer, "error"))
        .startsWith("Validation failed: Name can't be blank");
  }

  @Test
  void anAppCanAskWhoItIs() throws Exception {
    var app = site.app("x:y").app();
    var token = site.people.tokens.issue(app, Set.of("read")).token();

    var answer = client.get(APPS + "/verify_credentials", token);

    assertThat(TestServer.text(answer, "name")).isEqualTo("Leaf");
    assertThat(answer.body()).doesNotContain("client_secret");
    assertThat(client.get(APPS + "/verify_credentials", null).statusCode()).isEqualTo(401);
    assertThat(client.get(APPS + "/verify_credentials", "wrong").statusCode()).isEqualTo(401);
  }

  private static Map<String, String> form(String redirectUris) {
    var form = new LinkedHashMap<String, String>();
    form.put("client_name", "Leaf");
    form.put("redirect_uris", redirectUris);
    form.put("scopes", "read write");
    form.put("website", "https://leaf.example");
    return form;
  }

  private static String registered(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return TestServer.text(answer, "redirect_uri");
  }
}
