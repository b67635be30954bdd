package pando.main;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;
import pando.config.Nearest;

/// A map in a YAML file.
///
/// @param place how refusals call it, such as `users[0]`
record YamlNode(String place, Map<?, ?> values) {

  /// @param tree a map, or null for an empty one
  /// @param known the keys that it may have
  /// @throws Refusal.Invalid if it has another, or is none
  static YamlNode of(String place, @Nullable Object tree, List<String> known) {
    var node =
        switch (tree) {
          case null -> new YamlNode(place, Map.of());
          case Map<?, ?> map -> new YamlNode(place, map);
          default -> throw new Refusal.Invalid(place + " needs keys and values");
        };
    for (var key : node.values.keySet()) {
      var name = String.valueOf(key);
      if (!known.contains(name)) {
        throw node.refusal("has '%s'; did you mean '%s'?".formatted(name, Nearest.to(name, known)));
      }
    }
    return node;
  }

  /// A text (also of a number); null if there is none.
  @Nullable String find(String key) {
    var value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      throw refusal("needs a text as '%s'".formatted(key));
    }
    return value == null ? null : value.toString();
  }

  /// A text that must be there and not blank.
  String require(String key) {
    var text = find(key);
    if (text == null || text.isBlank()) {
      throw refusal("needs '%s'".formatted(key));
    }
    return text;
  }

  /// Texts; one text is a list of one, and nothing is the empty list.
  List<String> list(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : Objects.requireNonNullElse(find(key), "").lines().toList();
  }

  /// The maps of a list.
  List<YamlNode> each(String key, List<String> known) {
    var nodes = new ArrayList<YamlNode>();
    switch (values.get(key)) {
      case null -> {}
      case List<?> list -> {
        for (var tree : list) {
          nodes.add(of("%s[%d]".formatted(key, nodes.size()), tree, known));
        }
      }
      default -> throw refusal("needs a list as '%s'".formatted(key));
    }
    return nodes;
  }

  Refusal.Invalid refusal(String what) {
    return new Refusal.Invalid(place + " " + what);
  }
}
