package pando.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// The parameters of a call: its query and its body (form, multipart or JSON) as one tree.
///
/// A leaf is a text (numbers and booleans of JSON are their text) or an [Upload]; a node is a list
/// or a map. **The type of a parameter is decided by who asks for it**, since clients send ids as
/// numbers and numbers as texts, one value for a list, and a map with numeric keys for a list too.
/// Where a value cannot be read as what was asked for, the call is refused as malformed.
public final class Params {
  private static final int MAX_NUMBER = 40;

  public static final Params NONE = new Params(Map.of());

  private static final Set<String> FALSE = Set.of("", "false", "f", "0", "off", "no");

  private final Map<String, @Nullable Object> tree;

  Params(Map<String, @Nullable Object> tree) {
    this.tree = tree;
  }

  /// Whether there is a parameter of that name, be it empty or null.
  public boolean has(String name) {
    return tree.containsKey(name);
  }

  /// A text, as it came; null if there is none.
  public @Nullable String text(String name) {
    return switch (tree.get(name)) {
      case null -> null;
      case String text -> text;
      default -> throw unlike(name, "a text");
    };
  }

  /// A text that must be there and not blank.
  public String requireText(String name) {
    var text = text(name);
    if (text == null || text.isBlank()) {
      throw new Refusal.Malformed("param is missing or the value is empty: " + name);
    }
    return text;
  }

  /// A text, as it came, or another one if there is none.
  public String textOr(String name, String absent) {
    return Objects.requireNonNullElse(text(name), absent);
  }

  /// The texts of a list; one text is a list of one; none is the empty list.
  public List<String> texts(String name) {
    return items(name).stream()
        .map(item -> as(String.class, item, name, "a list of texts"))
        .toList();
  }

  /// Yes or no in any spelling; null if there is none. What is not a no is a yes.
  public @Nullable Boolean flag(String name) {
    var text = text(name);
    return text == null ? null : !FALSE.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /// Yes or no in any spelling, or `absent` if there is none.
  public boolean flag(String name, boolean absent) {
    return Objects.requireNonNullElse(flag(name), absent);
  }

  /// A whole number; null if there is none.
  public @Nullable Integer number(String name) {
    return parsed(name, "a whole number", text -> new BigDecimal(text).intValueExact());
  }

  /// A whole number that is not negative, or `absent` if there is none.
  public int count(String name, int absent) {
    var number = Objects.requireNonNullElse(number(name), absent);
    if (number < 0) {
      throw new Refusal.Malformed(name + " must not be negative");
    }
    return number;
  }

  /// A number such as a coordinate; null if there is none.
  public @Nullable Double decimal(String name) {
    var number = parsed(name, "a number", Double::valueOf);
    if (number != null && !Double.isFinite(number)) {
      throw unlike(name, "a number");
    }
    return number;
  }

  /// An id; null if there is none. What cannot be an id becomes 0, which nothing has.
  public @Nullable Long id(String name) {
    var text = text(name);
    return text == null || text.isBlank() ? null : Call.id(text);
  }

  /// The ids of a list. What cannot be an id becomes 0, which nothing has.
  public List<Long> ids(String name) {
    return texts(name).stream().map(Call::id).toList();
  }

  /// A moment in ISO 8601 with any offset; null if there is none.
  public @Nullable Instant instant(String name) {
    var text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException notADate) {
      throw new Refusal.Invalid("Record invalid"); // Mastodon's words, which clients compare
    }
  }

  /// The parameters inside a parameter, as in `poll[multiple]`; empty if there are none.
  public Params inside(String name) {
    return switch (tree.get(name)) {
      case null -> NONE;
      case Map<?, ?> map -> of(map);
      case String text when text.isBlank() -> NONE;
      default -> throw unlike(name, "a set of parameters");
    };
  }

  /// A list of sets of parameters, as in `keywords[][text]` or `fields[0][name]`.
  public List<Params> each(String name) {
    return items(name).stream()
        .map(item -> of(as(Map.class, item, name, "a list of sets")))
        .toList();
  }

  /// A file; null if there is none.
  public @Nullable Upload upload(String name) {
    return switch (tree.get(name)) {
      case null -> null;
      case Upload upload -> upload;
      case String text when text.isBlank() -> null; // how a form says that no file was chosen
      default -> throw unlike(name, "a file");
    };
  }

  /// The values of a list: a map with numeric keys in the order of the keys, or a single value.
  private List<Object> items(String name) {
    return switch (tree.get(name)) {
      case null -> List.of();
      case List<?> list -> present(list);
      case Map<?, ?> map when map.keySet().stream().allMatch(Params::isIndex) -> inOrder(map);
      case Object single -> List.of(single);
    };
  }

  private static List<Object> inOrder(Map<?, ?> map) {
    return present(
        map.entrySet().stream()
            .sorted(Comparator.comparing(entry -> Integer.valueOf((String) entry.getKey())))
            .map(Map.Entry::getValue)
            .toList());
  }

  private static boolean isIndex(@Nullable Object key) {
    return key instanceof String text && text.matches("[0-9]{1,9}");
  }

  private static List<Object> present(Collection<? extends @Nullable Object> values) {
    var present = new ArrayList<Object>();
    for (var value : values) {
      if (value != null) {
        present.add(value);
      }
    }
    return present;
  }

  @SuppressWarnings("unchecked") // every map in the tree has this type
  private static Params of(Map<?, ?> map) {
    return new Params((Map<String, @Nullable Object>) map);
  }

  private <T> @Nullable T parsed(String name, String kind, Function<String, T> parse) {
    var text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > MAX_NUMBER) {
      throw unlike(name, kind);
    }
    try {
      return parse.apply(text.strip());
    } catch (ArithmeticException | NumberFormatException notANumber) {
      throw unlike(name, kind);
    }
  }

  private static Refusal unlike(String name, String kind) {
    return new Refusal.Malformed("parameter %s must be %s".formatted(name, kind));
  }

  private static <T> T as(Class<T> type, Object item, String name, String kind) {
    if (type.isInstance(item)) {
      return type.cast(item);
    }
    throw unlike(name, kind);
  }
}
