package pando.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pando.base.Refusal;

/// Grows the tree of parameters out of flat names, as Rails does:
///
/// - `a=1` is a value; the last one counts
/// - `a[]=1&a[]=2` is a list
/// - `a[b]=1` is a map
/// - `a[][b]=1&a[][c]=2&a[][b]=3` is a list of maps; a key that comes again begins the next map
///
/// A name that is used in two of these ways is refused.
final class FormTree {
  static final int MAX_PARAMETERS = 1_000;
  static final int MAX_DEPTH = 8;

  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();
  private int parameters;

  Map<String, @Nullable Object> root() {
    return root;
  }

  /// Adds a value (a text or an [Upload]) at the place that its name says.
  void add(String name, Object value) {
    if (++parameters > MAX_PARAMETERS) {
      throw new Refusal.Malformed("more than %d parameters".formatted(MAX_PARAMETERS));
    }
    var path = path(name);
    if (path.size() > MAX_DEPTH) {
      throw new Refusal.Malformed("a parameter is nested more than %d deep".formatted(MAX_DEPTH));
    }
    put(root, path, value);
  }

  /// `a[b][]` is `a`, `b` and an empty part; a name with odd brackets is one part.
  private static List<String> path(String name) {
    var open = name.indexOf('[');
    if (open <= 0 || !name.endsWith("]")) {
      return List.of(name);
    }
    var parts = new ArrayList<String>();
    parts.add(name.substring(0, open));
    parts.addAll(List.of(name.substring(open + 1, name.length() - 1).split("]\\[", -1)));
    return parts;
  }

  private static void put(Map<String, @Nullable Object> map, List<String> path, Object value) {
    var name = path.getFirst();
    var rest = path.subList(1, path.size());
    if (rest.isEmpty()) {
      map.put(name, value);
    } else if (rest.getFirst().isEmpty()) {
      append(list(map, name), rest.subList(1, rest.size()), value);
    } else {
      put(map(map.computeIfAbsent(name, _ -> newMap()), name), rest, value);
    }
  }

  private static void append(List<@Nullable Object> list, List<String> path, Object value) {
    if (path.isEmpty()) {
      list.add(value);
      return;
    }
    var name = path.getFirst();
    var last = list.isEmpty() ? null : list.getLast();
    if (last == null || (path.size() == 1 && map(last, name).containsKey(name))) {
      last = newMap();
      list.add(last);
    }
    put(map(last, name), path, value);
  }

  private static Map<String, @Nullable Object> newMap() {
    return new LinkedHashMap<>();
  }

  @SuppressWarnings("unchecked") // all maps in the tree were made here
  private static Map<String, @Nullable Object> map(@Nullable Object node, String name) {
    if (node instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw twice(name);
  }

  @SuppressWarnings("unchecked") // all lists in the tree were made here
  private static List<@Nullable Object> list(Map<String, @Nullable Object> map, String name) {
    var node = map.computeIfAbsent(name, _ -> new ArrayList<@Nullable Object>());
    if (node instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw twice(name);
  }

  private static Refusal twice(String name) {
    return new Refusal.Malformed("parameter %s is used in two ways".formatted(name));
  }
}
