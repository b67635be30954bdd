package pando.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Makes records of what a YAML file says, by the names of their components.
///
/// A component that the file does not mention keeps the value of the default record. The errors of
/// a record's constructor are shown with the name of its section.
final class RecordReader {
  private RecordReader() {}

  /// A record like `defaults` with the values of `tree`, a map or null for an empty file.
  ///
  /// @throws Refusal.Invalid if a key is unknown or a value is none that its record takes
  static <R extends Record> R read(@Nullable Object tree, R defaults) {
    return read("", tree, defaults);
  }

  private static <R extends Record> R read(String section, @Nullable Object tree, R defaults) {
    var values = requireMap(section, tree);
    @SuppressWarnings("unchecked") // the class of a record is of its type
    var type = (Class<R>) defaults.getClass();
    var components = type.getRecordComponents();
    var names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (var key : values.keySet()) {
      if (!names.contains(String.valueOf(key))) {
        throw new Refusal.Invalid(unknown(section, String.valueOf(key), names));
      }
    }
    var arguments =
        Arrays.stream(components)
            .map(component -> argument(section, component, values, defaults))
            .toArray();
    return construct(section, type, components, arguments);
  }

  private static Map<?, ?> requireMap(String section, @Nullable Object tree) {
    return switch (tree) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      default -> throw new Refusal.Invalid(place(section) + "needs keys and values");
    };
  }

  private static String unknown(String section, String key, List<String> known) {
    return "there is no setting '%s'; did you mean '%s'?"
        .formatted(path(section, key), path(section, Nearest.to(key, known)));
  }

  private static @Nullable Object argument(
      String section, RecordComponent component, Map<?, ?> values, Record defaults) {
    var key = component.getName();
    var standard = valueOf(component, defaults);
    if (standard instanceof Record nested) {
      return read(path(section, key), values.get(key), nested);
    }
    var value = values.get(key);
    return value == null ? standard : convert(path(section, key), value, component.getType());
  }

  private static Object convert(String path, Object value, Class<?> type) {
    if (type == String.class && !(value instanceof Map) && !(value instanceof List)) {
      return value.toString();
    } else if (type == boolean.class && value instanceof Boolean) {
      return value;
    } else if (type == long.class && value instanceof Number number && isWhole(number)) {
      return number.longValue();
    } else if (type == int.class && value instanceof Integer) {
      return value;
    } else if (type.isEnum() && value instanceof String text) {
      return choice(path, text, type);
    } else if (type == URI.class && value instanceof String text) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException _) {
        throw new Refusal.Invalid(path + " is not an address: " + text);
      }
    }
    throw new Refusal.Invalid(path + " needs " + article(type) + ", not " + shown(value));
  }

  /// One of the values of an enum, such as `from-disk` for `FROM_DISK`.
  private static Object choice(String path, String text, Class<?> type) {
    var words = new ArrayList<String>();
    for (var value : type.getEnumConstants()) {
      var word = value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) {
        return value;
      }
      words.add(word);
    }
    throw new Refusal.Invalid(
        "%s is one of %s, not '%s'".formatted(path, String.join(", ", words), text));
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  private static String article(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "boolean" -> "true or false";
      case "int", "long" -> "a whole number";
      case "URI" -> "an address";
      default -> "a text";
    };
  }

  private static String shown(Object value) {
    return value instanceof Map || value instanceof List ? "a list" : "'" + value + "'";
  }

  private static @Nullable Object valueOf(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static <R extends Record> R construct(
      String section, Class<R> type, RecordComponent[] components, @Nullable Object[] arguments) {
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw new Refusal.Invalid(place(section) + refusal.reason());
      }
      throw new IllegalStateException("cannot make " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private static String path(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  private static String place(String section) {
    return section.isEmpty() ? "" : section + ": ";
  }
}
