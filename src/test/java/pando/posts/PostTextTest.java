package pando.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostTextTest {
  private static final String SITE = "https://pando.example";
  private static final Map<String, PostText.Mention> PEOPLE =
      Map.of(
          "ana", new PostText.Mention("Ana", SITE + "/@Ana"),
          "ben_2", new PostText.Mention("ben_2", SITE + "/@ben_2"));

  private static PostText parse(String text) {
    return PostText.parse(text, "pando.example");
  }

  private static String html(String text) {
    return parse(text).html(PEOPLE::get, tag -> SITE + "/tags/" + tag);
  }

  private static String mentionOf(String name) {
    var link = "<a href=\"%s/@%s\" class=\"u-url mention\">@<span>%s</span></a>";
    return ("<span class=\"h-card\" translate=\"no\">" + link + "</span>")
        .formatted(SITE, name, name);
  }

  private static String tagOf(String name, String shown) {
    return "<a href=\"%s/tags/%s\" class=\"mention hashtag\" rel=\"tag\">#<span>%s</span></a>"
        .formatted(SITE, name, shown);
  }

  private static String linkOf(String url, String start, String shown) {
    return """
    <a href="%s" target="_blank" rel="nofollow noopener" translate="no">\
    <span class="invisible">%s</span><span class="">%s</span><span class="invisible"></span></a>\
    """
        .formatted(url, start, shown);
  }

  @Test
  void linesAndParagraphsAreThoseOfMastodon() {
    assertThat(html("hello")).isEqualTo("<p>hello</p>");
    assertThat(html("a\nb\n\nc")).isEqualTo("<p>a<br />b</p><p>c</p>");
    assertThat(html("a\n\n\n\nb")).isEqualTo("<p>a</p><p>b</p>");
    assertThat(html("")).isEmpty();
  }

  @Test
  void whatLooksLikeHtmlIsText() {
    assertThat(html("<b>\"5\" > '4' & 3</b>"))
        .isEqualTo("<p>&lt;b&gt;&quot;5&quot; &gt; &#39;4&#39; &amp; 3&lt;/b&gt;</p>");
  }

  @Test
  void aMentionIsALinkIfThereIsSuchAPerson() {
    assertThat(html("@ana and @BEN_2"))
        .isEqualTo("<p>" + mentionOf("Ana") + " and " + mentionOf("ben_2") + "</p>");
    assertThat(html("@nobody")).isEqualTo("<p>@nobody</p>");
    assertThat(html("(@ana), @ana."))
        .isEqualTo("<p>(" + mentionOf("Ana") + "), " + mentionOf("Ana") + ".</p>");
  }

  @Test
  void aMentionMayNameThisSiteButNoOther() {
    assertThat(html("@ana@Pando.Example!")).isEqualTo("<p>" + mentionOf("Ana") + "!</p>");
    assertThat(html("@ana@elsewhere.example")).isEqualTo("<p>@ana@elsewhere.example</p>");
    assertThat(PostText.parse("@ana@localhost:8080", "localhost:8080").mentions())
        .containsExactly("ana");
  }

  @Test
  void mentionsAreFoundOnceEachInTheOrderOfTheText() {
    assertThat(parse("@ben @Ana @ana @ben@other.example @carl.").mentions())
        .containsExactly("ben", "ana", "carl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@ana", "mail ana@ana.example", "/@ana", "=@ana", "é@ana", "@", "@@"})
  void whatOnlyResemblesAMentionIsText(String text) {
    assertThat(parse(text).mentions()).isEmpty();
  }

  @Test
  void tagsAreNormalisedAndShownAsTyped() {
    assertThat(html("#Aspen")).isEqualTo("<p>" + tagOf("aspen", "Aspen") + "</p>");
    assertThat(html("so ＃가을\n#2026가"))
        .isEqualTo("<p>so " + tagOf("가을", "가을") + "<br />" + tagOf("2026가", "2026가") + "</p>");
    assertThat(parse("#Café #CAFÉ #ＣＡＦÉ #b").tags().keySet()).containsExactly("café", "b");
    assertThat(parse("#Aspen #ASPEN").tags()).containsExactly(Map.entry("aspen", "Aspen"));
  }

  @ParameterizedTest
  @CsvSource({"#a-b,a", "#a.,a", "#a·b·,a·b", "#a_b_,a_b_", "#a#b,a", "#1a,1a"})
  void aTagEndsWhereItsLettersEnd(String text, String tag) {
    assertThat(parse(text).tags().values()).containsExactly(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#b", "/#b", "#1", "#_", "#", "# a", "##a", "#·a", "&#39;", "#🌲"})
  void whatOnlyResemblesATagIsText(String text) {
    assertThat(parse(text).tags()).isEmpty();
  }

  @Test
  void aTagThatIsTooLongIsText() {
    assertThat(parse("#" + "a".repeat(PostText.MAX_TAG)).tags()).hasSize(1);
    assertThat(parse("#" + "a".repeat(PostText.MAX_TAG + 1)).tags()).isEmpty();
  }

  @Test
  void aShortLinkIsShownWithoutItsBeginning() {
    assertThat(html("see https://www.aspen.example/a?b=c&d#e."))
        .isEqualTo(
            "<p>see "
                + linkOf(
                    "https://www.aspen.example/a?b=c&amp;d#e",
                    "https://www.",
                    "aspen.example/a?b=c&amp;d#e")
                + ".</p>");
  }

  @Test
  void aLongLinkIsCutAfterThirtyCharacters() {
    var rest = "aspen.example/" + "x".repeat(40);

    assertThat(html("https://" + rest))
        .isEqualTo(
            """
            <p><a href="https://%s" target="_blank" rel="nofollow noopener" translate="no">\
            <span class="invisible">https://</span><span class="ellipsis">%s</span>\
            <span class="invisible">%s</span></a></p>\
            """
                .formatted(rest, rest.substring(0, 30), rest.substring(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(https://a.example/b)|https://a.example/b",
        "https://a.example/b_(c)|https://a.example/b_(c)",
        "https://a.example/b, and|https://a.example/b",
        "<https://a.example>|https://a.example",
        "https://a.example/@ana|https://a.example/@ana",
        "https://a.example/#tag|https://a.example/#tag",
        "HTTP://A.example|HTTP://A.example",
        "https://localhost:8080/x|https://localhost:8080/x",
        "https://나무.example/가|https://나무.example/가",
      })
  void aLinkEndsBeforeTheSentenceDoes(String text, String url) {
    assertThat(html(text)).contains("<a href=\"" + url + "\" target");
    assertThat(parse(text).mentions()).isEmpty();
    assertThat(parse(text).tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xhttps://a.example", "javascript:alert(1)", "https://", "ftp://a.b"})
  void whatIsNoLinkIsText(String text) {
    assertThat(html(text)).isEqualTo("<p>" + text + "</p>");
  }

  @Test
  void lengthIsThatOfWhatPeopleSee() {
    assertThat(parse("aspen").length()).isEqualTo(5);
    assertThat(parse("👩‍👩‍👧‍👦 é").length()).isEqualTo(3);
    assertThat(parse("https://aspen.example/" + "x".repeat(400)).length()).isEqualTo(23);
    assertThat(parse("https://a.b hi").length()).isEqualTo(26);
    assertThat(parse("@ana@very.long.example hi").length()).isEqualTo(7);
  }

  /// Whatever people write, nothing of it becomes HTML, and all of it is still there to be read.
  @Test
  void noTextCanMakeHtmlOfItsOwn() {
    var parts =
        List.of(
            "<",
            ">",
            "\"",
            "'",
            "&",
            "/",
            "@",
            "#",
            "ana",
            "ben_2",
            "https://",
            "a.example",
            "\n",
            " ",
            "<script>",
            "href=\"",
            "javascript:",
            "</p>",
            "가",
            "🌲",
            "(",
            ")",
            ".",
            "&lt;",
            "\u200d",
            "\u202e",
            "＃",
            "www.",
            "?x=",
            "_",
            "·",
            "onclick='");
    var tags =
        Pattern.compile(
            "</?(?:p|a|span)(?: (?:href|class|rel|target|translate)=\"[^\"<>']*\")*>|<br />");
    var random = new Random(42);
    for (var round = 0; round < 5_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(25); i >= 0; i--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      var html = html(text.toString());
      var plain = tags.matcher(html).replaceAll("");

      assertThat(plain).as("text: %s\nhtml: %s", text, html).doesNotContain("<", ">", "\"", "'");
      assertThat(html).doesNotContain("\n").matches("(?s)<p>.*</p>");
      assertThat(isBalanced(html)).as(html).isTrue();
      assertThat(read(plain).replaceAll("[\n＃#]", ""))
          .isEqualToIgnoringCase(text.toString().replaceAll("[\n＃#]", ""));
    }
  }

  private static String read(String escaped) {
    return escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static boolean isBalanced(String html) {
    var inner = Pattern.compile("<(a|span|p)(?: [^>]*)?>[^<]*</\\1>|<br />");
    var rest = html;
    while (inner.matcher(rest).find()) {
      rest = inner.matcher(rest).replaceAll("");
    }
    return rest.isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "a", "@a.", "@a@b.", "#a·", "https://a.", "https://a/(", "·", "@"})
  void readingIsQuickWhateverIsRepeated(String part) {
    var text = part.repeat(5_000 / part.length());

    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> html("@" + text + text + "#" + text).length());
  }
}
