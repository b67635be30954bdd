package pando.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import pando.base.Refusal;
import pando.base.Refusal.Fault;

/// What is wrong with a form, collected so that all of it is told at once.
final class Faults {
  static final Fault BLANK = new Fault("ERR_BLANK", "can't be blank");
  static final Fault TAKEN = new Fault("ERR_TAKEN", "has already been taken");
  static final Fault RESERVED = new Fault("ERR_RESERVED", "is reserved");
  static final Fault NEEDED = new Fault("ERR_NEEDED", "is that of an administrator");
  static final Fault WRONG = new Fault("ERR_WRONG", "is wrong");
  static final Fault UNAGREED = new Fault("ERR_ACCEPTED", "must be accepted");

  /// Control characters but for line ends, and those that are not seen or turn the text around
  /// them. The joiner of emoji (U+200D) is not among them.
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}&&[^\\n\\r\\t]]|[\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E"
              + "\\u2060-\\u2064\\u2066-\\u206F\\uFEFF\\uFFF9-\\uFFFB]|\\p{Cs}");

  private final Map<String, List<Fault>> byField = new LinkedHashMap<>();

  void add(String field, Fault fault) {
    byField.computeIfAbsent(field, _ -> new ArrayList<>()).add(fault);
  }

  /// Adds a fault if the text is too long or holds characters that are not seen.
  void checkText(String field, String text, int maxCharacters) {
    if (text.codePointCount(0, text.length()) > maxCharacters) {
      add(field, tooLong(maxCharacters));
    }
    if (UNSEEN.matcher(text).find()) {
      add(field, invalid("has characters that cannot be seen"));
    }
  }

  static Fault invalid(String description) {
    return new Fault("ERR_INVALID", description);
  }

  static Fault tooShort(int min) {
    return new Fault("ERR_TOO_SHORT", "is too short (minimum is %d characters)".formatted(min));
  }

  static Fault tooLong(int max) {
    return new Fault("ERR_TOO_LONG", "is too long (maximum is %d characters)".formatted(max));
  }

  /// @throws Refusal.Invalid with everything that was added, if anything was
  void check() {
    if (!byField.isEmpty()) {
      throw new Refusal.Invalid("Validation failed: " + sentence(), byField);
    }
  }

  private String sentence() {
    var parts = new ArrayList<String>();
    byField.forEach((field, faults) -> faults.forEach(f -> parts.add(label(field, f))));
    return String.join(", ", parts);
  }

  /// Such as `Display name is too long`, for the field `display_name`.
  private static String label(String field, Fault fault) {
    var words = field.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + " " + fault.description();
  }
}
