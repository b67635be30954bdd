package pando.bus;

/// Hears what other nodes tell. Both methods must be quick: nothing else is heard meanwhile.
public interface Hearer {
  /// Somebody has told this.
  void heard(String text);

  /// Anything may have been told that did not arrive, by anybody.
  void missed();
}
