package pando.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import pando.accounts.Scopes;

/// What scopes mean, in words for the person who is asked to grant them.
final class Permissions {
  private Permissions() {}

  /// One sentence for each kind of access: `read:statuses read:accounts` is "See posts, people".
  static List<String> of(Set<String> scopes, Words words) {
    var things = new TreeMap<String, Set<String>>();
    for (var scope : scopes) {
      var colon = scope.lastIndexOf(':');
      var whole = colon < 0 || Scopes.isForModerators(scope);
      var kind = whole ? scope : scope.substring(0, colon);
      var named = things.computeIfAbsent(kind, _ -> new TreeSet<>());
      if (!whole) {
        named.add(scope.substring(colon + 1));
      }
    }
    var sentences = new ArrayList<String>();
    things.forEach((kind, named) -> sentences.add(sentence(kind, named, scopes, words)));
    return sentences;
  }

  private static String sentence(String kind, Set<String> things, Set<String> scopes, Words words) {
    if (things.isEmpty() || scopes.contains(kind)) {
      return words.textOr("scope_" + kind.replace(':', '_'), kind);
    }
    var names = things.stream().map(thing -> words.textOr("thing_" + thing, thing)).toList();
    return words.text("scope_some_" + kind, String.join(", ", names));
  }
}
