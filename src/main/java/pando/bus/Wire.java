package pando.bus;

import java.util.List;

/// The way that packets take from each node to all nodes, this one among them.
public sealed interface Wire extends AutoCloseable permits PostgresWire, RedisWire {
  /// How long it may take until a listener is told that it hears nothing, and the longest pause
  /// between two attempts to hear again. [Ears#missed] is called after each.
  int MAX_PAUSE_MILLIS = 1_000;

  /// How large a packet may be, in bytes of UTF-8.
  int maxBytes();

  /// Sends packets in their order, and returns when they are on their way.
  ///
  /// @throws RuntimeException if some may not have been sent
  void send(List<String> packets);

  /// Begins to listen, once, in a thread of its own, and never gives up: when the connection is
  /// lost it connects again.
  void listen(Ears ears);

  /// Ends the connections and the thread that listens.
  @Override
  void close();

  /// Who listens.
  interface Ears {
    /// A packet has arrived.
    void heard(String packet);

    /// Packets may have been lost: called when the connection was lost, after each failed attempt
    /// to connect again, and whenever there is one, the first time too.
    void missed();
  }
}
