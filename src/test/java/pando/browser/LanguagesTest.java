package pando.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pando.browser.Tour.Guest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Who reads Korean reads no English but what people wrote.
@Tag("slow")
class LanguagesTest {
  private static final Path RESOURCES = Path.of("src", "main", "resources");

  /// Places in a message: `{name}`, and `{0}` on the site's own pages.
  private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

  /// Everything that is read or read out on a page.
  private static final String SAID =
      """
      () => {
        const said = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { data, parentElement } = walker.currentNode;
          if (!parentElement.closest("body [lang]")) said.push(data);
        }
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
          for (const it of document.querySelectorAll(`[${name}]`)) said.push(it.getAttribute(name));
        }
        return said.map((text) => text.trim().replace(/\\s+/g, " ")).filter(Boolean);
      }
      """;

  @TempDir private static Path folder;
  private static Tour tour;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    tour = new Tour(folder);
  }

  @AfterAll
  static void stop() {
    tour.close();
  }

  @Test
  void noPageSaysInEnglishWhatItCanSayInKorean() throws IOException {
    var english = english();
    var found = new ArrayList<String>();
    for (var guest : Guest.values()) {
      var visit = window();
      tour.begin(visit, guest);
      for (var place : tour.places(guest)) {
        place.way().accept(visit);
        visit.finds("!document.querySelector('[aria-busy=true], .ghost')");
        if (!"ko".equals(visit.page().evaluate("document.documentElement.lang"))) {
          found.add(place.name() + ": its language is not said to be Korean");
        }
        for (var text : said(visit)) {
          if (english.stream().anyMatch(message -> message.matcher(text).matches())) {
            found.add(place.name() + ": " + text);
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void datesAndNumbersAreKorean() {
    var dora = tour.site().signUp("dora");
    for (var post = 0; post < 3; post++) {
      dora.posts("A lake");
    }
    var visit = window().goes("/@dora").sees(".counts");
    assertThat(visit.page().locator(".counts").innerText()).containsPattern("3\\s*게시물");
    visit.clicks(".tabs button:last-child").sees(".post .time");
    var time = visit.page().locator(".post .time").first();
    assertThat(time.innerText()).matches("방금.*|\\d+(초|분) 전");
    assertThat(time.getAttribute("title")).matches("\\d{4}년 \\d+월 \\d+일.* (오전|오후) \\d+:\\d\\d");
  }

  @Test
  void englishWouldBeFound() throws IOException {
    var english = english();
    var visit = new Visit(chromium.open(tour.url())).goes("/explore").sees(".tile img");

    assertThat(said(visit))
        .filteredOn(text -> english.stream().anyMatch(it -> it.matcher(text).matches()))
        .contains("Explore", "The latest from everyone here.");
  }

  private Visit window() {
    return new Visit(chromium.open(tour.url(), new NewContextOptions().setLocale("ko-KR")));
  }

  private static List<String> said(Visit visit) {
    var texts = (List<?>) visit.page().evaluate(SAID);
    return texts.stream().map(String::valueOf).toList();
  }

  /// The messages of the app and of the site's own pages that are others in Korean.
  private static List<Pattern> english() throws IOException {
    var messages = new ArrayList<Pattern>();
    var json = new ObjectMapper();
    var words = json.readTree(Files.readString(RESOURCES.resolve("web/words/en.json")));
    var korean = json.readTree(Files.readString(RESOURCES.resolve("web/words/ko.json")));
    for (var entry : words.properties()) {
      for (var form : forms(entry.getValue())) {
        add(messages, form, forms(korean.get(entry.getKey())));
      }
    }
    var pages = properties("pages/en.properties");
    var others = properties("pages/ko.properties");
    for (var key : pages.stringPropertyNames()) {
      add(messages, pages.getProperty(key, ""), List.of(others.getProperty(key, "")));
    }
    assertThat(messages).hasSizeGreaterThan(300);
    return messages;
  }

  private static List<String> forms(JsonNode message) {
    return message.isString()
        ? List.of(message.asString())
        : message.valueStream().map(JsonNode::asString).toList();
  }

  /// Adds a message, unless it is the same in Korean or has no word of its own.
  private static void add(List<Pattern> messages, String text, List<String> korean) {
    var parts = PLACE.split(text.strip(), -1);
    if (korean.contains(text)
        || String.join("", parts).codePoints().noneMatch(Character::isLetter)) {
      return;
    }
    var pattern = new ArrayList<String>();
    for (var part : parts) {
      pattern.add(Pattern.quote(part.replaceAll("\\s+", " ")));
    }
    messages.add(Pattern.compile(String.join(".+", pattern)));
  }

  private static Properties properties(String name) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(RESOURCES.resolve(name))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
