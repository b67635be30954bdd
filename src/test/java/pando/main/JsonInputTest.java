package pando.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON that is broken, or says something else than what is asked for.
class JsonInputTest extends HostileInput {
  private static final String JSON = "application/json";

  private HostileSite.Answer posts(String json) {
    return site.send("POST", "/api/v1/statuses", JSON, json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"status\"",
        "{\"status\":",
        "{\"status\":\"half",
        "{\"status\":\"x\",}",
        "{\"status\":\"x\"",
        "{\"status\":\"x\"}}",
        "{\"status\":\"x\"} and more",
        "{\"status\":\"x\"}{\"status\":\"y\"}",
        "{status:\"x\"}",
        "{'status':'x'}",
        "{\"status\":NaN}",
        "{\"status\":Infinity}",
        "{\"status\":01}",
        "{\"status\":+1}",
        "{\"status\":.5}",
        "{\"status\":1.}",
        "{\"status\":tru}",
        "{\"status\":\"\\x41\"}",
        "{\"status\":\"\\u12\"}",
        "{\"status\":\"a\nb\"}",
        "{\"status\":\"x\" \"y\":1}",
        "{\"status\" \"x\"}",
        "[]",
        "[{\"status\":\"x\"}]",
        "\"status\"",
        "1",
        "true",
      })
  void whatIsNoObjectInJsonIsMalformed(String json) {
    assertThat(posts(json).isRefused(400).reason()).contains("JSON");
  }

  static Stream<Arguments> otherEncodings() {
    var json = "{\"status\":\"caf\u00e9\"}";
    return Stream.of(
        Arguments.of("UTF-16 with a mark", json.getBytes(StandardCharsets.UTF_16)),
        Arguments.of("UTF-16", json.getBytes(StandardCharsets.UTF_16LE)),
        Arguments.of("Latin 1", json.getBytes(StandardCharsets.ISO_8859_1)),
        Arguments.of(
            "overlong", "{\"status\":\"\u00c0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1)),
        Arguments.of(
            "half a pair",
            "{\"status\":\"\u00ed\u00a0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherEncodings")
  void whatIsNotUtf8IsMalformed(String name, byte[] json) {
    site.send("POST", "/api/v1/statuses", JSON, json).isRefused(400);
  }

  @Test
  void aMarkBeforeTheJsonIsNoPartOfIt() {
    assertThat(posts("\ufeff{\"status\":\"\"}").isRefused(422).reason()).contains("Text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud800", "\\udc00 ", "\\ud800\\ud800"})
  void whatNoDatabaseCanHoldIsRefusedWhereverATextIsTaken(String text) {
    var id = site.ben.id().value();
    for (var call :
        new String[][] {
          {"POST", "/api/v1/statuses", "status"},
          {"POST", "/api/v1/statuses", "spoiler_text"},
          {"POST", "/api/v1/statuses", "language"},
          {"POST", "/api/v1/apps", "client_name"},
          {"POST", "/api/v1/accounts/" + id + "/note", "comment"},
          {"PATCH", "/api/v1/accounts/update_credentials", "display_name"},
          {"PATCH", "/api/v1/accounts/update_credentials", "note"},
        }) {
      site.send(call[0], call[1], JSON, "{\"%s\":\"%s\"}".formatted(call[2], text))
          .isRefused(400, 422);
    }
    site.send("POST", "/api/v1/statuses", JSON, "{\"%s\":\"x\"}".formatted(text))
        .isRefused(400, 422);
  }

  @Test
  void aBodyHasABoundedDepthAndSize() {
    for (var deep : new int[] {20, 1_000, 100_000}) {
      var nested = "{\"a\":".repeat(deep) + "1" + "}".repeat(deep);
      assertThat(posts(nested).isRefused(400).reason()).contains("nested");
      var lists = "{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}";
      assertThat(posts(lists).isRefused(400).reason()).contains("nested");
    }
    posts("{\"media_ids\":[" + "1,".repeat(50_000) + "1]}").isRefused(400);
    assertThat(posts("{\"status\":\"" + "x".repeat(1 << 20) + "\"}").isRefused(413).reason())
        .contains("larger than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":{\"a\":1}}",
        "{\"status\":[\"x\"]}",
        "{\"status\":\"x\",\"in_reply_to_id\":[1]}",
        "{\"status\":\"x\",\"in_reply_to_id\":{\"id\":1}}",
        "{\"status\":\"x\",\"media_ids\":{\"a\":1}}",
        "{\"status\":\"x\",\"media_ids\":[[1]]}",
        "{\"status\":\"x\",\"media_ids\":[{\"id\":1}]}",
        "{\"status\":\"x\",\"visibility\":[\"public\"]}",
        "{\"status\":\"x\",\"visibility\":{}}",
        "{\"status\":\"x\",\"sensitive\":[]}",
        "{\"status\":\"x\",\"sensitive\":{\"a\":1}}",
        "{\"status\":\"x\",\"language\":[\"en\"]}",
      })
  void theWrongKindOfValueIsMalformedAndNamed(String json) {
    assertThat(posts(json).isRefused(400).reason()).startsWith("parameter ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":null}",
        "{\"status\":\"\"}",
        "{\"status\":\" \\t\\n\\u00a0\\u2003\\u3000\"}",
        "{\"status\":\"\\u200b\\u200b\"}",
        "{\"status\":\"\\u202e\\u2066\"}",
        "{}",
        "{\"status\":\"x\",\"visibility\":\"everyone\"}",
        "{\"status\":\"x\",\"visibility\":true}",
        "{\"status\":\"x\",\"visibility\":\"PUBLIC \"}",
        "{\"status\":\"x\",\"status\":\"\"}",
        "{\"status\":\"x\",\"media_ids\":[true]}",
        "{\"status\":\"x\",\"media_ids\":[1.5,\"1e3\"]}",
        "{\"status\":\"x\",\"media_ids\":[-1]}",
        "{\"status\":\"x\",\"media_ids\":[99999999999999999999]}",
      })
  void whatCannotBePublishedIsRefusedWithTheRule(String json) {
    posts(json).isRefused(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "1.5", "-1", "0", "1e3", "99999999999999999999999", "\"abc\"", "\"1e3\""})
  void aReplyToWhatCannotBeAnIdIsNotFound(String id) {
    posts("{\"status\":\"x\",\"in_reply_to_id\":%s}".formatted(id)).isRefused(404, 422);
  }
}
