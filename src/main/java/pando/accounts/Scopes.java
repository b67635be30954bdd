package pando.accounts;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The words for what a client may do: `read`, `write`, finer ones such as `read:statuses`, and
/// `follow`, `push`, `profile`, `admin:read`, `admin:write`.
public final class Scopes {
  /// What a client gets that asks for nothing.
  public static final Set<String> DEFAULT = Set.of("read");

  private static final int MAX_TEXT = 2_000; // characters

  private static final Pattern KNOWN =
      Pattern.compile("follow|push|profile|(admin:)?(read|write)(:[a-z_]{1,40})?");

  /// What the scope `follow` stands for since there are finer ones.
  private static final Pattern FOLLOW = Pattern.compile("(read|write):(follows|blocks|mutes)");

  private Scopes() {}

  /// The scopes in a text, divided by spaces; the default when there are none.
  ///
  /// @throws Refusal.Invalid with the fault `invalid_scope` if one is unknown
  public static Set<String> parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw Tokens.refusal("invalid_scope", "There are too many scopes.");
    }
    var scopes = new LinkedHashSet<>(Arrays.asList(text.strip().split("[\\s+]+")));
    scopes.remove("");
    for (var scope : scopes) {
      if (!KNOWN.matcher(scope).matches()) {
        throw Tokens.refusal("invalid_scope", "The requested scope is invalid or unknown.");
      }
    }
    return scopes.isEmpty() ? DEFAULT : Collections.unmodifiableSet(scopes);
  }

  /// Whether a scope is for moderators and administrators.
  public static boolean isForModerators(String scope) {
    return scope.startsWith("admin:");
  }

  /// Whether `scope` is among the granted ones, or within one of them.
  public static boolean cover(Set<String> granted, String scope) {
    if (granted.contains(scope)
        || (granted.contains("follow") && FOLLOW.matcher(scope).matches())) {
      return true;
    }
    for (var end = scope.lastIndexOf(':'); end > 0; end = scope.lastIndexOf(':', end - 1)) {
      if (granted.contains(scope.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  static boolean coverAll(Set<String> granted, Set<String> scopes) {
    return scopes.stream().allMatch(scope -> cover(granted, scope));
  }
}
