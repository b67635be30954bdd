package pando.web;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What the web app says, in each of its languages.
class WordsTest {
  private static final Path WEB = Path.of("src/main/resources/web");

  /// What others have written, as they have written it.
  private static final Set<Path> LIBRARIES = Set.of(WEB.resolve("lit"), WEB.resolve("cropper"));

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern WORDS = Pattern.compile("[\"'`]([a-z]+(?:_[a-z]+)*)(\\$\\{)?");

  /// Keys that are put together from a beginning and a name.
  private static final Set<String> FAMILIES =
      Set.of(
          "audience_",
          "category_",
          "log_",
          "reason_",
          "theme_",
          "told_",
          "tab_",
          "people_",
          "favourite_",
          "reblog_",
          "ratio_",
          "tool_");

  private final JsonNode english = words("en");
  private final JsonNode korean = words("ko");

  private static JsonNode words(String language) {
    return new ObjectMapper().readTree(WEB.resolve("words/" + language + ".json").toFile());
  }

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(korean.propertyNames()).containsExactlyElementsOf(english.propertyNames());
    assertThat(english.propertyNames())
        .allSatisfy(key -> assertThat(places(korean.get(key))).isEqualTo(places(english.get(key))));
  }

  @Test
  void everyNumberHasAForm() {
    assertThat(english).filteredOn(JsonNode::isObject).allMatch(it -> it.has("one"));
    assertThat(english).filteredOn(JsonNode::isObject).allMatch(it -> it.has("other"));
    assertThat(korean).filteredOn(JsonNode::isObject).allMatch(it -> it.has("other"));
  }

  @Test
  void everyTextIsUsed() throws IOException {
    var used = new TreeSet<String>();
    for (var file : scripts()) {
      WORDS.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
    }
    assertThat(english.propertyNames())
        .allMatch(key -> used.contains(key) || FAMILIES.stream().anyMatch(key::startsWith));
  }

  @Test
  void everyTextThatIsAskedForIsThere() throws IOException {
    var asked = Pattern.compile("\\bt\\(\\s*\"(\\w+)\"");
    for (var file : scripts()) {
      assertThat(asked.matcher(Files.readString(file)).results().map(it -> it.group(1)))
          .as(file.toString())
          .allMatch(english::has);
    }
  }

  private static List<Path> scripts() throws IOException {
    try (var files = Files.walk(WEB)) {
      return files
          .filter(file -> file.toString().endsWith(".js"))
          .filter(file -> LIBRARIES.stream().noneMatch(file::startsWith))
          .toList();
    }
  }

  /// The values that a text has places for; the number alone may be left out.
  private static Set<String> places(JsonNode text) {
    return PLACE
        .matcher(text.toString())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals("count"))
        .collect(toCollection(TreeSet::new));
  }
}
