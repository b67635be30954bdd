package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/// Texts that are too long, cannot be stored, or pretend to be another text.
class TextInputTest extends HostileInput {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final ObjectMapper JSON = new ObjectMapper();

  private HostileSite.Answer sends(String method, String path, Map<String, Object> body) {
    return site.send(method, path, "application/json", JSON.writeValueAsString(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=%00",
        "status=a%00b",
        "status=%ff",
        "status=%c0%80",
        "status=%ed%a0%80",
        "status=%f5%80%80%80",
        "status=%",
        "status=%4",
        "status=%zz",
        "status=%u0041",
        "%00=x",
        "%ff=x&status=x",
        "status[=x&status[]=y",
        "status=x&status[a]=y",
        "status[a]=x&status[]=y",
        "a[b][c][d][e][f][g][h][i]=1&status=x",
      })
  void aFormThatIsNotText(String form) {
    site.send("POST", "/api/v1/statuses", FORM, form).isRefused(400, 422);
    site.send("POST", "/api/v1/statuses?" + form, null, "").isRefused(400, 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff", "\u0000", "\u00c3", "\u00ed\u00a0\u0080"})
  void aFormWhoseBytesAreNotUtf8(String raw) {
    var form = ("status=" + raw).getBytes(StandardCharsets.ISO_8859_1);
    site.send("POST", "/api/v1/statuses", FORM, form).isRefused(400);
    site.send("POST", "/api/v1/statuses", null, form).isRefused(400);
    site.send("POST", "/api/v1/statuses", "nonsense;;;", form).isRefused(400);
  }

  @Test
  void tooManyParameters() {
    var form = "a=1&".repeat(2_000) + "status=x";
    assertThat(site.send("POST", "/api/v1/statuses", FORM, form).isRefused(400).reason())
        .contains("1000 parameters");
  }

  @Test
  void aTextThatIsTooLongSaysTheLimit() {
    var limits =
        Map.of(
            "x".repeat(501),
            "500",
            "\ud83d\ude00".repeat(501),
            "500",
            "a\u0301\u0302\u0303".repeat(501),
            "500",
            "x" + "\u0301".repeat(50_000),
            "500");
    limits.forEach((text, limit) ->
        assertThat(
                sends("POST", "/api/v1/statuses", Map.of("status", text)).isRefused(422).reason())
            .contains(limit));
  }

  @Test
  void everyTextHasALimit() {
    var long_ = "x".repeat(100_000);
    var ben = site.ben.id().value();
    sends("POST", "/api/v1/statuses", Map.of("spoiler_text", long_)).isRefused(422);
    sends("POST", "/api/v1/accounts/" + ben + "/note", Map.of("comment", long_)).isRefused(422);
    sends("PATCH", "/api/v1/accounts/update_credentials", Map.of("display_name", long_))
        .isRefused(422);
    sends("PATCH", "/api/v1/accounts/update_credentials", Map.of("note", long_)).isRefused(422);
    sends(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            Map.of("fields_attributes", List.of(Map.of("name", long_, "value", long_))))
        .isRefused(422);
    sends(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            Map.of("source", Map.of("language", long_)))
        .isRefused(422);
    sends("POST", "/api/v1/apps", Map.of("client_name", long_, "redirect_uris", "x:y"))
        .isRefused(422);
    sends("POST", "/api/v1/apps", Map.of("client_name", "x", "redirect_uris", "x:" + long_))
        .isRefused(422);
    sends(
            "POST",
            "/api/v1/apps",
            Map.of("client_name", "x", "redirect_uris", "x:y", "website", "https://x.org/" + long_))
        .isRefused(422);
    site.send("GET", "/api/v2/search", FORM, "q=" + long_).isRefused(422);
    for (var more : List.of("", "x")) { // wherever the text is cut, no character is cut in two
      var query = more + "%F0%9F%98%80".repeat(300);
      assertThat(site.get("/api/v1/accounts/search?q=" + query).status()).isEqualTo(200);
    }
    site.call(
            "POST",
            "/api/v1/statuses",
            Map.of(
                "Authorization",
                "Bearer " + site.ana.client().token(),
                "Idempotency-Key",
                "k".repeat(5_000)),
            "status=x".getBytes(StandardCharsets.UTF_8))
        .isRefused(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "an\u0430", // a Cyrillic letter
        "ana\u200b",
        "\u202eana",
        "ana\u0301",
        "\uff41na",
        "ana\u0000",
        "ana\n",
        " ana",
        "ana ",
        "ANA",
        "a na",
        "ana@example.org",
        "../ana",
        "ana/ben",
        "ana%00",
        "<b>ana</b>",
        "admin",
        "Pando",
        "",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      })
  void aNameThatCouldBeTakenForAnother(String name) {
    var app = site.pando.app().token();
    keeps();
    var form =
        Map.of(
            "username", name,
            "email", "cleo@example.org",
            "password", "a password of cleo's",
            "agreement", true,
            "locale", "en");
    site.call(
            "POST",
            "/api/v1/accounts",
            Map.of("Authorization", "Bearer " + app, "Content-Type", "application/json"),
            JSON.writeValueAsBytes(form))
        .isRefused(400, 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u202eana", "a\u200bb", "a\u0007b", "\u2066x", "\ufeffx"})
  void aDisplayNameThatHidesSomething(String name) {
    var answer =
        sends("PATCH", "/api/v1/accounts/update_credentials", Map.of("display_name", name));
    assertThat(answer.isRefused(422).reason()).contains("cannot be seen");
  }

  @Test
  void aDescriptionIsHeldToWhatCanBeStored() {
    var photo = site.ana.uploads(pando.media.TestPhotos.jpeg(40, 30));
    keeps();
    for (var text : List.of("x".repeat(1_501), "a\\u0000b", "\\ud800")) {
      site.send(
              "PUT",
              "/api/v1/media/" + photo,
              "application/json",
              "{\"description\":\"%s\"}".formatted(text))
          .isRefused(400, 422);
    }
    for (var focus : List.of("1", "1,2,3", "a,b", "NaN,0", "2,0", "1e400,0", ",", "0;0")) {
      sends("PUT", "/api/v1/media/" + photo, Map.of("focus", focus)).isRefused(422);
    }
  }
}
