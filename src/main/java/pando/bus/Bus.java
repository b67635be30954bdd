package pando.bus;

/// Tells the other nodes of the site something small: soon, once or not at all, and never oneself.
///
/// What one thread of a node tells arrives everywhere in that order.
public sealed interface Bus extends AutoCloseable permits Alone, WiredBus {
  /// How long a text may be, in characters.
  int MAX_TEXT = 500;

  /// The bus of the only node of a site: nobody hears it.
  static Bus alone() {
    return new Alone();
  }

  /// The bus of one node of several. It is ended by its `close`, which closes the wire too.
  static Bus over(Wire wire) {
    return new WiredBus(wire);
  }

  /// Tells all who hear a topic in other nodes. It does not wait: call it after the commit of what
  /// it tells of.
  ///
  /// @param topic a word
  /// @param text one line of at most [#MAX_TEXT] characters. When the same waits to be sent already
  ///   it is sent once, in the place of the last
  void tell(String topic, String text);

  /// Calls `hearer` for whatever other nodes tell about a topic from now on. Who came first is
  /// called first.
  void hear(String topic, Hearer hearer);

  @Override
  void close();
}
