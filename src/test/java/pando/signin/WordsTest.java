package pando.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Pattern SPOKEN = Pattern.compile("\\{\\{t\\.(\\w+)}}");

  @Test
  void everythingIsSaidInEveryLanguage() {
    var english = Words.in("en").texts();
    assertThat(Words.all())
        .allSatisfy(words -> {
          assertThat(words.texts()).containsOnlyKeys(english.keySet());
          assertThat(words.texts())
              .allSatisfy((key, text) ->
                  assertThat(places(text)).isEqualTo(places(english.getOrDefault(key, ""))));
        });
  }

  @Test
  void everythingThatPagesSayHasWords() throws IOException {
    var said = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(Path.of("src/main/resources/pages"), "*.mustache")) {
      for (var file : files) {
        SPOKEN
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(said::add);
      }
    }
    assertThat(said).isNotEmpty();
    assertThat(Words.in("en").texts()).containsKeys(said.toArray(String[]::new));
  }

  private static long places(String text) {
    return Pattern.compile("%s").matcher(text).results().count();
  }
}
