package pando.cache;

import java.util.function.Function;
import java.util.function.LongFunction;
import pando.base.Id;

/// How the keys of a cache are written for other nodes: one line, and never the same for two.
public record KeyText<K>(Function<K, String> write, Function<String, K> read) {
  /// Keys that are text already.
  public static final KeyText<String> TEXT = new KeyText<>(text -> text, text -> text);

  /// Keys that are ids.
  ///
  /// @param id makes one of its number
  public static <I extends Id> KeyText<I> ids(LongFunction<I> id) {
    return new KeyText<>(
        key -> Long.toString(key.value(), Character.MAX_RADIX),
        text -> id.apply(Long.parseLong(text, Character.MAX_RADIX)));
  }
}
