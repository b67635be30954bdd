package pando.posts;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The text of a post, read once: mentions, tags and links, and the plain text between them.
public final class PostText {
  private PostText() {}

  /// Reads a text.
  ///
  /// @param domain of this site, such as `localhost:8080`: `@ana@localhost:8080` is `@ana`
  public static PostText parse(String text, String domain) {
    return comesNext();
  }

  /// The user names that are mentioned, in lower case, each once.
  public List<String> mentions() {
    return comesNext();
  }

  /// The tags as written, without `#`, each once.
  public List<String> tags() {
    return comesNext();
  }

  /// The text as HTML.
  ///
  /// @param mention of a lower-case user name: who it is, or null if nobody
  /// @param tagUrl of a normalised tag
  public String html(Function<String, @Nullable Mention> mention, Function<String, String> tagUrl) {
    return comesNext();
  }

  /// Who is mentioned, as shown.
  public record Mention(String username, String url) {}

  @SuppressWarnings({"TypeParameterUnusedInFormals", "UnusedMethod"})
  private static <T> T comesNext() {
    throw new UnsupportedOperationException();
  }
}
