package pando.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final String MARKER =
      """
      {"home":{"last_read_id":"1","version":1,"updated_at":"2026-11-21T02:00:00.000Z"}}\
      """;

  private static final String TAG =
      """
      [{"id":"1","name":"fog","url":"https://pando.example/tags/fog","following":true,
        "history":[{"day":"1574553600","uses":"200","accounts":"31"}]}]\
      """;

  @Test
  void aGoodAnswerPasses() {
    assertThatCode(() -> Schema.check("GET", "/api/v1/markers?timeline[]=home", 200, MARKER))
        .doesNotThrowAnyException();
    assertThatCode(() -> Schema.check("GET", "/api/v1/followed_tags", 200, TAG))
        .doesNotThrowAnyException();
  }

  @Test
  void aWrongTypeAMissingFieldAndABadDateAreNamed() {
    assertThatThrownBy(
            () -> Schema.check("GET", "/api/v1/markers", 200, MARKER.replace("\"1\"", "1")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /api/v1/markers 200")
        .hasMessageContaining("/home/last_read_id");
    assertThatThrownBy(() ->
            Schema.check("GET", "/api/v1/followed_tags", 200, TAG.replace("\"url\"", "\"x\"")))
        .hasMessageContaining("url");
    assertThatThrownBy(
            () -> Schema.check("GET", "/api/v1/markers", 200, MARKER.replace("T02:00", " noon")))
        .hasMessageContaining("updated_at");
  }

  @Test
  void anArrayIsNoObject() {
    assertThatThrownBy(() -> Schema.check("GET", "/api/v1/accounts/verify_credentials", 200, "[]"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Schema.check("GET", "/api/v1/accounts/7", 200, "{}"))
        .hasMessageContaining("username");
  }

  @Test
  void errorsMustSayWhatIsWrong() {
    assertThatCode(() -> Schema.check("GET", "/api/v1/statuses/7", 400, "{\"error\":\"no\"}"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Schema.check("GET", "/api/v1/statuses/7", 404, "{\"message\":\"no\"}"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void whatIsNoJsonOrNoRouteOrNoStatusFails() {
    assertThatThrownBy(() -> Schema.check("GET", "/api/v1/statuses/7", 200, "<p>"))
        .isInstanceOf(Exception.class);
    assertThatThrownBy(() -> Schema.check("GET", "/api/v9/none", 200, "{}"))
        .hasMessage("the API has no GET /api/v9/none");
    assertThatThrownBy(() -> Schema.check("GET", "/api/v1/statuses/7", 302, "{}"))
        .hasMessageContaining("302");
  }
}
