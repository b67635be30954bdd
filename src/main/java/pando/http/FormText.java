package pando.http;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import pando.base.Refusal;

/// Reads and writes `name=value&name=value`, the text of queries and of simple forms, strictly:
/// what is not UTF-8 or not percent-encoding is refused, not replaced.
final class FormText {
  /// One decoded pair.
  record Pair(String name, String value) {}

  private FormText() {}

  static List<Pair> pairs(String text) {
    var pairs = new ArrayList<Pair>();
    for (var part : text.split("&", FormTree.MAX_PARAMETERS + 1)) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        var name = equals < 0 ? part : part.substring(0, equals);
        pairs.add(new Pair(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1))));
      }
    }
    return pairs;
  }

  static FormTree tree(String text) {
    var tree = new FormTree();
    pairs(text).forEach(pair -> tree.add(pair.name(), pair.value()));
    return tree;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Bytes that must be UTF-8, without the NUL character (no database can hold it).
  static String utf8(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return requireText(text);
    } catch (CharacterCodingException notUtf8) {
      throw new Refusal.Malformed("the request is not valid UTF-8");
    }
  }

  /// A text that can be stored: without the NUL character, and without halves of characters (JSON
  /// and odd programs write them).
  static String requireText(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new Refusal.Malformed("the request has a null character in a text");
    }
    if (text.codePoints().anyMatch(FormText::isHalf)) {
      throw new Refusal.Malformed("the request has half of a surrogate pair in a text");
    }
    return text;
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return requireText(text);
    }
    var bytes = new ByteArrayOutputStream(text.length());
    var source = text.getBytes(StandardCharsets.UTF_8);
    for (var i = 0; i < source.length; i++) {
      if (source[i] == '%') {
        bytes.write(hexByte(source, i + 1));
        i += 2;
      } else {
        bytes.write(source[i] == '+' ? ' ' : source[i]);
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static int hexByte(byte[] source, int at) {
    if (at + 1 < source.length
        && HexFormat.isHexDigit(source[at])
        && HexFormat.isHexDigit(source[at + 1])) {
      return HexFormat.fromHexDigit(source[at]) << 4 | HexFormat.fromHexDigit(source[at + 1]);
    }
    throw new Refusal.Malformed("the request has a broken percent-encoding");
  }
}
