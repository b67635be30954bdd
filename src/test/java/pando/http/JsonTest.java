package pando.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pando.base.PostId;

class JsonTest {
  private static final TestViews.Sample VIEW =
      new TestViews.Sample(
          new PostId(115599264331563009L),
          Instant.parse("2026-11-21T02:00:00Z"),
          null,
          null,
          List.of(),
          Map.of(),
          "<p>\"사진\" 🌲\n</p>",
          3,
          null);

  private static final String ENCODED =
      """
      {"id":"115599264331563009","created_at":"2026-11-21T02:00:00.000Z","edited_at":null,\
      "in_reply_to_account_id":null,"media_attachments":[],"meta":{},\
      "text":"<p>\\"사진\\" 🌲\\n</p>","replies_count":3,"muted":null}\
      """;

  @Test
  void everyFieldIsWrittenNullAndEmptyOnesToo() {
    assertThat(text(Json.bytes(VIEW))).isEqualTo(ENCODED);
    assertThat(text(Json.bytes(List.of(VIEW)))).isEqualTo("[" + ENCODED + "]");
  }

  @Test
  void datesHaveExactlyThreeDigits() {
    assertThat(Json.date(Instant.parse("2026-11-21T02:00:00.123456789Z")))
        .isEqualTo("2026-11-21T02:00:00.123Z");
    assertThat(Json.date(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
  }

  @Test
  void anAbsentFieldIsOneThatIsNotJoined() {
    var joined =
        Json.join(bytes("{\"id\":\"1\"}"), bytes("{}"), Json.bytes(new TestViews.Pinned(true)));

    assertThat(text(joined)).isEqualTo("{\"id\":\"1\",\"pinned\":true}");
    assertThat(text(Json.join(bytes("{\"id\":\"1\"}")))).isEqualTo("{\"id\":\"1\"}");
    assertThat(text(Json.join())).isEqualTo("{}");
  }

  @Test
  void whatIsEncodedAlreadyBecomesAFieldOrAnArray() {
    var one = bytes("{\"id\":\"1\"}");

    assertThat(text(Json.field("status", one))).isEqualTo("{\"status\":{\"id\":\"1\"}}");
    assertThat(text(Json.array(List.of(one, one)))).isEqualTo("[{\"id\":\"1\"},{\"id\":\"1\"}]");
    assertThat(text(Json.array(List.of()))).isEqualTo("[]");
  }

  @Test
  void anArrayOfJoinedObjectsIsTheArrayOfWhatEachWouldBe() {
    var one = bytes("{\"id\":\"1\"}");
    var two = bytes("{\"tag\":\"숲\"}");
    var none = bytes("{}");
    var objects = List.of(new byte[][] {one, none, two}, new byte[][] {none}, new byte[][] {two});

    assertThat(text(Json.arrayOfJoined(objects)))
        .isEqualTo("[{\"id\":\"1\",\"tag\":\"숲\"},{},{\"tag\":\"숲\"}]");
    assertThat(text(Json.arrayOfJoined(List.of()))).isEqualTo("[]");
  }

  @Test
  void aFieldGivesItsValueBack() {
    assertThat(text(Json.valueOf("status", Json.field("status", bytes("{\"id\":\"1\"}")))))
        .isEqualTo("{\"id\":\"1\"}");
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
