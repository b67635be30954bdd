package pando.posts;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pando.accounts.AppId;
import pando.base.MediaId;
import pando.base.PostId;
import pando.base.Refusal;

/// What somebody wants to publish, or wants a post to become. A draft that exists can be published.
///
/// @param text as written, without space around it and with `\n` as the end of a line
/// @param warning empty if none. A warning without text or photo becomes the text
/// @param sensitive also if there is a warning
/// @param language ISO 639 code; what is not one becomes null
/// @param replyTo the post that it answers; an edit never changes it
/// @param photos in the order of showing, uploaded by the author
/// @param app the client that it is sent with
/// @param requestKey names the request: a second one with the same key makes no second post
public record Draft(
    String text,
    String warning,
    boolean sensitive,
    @Nullable String language,
    Audience audience,
    @Nullable PostId replyTo,
    List<MediaId> photos,
    @Nullable AppId app,
    @Nullable String requestKey) {

  /// Of warning and text together, as [PostText#length] counts.
  public static final int MAX_CHARACTERS = 500;

  public static final int MAX_PHOTOS = 10;

  /// A character that people see may be made of many; so many are never needed.
  private static final int MAX_UNITS = 10 * MAX_CHARACTERS;

  private static final int MAX_REQUEST_KEY = 255;

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?");
  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

  /// What shows nothing although it is no space: fillers of Hangul, an empty Braille cell.
  private static final String FILLERS = "\u115f\u1160\u2800\u3164\uffa0";

  public Draft {
    photos = List.copyOf(photos.stream().distinct().toList());
    text = clean(text);
    warning = clean(warning);
    sensitive = sensitive || !warning.isEmpty();
    if (text.isEmpty() && photos.isEmpty()) {
      text = warning;
      warning = "";
    }
    language = language != null && LANGUAGE.matcher(language).matches() ? language : null;
    if (text.isEmpty() && photos.isEmpty()) {
      throw new Refusal.Invalid("Validation failed: Text can't be blank");
    }
    if (isTooLong(text, warning)) {
      throw new Refusal.Invalid(
          "Validation failed: Text character limit of %d exceeded".formatted(MAX_CHARACTERS));
    }
    if (photos.size() > MAX_PHOTOS) {
      throw new Refusal.Invalid("Cannot attach more than %d files".formatted(MAX_PHOTOS));
    }
    if (requestKey != null && requestKey.length() > MAX_REQUEST_KEY) {
      throw new Refusal.Invalid("Idempotency-Key is longer than " + MAX_REQUEST_KEY);
    }
  }

  /// A draft for everyone that is nothing but text.
  public static Draft of(String text) {
    return new Draft(text, "", false, null, Audience.EVERYONE, null, List.of(), null, null);
  }

  /// The text that is kept: empty if nobody would see anything of it.
  private static String clean(String text) {
    if (text.indexOf(0) >= 0 || text.codePoints().anyMatch(Draft::isHalf)) {
      throw new Refusal.Invalid("Validation failed: Text is invalid");
    }
    var lines = LINE_END.matcher(text).replaceAll("\n");
    var clean = CONTROLS.matcher(lines).replaceAll("").strip();
    return clean.codePoints().anyMatch(Draft::isSeen) ? clean : "";
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static boolean isSeen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> FILLERS.indexOf(codePoint) < 0;
    };
  }

  private static boolean isTooLong(String text, String warning) {
    if (text.length() + warning.length() <= MAX_CHARACTERS
        && !text.contains("://")) { // a short link counts for more than it has
      return false;
    }
    return text.length() + warning.length() > MAX_UNITS
        || PostText.parse(text, "").length() + PostText.parse(warning, "").length()
            > MAX_CHARACTERS;
  }
}
