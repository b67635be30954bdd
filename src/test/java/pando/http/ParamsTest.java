package pando.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pando.base.Refusal;

class ParamsTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      nullValues = "none",
      delimiter = '|',
      value = {
        FORM + "| status=hi&media_ids[]=1&media_ids[]=2&poll[multiple]=true",
        FORM + "| status=hi&media_ids%5B%5D=1&media_ids%5B%5D=2&poll%5Bmultiple%5D=on",
        FORM + "| status=hi&media_ids[0]=1&media_ids[1]=2&poll[multiple]=1",
        FORM + "; charset=UTF-8 | status=hi&media_ids[1]=2&media_ids[0]=1&poll[multiple]=t",
        "none | status=hi&media_ids[]=1&media_ids[]=2&poll[multiple]=true",
        "text/plain | status=hi&media_ids[]=1&media_ids[]=2&poll[multiple]=true",
        JSON + "| status=hi&media_ids[]=1&media_ids[]=2&poll[multiple]=true",
        JSON + "| {\"status\":\"hi\",\"media_ids\":[\"1\",\"2\"],\"poll\":{\"multiple\":true}}",
        JSON + "| {\"status\":\"hi\",\"media_ids\":[1,2],\"poll\":{\"multiple\":\"true\"}}",
        JSON + "| {\"status\":\"hi\",\"media_ids\":{\"0\":1,\"1\":2},\"poll\":{\"multiple\":1}}",
        FORM + "| {\"status\":\"hi\",\"media_ids\":[1,2],\"poll\":{\"multiple\":true}}",
        "none | {\"status\":\"hi\",\"media_ids\":[1,2],\"poll\":{\"multiple\":true}}",
        "text/plain | {\"status\":\"hi\",\"media_ids\":[1,2],\"poll\":{\"multiple\":true}}",
      })
  void bodiesOfEveryEncodingSayTheSame(@Nullable String type, String body) {
    var params = TestCall.post(type, body).params();

    assertThat(params.text("status")).isEqualTo("hi");
    assertThat(params.ids("media_ids")).containsExactly(1L, 2L);
    assertThat(params.inside("poll").flag("multiple", false)).isTrue();
  }

  @Test
  void aMultipartBodySaysTheSame() {
    var body =
        """
        --b\r
        Content-Disposition: form-data; name="status"\r
        \r
        hi\r
        --b\r
        Content-Disposition: form-data; name="media_ids[]"\r
        Content-Type: text/plain; charset=utf-8\r
        \r
        1\r
        --b\r
        Content-Disposition: form-data; name="media_ids[]"\r
        \r
        2\r
        --b--\r
        """;
    var params = TestCall.post("multipart/form-data; boundary=b", body).params();

    assertThat(params.text("status")).isEqualTo("hi");
    assertThat(params.ids("media_ids")).containsExactly(1L, 2L);
  }

  @Test
  void queryAndBodyAreMergedAndTheBodyGoesFirst() {
    var body = "b=from+body".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var params = TestCall.of("POST", "/?a=from%20query&b=no", body).params();

    assertThat(params.text("a")).isEqualTo("from query");
    assertThat(params.text("b")).isEqualTo("from body");
  }

  @Test
  void oneValueIsAListOfOne() {
    assertThat(query("id=7").ids("id")).containsExactly(7L);
    assertThat(json("{\"id\":7}").ids("id")).containsExactly(7L);
    assertThat(query("").ids("id")).isEmpty();
  }

  @Test
  void longIdsKeepAllTheirDigits() {
    assertThat(json("{\"id\":115599264331563009}").id("id")).isEqualTo(115599264331563009L);
  }

  @Test
  void whatCannotBeAnIdIsZero() {
    assertThat(query("id[]=banana&id[]=-1&id[]=99999999999999999999&id[]=5").ids("id"))
        .containsExactly(0L, 0L, 0L, 5L);
    assertThat(query("id=").id("id")).isNull();
  }

  @Test
  void listsOfSetsComeInThreeSpellings() {
    var spellings =
        List.of(
            query("f[][name]=a&f[][value]=1&f[][name]=b&f[][value]=2"),
            query("f[0][name]=a&f[0][value]=1&f[1][name]=b&f[1][value]=2"),
            json("{\"f\":[{\"name\":\"a\",\"value\":1},{\"name\":\"b\",\"value\":2}]}"));

    assertThat(spellings)
        .allSatisfy(params -> {
          assertThat(params.each("f"))
              .extracting(set -> set.text("name"))
              .containsExactly("a", "b");
          assertThat(params.each("f"))
              .extracting(set -> set.text("value"))
              .containsExactly("1", "2");
        });
  }

  @Test
  void setsNestInSets() {
    var data = query("data[alerts][mention]=1&subscription[keys][auth]=x").inside("data");

    assertThat(data.inside("alerts").flag("mention")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "on", "t", "T", "TRUE", "yes"})
  void yesHasManySpellings(String text) {
    assertThat(query("x=" + text).flag("x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "off", "f", "F", "FALSE", "no", ""})
  void noHasManySpellings(String text) {
    assertThat(query("x=" + text).flag("x")).isFalse();
  }

  @Test
  void absentNullAndEmptyAreDifferent() {
    var params = json("{\"null\":null,\"empty\":\"\"}");

    assertThat(params.has("absent")).isFalse();
    assertThat(params.has("null")).isTrue();
    assertThat(params.text("null")).isNull();
    assertThat(params.text("empty")).isEmpty();
    assertThat(params.flag("absent")).isNull();
    assertThat(params.number("empty")).isNull();
  }

  @Test
  void datesComeWithAnyOffset() {
    var noon = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(query("at=2026-11-21T12:00:00.000Z").instant("at")).isEqualTo(noon);
    assertThat(query("at=2026-11-21T21:00:00%2B09:00").instant("at")).isEqualTo(noon);
    assertThatThrownBy(() -> query("at=banana").instant("at"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("Record invalid");
  }

  @Test
  void aMissingParameterIsNamed() {
    assertThatThrownBy(() -> query("q=").requireText("q"))
        .isInstanceOf(Refusal.Malformed.class)
        .hasMessage("param is missing or the value is empty: q");
  }

  @Test
  void aPageIsCappedAndGarbageIsNoCursor() {
    var page = TestCall.get("/?max_id=banana&min_id=&since_id=5&limit=1000").page(20, 40);

    assertThat(page.maxId()).isNull();
    assertThat(page.minId()).isNull();
    assertThat(page.sinceId()).isEqualTo(5);
    assertThat(page.limit()).isEqualTo(40);
    assertThat(TestCall.get("/?since_id=5&min_id=7").page(20, 40).sinceId()).isNull();
    assertThat(TestCall.get("/?limit=0").page(20, 40).limit()).isEqualTo(20);
    assertThatThrownBy(() -> TestCall.get("/?limit=-1").page(20, 40))
        .isInstanceOf(Refusal.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%zz",
        "a=%f",
        "a=%",
        "a=%ff",
        "a=%c3",
        "a=%00",
        "a[b]=1&a=2&a[c]=3",
        "a=1&a[]=2",
        "a[][b]=1&a[]=2&a[][c]=3",
        "a[b][c][d][e][f][g][h][i]=1",
      })
  void brokenFormsAreMalformed(String query) {
    assertThatThrownBy(() -> query(query)).isInstanceOf(Refusal.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "{\"a\":", "{\"a\":1", "{\"a\":tru}", "{\"a\":1 \"b\":2}", "{\"a\":[1,]}", "{\"a\":,}",
        "{a:1}", "[1]", "17", "\"x\"", "{\"a\":\"\\u0000\"}", "{\"a\":-}", "{\"a\":01x}",
      })
  void brokenJsonIsMalformed(String body) {
    assertThatThrownBy(() -> json(body)).isInstanceOf(Refusal.Malformed.class);
  }

  @Test
  void deepOrManyValuesAreMalformed() {
    assertThatThrownBy(() -> json("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> json("{\"a\":[" + "1,".repeat(JsonText.MAX_VALUES) + "1]}"))
        .isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a[]=1&".repeat(FormTree.MAX_PARAMETERS + 1)))
        .isInstanceOf(Refusal.Malformed.class);
  }

  @Test
  void largeTextsAreTooLarge() {
    assertThatThrownBy(() -> json("{\"a\":\"" + "x".repeat(Body.MAX_TEXT_BYTES) + "\"}"))
        .isInstanceOf(Refusal.TooLarge.class);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    var body = new byte[] {'a', '=', (byte) 0xff};

    assertThatThrownBy(() -> TestCall.of("POST", "/", body, "Content-Type", FORM).params())
        .isInstanceOf(Refusal.Malformed.class)
        .hasMessage("the request is not valid UTF-8");
  }

  @Test
  void anEmptyBodyIsFine() {
    for (var type : List.of(JSON, FORM, "text/plain")) {
      assertThat(TestCall.post(type, "").params().has("a")).isFalse();
    }
  }

  @Test
  void aValueOfTheWrongKindIsMalformed() {
    assertThatThrownBy(() -> query("a[]=1").text("a")).isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=x").number("a")).isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=1e999999999").number("a"))
        .isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=x").inside("a")).isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=x").each("a")).isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=x").upload("a")).isInstanceOf(Refusal.Malformed.class);
    assertThatThrownBy(() -> query("a=NaN").decimal("a")).isInstanceOf(Refusal.Malformed.class);
  }

  private static Params query(String query) {
    return TestCall.get("/?" + query).params();
  }

  private static Params json(String body) {
    return TestCall.post(JSON, body).params();
  }
}
