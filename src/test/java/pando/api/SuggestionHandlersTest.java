package pando.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pando.main.TestClient;
import pando.main.TestPando;

@Tag("product")
class SuggestionHandlersTest {
  private static final TestPando PANDO = TestPando.withShards(2);

  @AfterAll
  static void close() {
    PANDO.close();
  }

  @Test
  void thoseWithFollowersAreSuggestedToWhoDoesNotFollowThemYet() {
    var ana = PANDO.signUp("ana");
    var ben = PANDO.signUp("ben").follows(ana);
    var carol = PANDO.signUp("carol");

    assertThat(suggested(carol.client())).contains("ana").doesNotContain("carol");
    assertThat(suggested(ben.client())).doesNotContain("ana");
    assertThat(suggested(ana.client())).doesNotContain("ana");
    var old = carol.client().get("/api/v1/suggestions");
    assertThat(old.ok().valueStream().map(one -> one.get("username").asString())).contains("ana");
    Schema.check("GET", "/api/v1/suggestions", old.status(), old.body());
    var directory = PANDO.stranger().get("/api/v1/directory?limit=1");
    assertThat(directory.ok().get(0).get("username").asString()).isEqualTo("ana");
    assertThat(directory.json()).hasSize(1);
    Schema.check("GET", "/api/v1/directory", directory.status(), directory.body());
    assertThat(PANDO.stranger().get("/api/v2/suggestions").status()).isEqualTo(401);
  }

  private static List<String> suggested(TestClient client) {
    var answer = client.get("/api/v2/suggestions");
    Schema.check("GET", "/api/v2/suggestions", answer.status(), answer.body());
    return answer.ok().valueStream().map(one -> one.at("/account/username").asString()).toList();
  }
}
