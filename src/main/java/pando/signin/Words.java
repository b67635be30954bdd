package pando.signin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import pando.http.Call;
import pando.http.Reply;

/// The words of the pages in one language: the texts of `pages/<language>.properties` by their key.
/// `%s` in a text stands for something that the page says.
final class Words {
  /// The languages there are, and what they call themselves; the first one is for everybody else.
  private static final List<String> LANGUAGES = List.of("en", "ko");

  private static final String COOKIE = "pando_language";
  private static final Duration COOKIE_AGE = Duration.ofDays(365);

  private static final Map<String, Words> ALL = new HashMap<>();

  static {
    LANGUAGES.forEach(language -> ALL.put(language, read(language)));
  }

  private final String language;
  private final Map<String, String> texts;

  private Words(String language, Map<String, String> texts) {
    this.language = language;
    this.texts = Map.copyOf(texts);
  }

  /// In the language of a call: the one that was chosen by its `lang`, now or before, else the one
  /// that its browser prefers.
  static Words of(Call call) {
    var chosen = chosen(call);
    if (chosen != null) {
      return chosen;
    }
    var cookie = call.cookie(COOKIE);
    var before = cookie == null ? null : ALL.get(cookie);
    return before == null ? in(call.language(LANGUAGES)) : before;
  }

  /// Has the browser remember the language that was chosen by a call, if one was.
  static Reply keepChoice(Call call, Reply reply) {
    var chosen = chosen(call);
    return chosen == null ? reply : reply.cookie(call, COOKIE, chosen.language(), COOKIE_AGE);
  }

  private static @Nullable Words chosen(Call call) {
    var named = call.params().text("lang");
    return named == null ? null : ALL.get(named.split("-", 2)[0]);
  }

  /// In a language that there is.
  static Words in(String language) {
    return Objects.requireNonNull(ALL.get(language), language);
  }

  /// Every language there is.
  static List<Words> all() {
    return LANGUAGES.stream().map(Words::in).toList();
  }

  String language() {
    return language;
  }

  /// Every text by its key.
  Map<String, String> texts() {
    return texts;
  }

  /// The text of a key that must be there.
  String text(String key, Object... values) {
    return Objects.requireNonNull(texts.get(key), key).formatted(values);
  }

  /// The text of a key, or another one if there is none.
  String textOr(String key, String absent) {
    return texts.getOrDefault(key, absent);
  }

  private static Words read(String language) {
    var file = "/pages/" + language + ".properties";
    try (var stream = Objects.requireNonNull(Words.class.getResourceAsStream(file), file)) {
      var properties = new Properties();
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
      var texts = new HashMap<String, String>();
      for (var key : properties.stringPropertyNames()) {
        texts.put(key, properties.getProperty(key));
      }
      return new Words(language, texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
