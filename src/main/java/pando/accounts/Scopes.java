package pando.accounts;

import java.util.Set;

/// The words for what a client may do: `read`, `write`, finer ones such as `read:statuses`, and
/// `follow`, `push`, `profile`, `admin:read`, `admin:write`.
@SuppressWarnings("DoNotCallSuggester") // the bodies are on their way
public final class Scopes {
  /// What a client gets that asks for nothing.
  public static final Set<String> DEFAULT = Set.of("read");

  private Scopes() {}

  /// The scopes in a text, divided by spaces; the default when there are none.
  ///
  /// @throws Refusal.Invalid with the fault `invalid_scope` if one is unknown
  public static Set<String> parse(String text) {
    throw new UnsupportedOperationException();
  }

  /// Whether `scope` is among the granted ones, or within one of them.
  public static boolean cover(Set<String> granted, String scope) {
    throw new UnsupportedOperationException();
  }
}
