package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pando.accounts.TestPeople;
import pando.config.MediaConfig;
import pando.config.SiteConfig;
import pando.http.Router;
import pando.http.TestServer;

class InstanceHandlersTest {
  private static final TestPeople PEOPLE = new TestPeople();
  private static final TestServer SERVER = new TestServer(PEOPLE, InstanceHandlersTest::add);

  private static void add(Router router) {
    var urls = new Urls(TestServer.PUBLIC_URL, TestServer.PUBLIC_URL);
    var site = new SiteConfig("Pando", "What we saw.", null, "ana@example.org", true);
    new InstanceHandlers(site, MediaConfig.DEFAULT, PEOPLE.accounts, urls).routes(router);
    new DiscoveryHandlers(PEOPLE.accounts, urls, true).routes(router);
  }

  @BeforeAll
  static void anaJoins() {
    PEOPLE.join("Ana");
  }

  @AfterAll
  static void close() {
    SERVER.close();
    PEOPLE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/instance",
        "/api/v1/instance",
        "/api/v1/instance/extended_description",
        "/api/v1/instance/privacy_policy"
      })
  void theSiteSaysWhatItIsAsTheSchemaPromises(String path) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    Schema.check("GET", path, answer.statusCode(), answer.body());
  }

  @Test
  void clientsDecideByTheVersionAndTheDomain() throws Exception {
    for (var path : new String[] {"/api/v1/instance", "/api/v2/instance"}) {
      assertThat(TestServer.text(get(path), "version"))
          .matches("4\\.3\\.0 \\(compatible; Pando [0-9.]+\\)");
    }
    assertThat(TestServer.text(get("/api/v1/instance"), "uri")).isEqualTo("pando.example");
    assertThat(TestServer.text(get("/api/v1/instance"), "streaming_api"))
        .isEqualTo("ws://pando.example");
    assertThat(TestServer.text(get("/api/v2/instance"), "domain")).isEqualTo("pando.example");
    assertThat(get("/api/v2/instance").body())
        .contains("\"max_characters\":500,\"max_media_attachments\":10")
        .contains("\"image/heic\"");
  }

  @Test
  void languagesHaveACodeAndAName() throws Exception {
    assertThat(get("/api/v1/instance/languages").body())
        .contains("{\"code\":\"ko\",\"name\":\"Korean\"}")
        .containsOnlyOnce("Hebrew");
  }

  @Test
  void nodeinfoLeadsToWhatRunsHere() throws Exception {
    assertThat(TestServer.text(get("/.well-known/nodeinfo"), "href"))
        .isEqualTo("http://pando.example/nodeinfo/2.0");
    assertThat(get("/nodeinfo/2.0").body())
        .contains("\"name\":\"pando\"")
        .contains("\"protocols\":[]")
        .contains("\"total\":1")
        .contains("\"openRegistrations\":true");
  }

  @Test
  void hostMetaLeadsToWebfinger() throws Exception {
    var answer = get("/.well-known/host-meta");

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/xrd+xml");
    assertThat(answer.body())
        .contains("template=\"http://pando.example/.well-known/webfinger?resource={uri}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acct:ana@pando.example",
        "acct:@Ana@PANDO.example",
        "http://pando.example/@Ana",
        "http://pando.example/users/ana"
      })
  void aPersonIsFoundByNameAndByAddress(String resource) throws Exception {
    var answer = get("/.well-known/webfinger?resource=" + TestServer.encode(resource));

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/jrd+json");
    assertThat(TestServer.text(answer, "subject")).isEqualTo("acct:Ana@pando.example");
    assertThat(TestServer.text(answer, "href")).isEqualTo("http://pando.example/@Ana");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acct:ben@pando.example", "acct:ana@elsewhere.example", "ana", "acct:"})
  void nobodyElseIsFound(String resource) throws Exception {
    var answer = get("/.well-known/webfinger?resource=" + TestServer.encode(resource));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void webfingerNeedsToKnowWhoIsMeant() throws Exception {
    assertThat(get("/.well-known/webfinger").statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return SERVER.get(path, null);
  }
}
