package pando.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which handler answers which method and path.
///
/// A pattern is made of segments: words, `{name}` for any one segment, and `*` at the end for all
/// the rest (its path parameter is `*`). Words go before names, names before the rest. A slash at
/// the end of a path makes no difference.
public final class Router {
  private final Node root = new Node();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /// A method and a pattern that there is a handler for.
  public record Endpoint(String method, String pattern) {}

  /// @param budget what a call is charged to beside the budgets of all calls; null for nothing
  private record Route(
      Function<Call, Reply> handler, RateLimits.@Nullable Budget budget, List<String> names) {}

  /// The handler of a path, and what the path has in the places of the pattern's names.
  record Match(
      Function<Call, Reply> handler,
      RateLimits.@Nullable Budget budget,
      Map<String, String> pathParams) {}

  private static final class Node {
    final Map<String, Route> routes = new HashMap<>(); // by method
    final Map<String, Node> words = new HashMap<>();
    @Nullable Node any;
    @Nullable Node rest;
  }

  public Router get(String pattern, Function<Call, Reply> handler) {
    return add("GET", pattern, handler, null);
  }

  public Router post(String pattern, Function<Call, Reply> handler) {
    return add("POST", pattern, handler, null);
  }

  public Router put(String pattern, Function<Call, Reply> handler) {
    return add("PUT", pattern, handler, null);
  }

  public Router patch(String pattern, Function<Call, Reply> handler) {
    return add("PATCH", pattern, handler, null);
  }

  public Router delete(String pattern, Function<Call, Reply> handler) {
    return add("DELETE", pattern, handler, null);
  }

  /// Adds a route; a second handler for the same method and pattern is a mistake.
  ///
  /// @param budget what a call is charged to beside the budgets of all calls; null for nothing
  public Router add(
      String method,
      String pattern,
      Function<Call, Reply> handler,
      RateLimits.@Nullable Budget budget) {
    var node = root;
    var names = new ArrayList<String>();
    for (var segment : segments(pattern)) {
      if (segment.equals("*")) {
        names.add(segment);
        node = node.rest = node.rest == null ? new Node() : node.rest;
      } else if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        node = node.any = node.any == null ? new Node() : node.any;
      } else {
        node = node.words.computeIfAbsent(segment, _ -> new Node());
      }
    }
    if (node.routes.put(method, new Route(handler, budget, List.copyOf(names))) != null) {
      throw new IllegalArgumentException("two handlers for %s %s".formatted(method, pattern));
    }
    endpoints.add(new Endpoint(method, pattern));
    return this;
  }

  /// All that was added, in the order of adding.
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /// The handler of a decoded path; null if there is none. HEAD is answered as GET is.
  @Nullable Match find(String method, String path) {
    var values = new ArrayList<String>();
    var route = find(root, method.equals("HEAD") ? "GET" : method, segments(path), values);
    if (route == null) {
      return null;
    }
    var params = new HashMap<String, String>();
    for (var i = 0; i < values.size(); i++) {
      params.put(route.names.get(i), values.get(i));
    }
    return new Match(route.handler, route.budget, params);
  }

  /// Leaves in `values` what stands in the places of the route's names.
  private static @Nullable Route find(
      Node node, String method, List<String> path, List<String> values) {
    if (path.isEmpty()) {
      return node.routes.get(method);
    }
    var rest = path.subList(1, path.size());
    var word = node.words.get(path.getFirst());
    var route = word == null ? null : find(word, method, rest, values);
    if (route == null && node.any != null) {
      route = find(node.any, path.getFirst(), method, rest, values);
    }
    if (route == null && node.rest != null) {
      route = find(node.rest, String.join("/", path), method, List.of(), values);
    }
    return route;
  }

  private static @Nullable Route find(
      Node node, String value, String method, List<String> rest, List<String> values) {
    values.add(value);
    var route = find(node, method, rest, values);
    if (route == null) {
      values.removeLast();
    }
    return route;
  }

  private static List<String> segments(String path) {
    var from = path.startsWith("/") ? 1 : 0;
    var to = path.endsWith("/") ? path.length() - 1 : path.length();
    return from >= to ? List.of() : List.of(path.substring(from, to).split("/", -1));
  }
}
